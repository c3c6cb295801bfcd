import { describe, expect, test } from 'vitest';
import { placesTaken, waitsFor } from '../../src/core/rules/admission.ts';
import { finishWork } from '../../src/core/decide/agent.ts';
import { approveReview, deferReview, takeReview } from '../../src/core/decide/review.ts';
import { discardSession, resumeSession } from '../../src/core/decide/task.ts';
import { listSession } from '../../src/core/words/listing.ts';
import { repoRedWords } from '../../src/core/rules/target-red.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { reviewsWaiting } from '../../src/core/model/world.ts';
import { Story, flakyRun, foundThat, ran, targetRedReason } from './worlds.ts';

const red = { kind: 'red' as const, reasons: [{ kind: 'conflict' as const, files: ['f'], target: 'main' }] };
const targetRed = { kind: 'target-red' as const, checks: [ran('red')], reasons: [targetRedReason()] };
const snapshot = 'snap';

const keys = (story: Story): string[] => wanted(story.world).map(({ key }) => key);
const moved = (story: Story, commit = 'target1'): void => story.happened({ type: 'target.moved', repo: 'r', commit });
const approve = (story: Story, id: number, ...acknowledged: string[]): string | null =>
  story.decided(approveReview(story.world, { id, acknowledged }));

function handedIn(story: Story): number {
  const id = story.task();
  story.atWork(id);
  story.exited(id);
  return id;
}

function readyWith(verdict: Parameters<Story['judged']>[1], story = new Story()): { story: Story; id: number } {
  const id = handedIn(story);
  story.judged(id, { snapshot, ...verdict });
  return { story, id };
}

/** Items that are approved, in this order. */
function approved(count: number): Story {
  const story = new Story({ reviewLimit: 9 });
  for (let id = 1; id <= count; id += 1) {
    readyWith({ kind: 'green' }, story);
    approve(story, id);
  }
  return story;
}

describe('what must be acknowledged', () => {
  const both = { kind: 'flaky' as const, checks: [flakyRun(null)], findings: [foundThat('test "a" was removed', 3)] };

  test('is said in one refusal, all of it, and approves with all of it', () => {
    const { story, id } = readyWith(both);
    expect(story.session(id).state).toBe('ready');
    expect(approve(story, id)).toBe(
      '#1 needs your word: check test is flaky: red in 2 of 5 runs, and never on the target; a.test.ts:3: test "a" was removed',
    );
    expect(approve(story, id, 'flaky')).toBe('#1 needs your word: a.test.ts:3: test "a" was removed');
    expect(approve(story, id, 'flaky', 'findings')).toBeNull();
    expect(keys(story)).toEqual(['landing.carry-out #1']);
  });

  test('is nothing for a flake that is known, or a finding that is only noted', () => {
    const noted = { ...foundThat('x'), policy: 'note' as const };
    const { story, id } = readyWith({ kind: 'green', checks: [flakyRun('target')], findings: [noted] });
    expect(approve(story, id)).toBeNull();
  });

  test('anew on the target that moved: the approval is void and said, the same again is not', () => {
    const { story, id } = readyWith({ kind: 'green', findings: [foundThat('test "a" was removed', 3)] });
    approve(story, id, 'findings');
    moved(story);
    // The same on another line.
    story.judged(id, { snapshot, kind: 'green', findings: [foundThat('test "a" was removed', 30)] });
    expect(keys(story)).toEqual(['landing.carry-out #1']);
    moved(story, 'target2');
    const findings = [foundThat('test "a" was removed', 30), foundThat('test "b" was removed', 40)];
    story.judged(id, { snapshot, kind: 'green', findings });
    const session = story.session(id);
    expect(session).toMatchObject({ state: 'ready', approval: null, landing: null });
    expect(session.history.at(-1)?.what).toBe(
      'the approval is void: on the target as it is now a.test.ts:40: test "b" was removed',
    );
    expect(approve(story, id)).toContain('test "b" was removed');
  });
});

describe('a round on a target that is red itself', () => {
  test('waits without an agent, a place, a count or a word to anybody, and is said once', () => {
    const story = new Story({ cap: 1 });
    const id = story.task();
    story.atWork(id);
    story.decided(finishWork(story.session(id), { request: 'r1', summary: 's', evidence: [] }));
    story.judged(id, targetRed);
    expect(story.session(id)).toMatchObject({ state: 'checking', ending: { why: 'finished' }, reds: 0, messages: [] });
    expect(placesTaken(story.world)).toBe(1);
    story.exited(id, null);
    expect(placesTaken(story.world)).toBe(0);
    expect(reviewsWaiting(story.world)).toBe(0);
    expect(listSession(story.world, story.session(id)).waits).toBe('main itself is red: check test');
    const repo = story.world.repos['r'];
    expect(repo && repoRedWords(repo)).toBe('main itself is red: check test');
    expect(keys(story)).toEqual([]);
    // Its place is another's now.
    const other = story.task();
    expect(story.session(other).state).toBe('preparing');
  });

  test('is judged again when the target moves: red then, it waits for a place and gets the reasons', () => {
    const story = new Story({ cap: 1 });
    const id = handedIn(story);
    story.judged(id, targetRed);
    const other = story.task();
    story.atWork(other);
    moved(story);
    expect(story.world.repos['r']?.targetRed).toBeNull();
    expect(keys(story)).toContain('gate.run #1 round 1 round');
    story.judged(id, red);
    expect(story.session(id)).toMatchObject({ state: 'queued', queuedAs: 'rework', round: 2, reds: 1 });
    expect(waitsFor(story.world, story.session(id))).toBe('cap 1/1');
    expect(story.session(id).messages).toHaveLength(1);
  });

  test('goes back to its agent with the reason when the person says what to do: repairing the target may be its task', () => {
    const { story, id } = readyWith(targetRed);
    story.exited(id, null);
    expect(story.decided(resumeSession(story.world, { id, note: 'repair main' }))).toBeNull();
    expect(story.session(id).messages.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^repair main\n\ncheck test is red on main itself, without this work/),
    ]);
    expect(story.session(id)).toMatchObject({ verdict: null, reds: 0 });
    expect(['queued', 'working']).toContain(story.session(id).state);
  });

  test('is judged again when the person says so, also after a crash, and only once', () => {
    const { story, id } = readyWith(targetRed);
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toBeNull();
    expect(keys(story)).toEqual(['gate.run #1 round 1 round']);
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toMatch(/is checking/);
    story.judged(id, targetRed);
    expect(keys(story)).toEqual([]);
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toBeNull();
    story.judged(id, { kind: 'green' });
    expect(story.session(id).state).toBe('ready');
  });

  test('does not hold back the next round of an agent that somebody gives another prompt', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id, 'when resting');
    story.reported(id, { kind: 'turn-ended', words: 'Done.', background: [], held: false, rule: 'r' });
    story.judged(id, targetRed);
    story.reported(id, { kind: 'prompted', text: null, rule: 'r' });
    expect(story.session(id)).toMatchObject({ state: 'working', verdict: null });
    story.reported(id, { kind: 'turn-ended', words: 'Done.', background: [], held: false, rule: 'r' });
    expect(keys(story)).toContain('gate.run #1 round 1 round');
  });

  test('until a gate there sees those checks green', () => {
    const { story } = readyWith(targetRed);
    const { id } = readyWith({ kind: 'green', checks: [ran('green', { name: 'lint' })] }, story);
    expect(story.world.repos['r']?.targetRed?.checks).toEqual(['test']);
    story.decided(takeReview(story.world, id));
    readyWith({ kind: 'green', checks: [ran('green')] }, story);
    expect(story.world.repos['r']?.targetRed).toBeNull();
  });
});

describe('a target that moves under what is ready', () => {
  test('only what is in hand and what comes next is judged again; the others when their turn comes', () => {
    const story = new Story({ reviewLimit: 9 });
    for (const _ of [1, 2, 3]) readyWith({ kind: 'green' }, story);
    moved(story);
    expect(keys(story)).toEqual(['gate.run #1 round 1 refresh']);
    story.decided(takeReview(story.world, 1));
    expect(keys(story)).toEqual(['gate.run #1 round 1 refresh', 'gate.run #2 round 1 refresh']);
    for (const id of [1, 2]) story.judged(id, { snapshot, kind: 'green' });
    expect(keys(story)).toEqual([]);
    approve(story, 1);
    story.happened({ type: 'landing.finished', session: 1, commit: 'c1' });
    expect(keys(story)).toEqual(['gate.run #2 round 1 refresh']);
  });

  test('the item in hand stays there whatever comes: an outlook, which goes when it holds no longer', () => {
    const { story, id } = readyWith({ kind: 'green' });
    story.decided(takeReview(story.world, id));
    moved(story);
    story.judged(id, { snapshot, ...red });
    expect(story.session(id)).toMatchObject({
      state: 'reviewing',
      verdict: { kind: 'green', target: 'target0' },
      outlook: { kind: 'red', target: 'target1', why: 'conflict with main in f' },
    });
    expect(keys(story)).toEqual([]);
    moved(story, 'target2');
    story.judged(id, { snapshot, kind: 'green' });
    expect(story.session(id)).toMatchObject({ outlook: null, verdict: { target: 'target2' } });
    moved(story, 'target3');
    story.judged(id, { snapshot, kind: 'infrastructure' });
    expect(story.session(id)).toMatchObject({ state: 'reviewing', outlook: { kind: 'infrastructure' } });
    // Nothing is asked twice: the landing's own gate decides.
    expect(approve(story, id)).toBeNull();
    expect(keys(story)).toEqual(['gate.run #1 round 1 landing']);
    story.judged(id, { snapshot, ...red });
    expect(story.session(id)).toMatchObject({ round: 2, approval: null });
  });

  test('a ready item that is red goes back; where the target is red it stays, and is not approved', () => {
    const { story, id } = readyWith({ kind: 'green' });
    moved(story);
    story.judged(id, { snapshot, ...targetRed });
    expect(story.session(id)).toMatchObject({
      state: 'ready',
      verdict: { kind: 'green' },
      outlook: { kind: 'target-red' },
    });
    expect(approve(story, id)).toBe('#1 cannot land: main itself is red: check test');
    expect(keys(story)).toEqual([]);
    moved(story, 'target2');
    story.judged(id, { snapshot, ...red });
    expect(story.session(id)).toMatchObject({ round: 2, outlook: null });
    expect(story.session(id).messages).toHaveLength(1);
  });

  test('approved work waits while the target is red, and is judged again when it moves', () => {
    const { story, id } = readyWith({ kind: 'green' });
    approve(story, id);
    moved(story);
    story.judged(id, { snapshot, ...targetRed });
    expect(story.session(id)).toMatchObject({ state: 'landing', landing: { waits: 'main itself is red: check test' } });
    expect(keys(story)).toEqual([]);
    const second = readyWith({ kind: 'green' }, story).id;
    approve(story, second);
    // It lets the next one pass, and has its place in the line again as soon as the target moves.
    expect(keys(story)).toEqual(['landing.carry-out #2']);
    moved(story, 'target2');
    expect(keys(story)).toEqual(['gate.run #1 round 1 landing']);
    story.judged(id, { snapshot, kind: 'green' });
    expect(story.session(id).landing?.waits).toBeNull();
    expect(keys(story)).toEqual(['landing.carry-out #1']);
  });
});

describe('the line of landings', () => {
  test('goes by the approvals, one at a time; who is held up lets the others pass', () => {
    const story = approved(3);
    expect(keys(story)).toEqual(['landing.carry-out #1']);
    story.happened({ type: 'landing.blocked', session: 1, why: 'your checkout has changes in a' });
    expect(keys(story)).toEqual(['landing.carry-out #1', 'landing.carry-out #2']);
    story.happened({ type: 'landing.finished', session: 2, commit: 'c2' });
    // The next is judged on what is there now, before the one that is held up.
    expect(keys(story)).toEqual(['gate.run #3 round 1 landing']);
    story.judged(3, { snapshot, kind: 'green' });
    story.happened({ type: 'landing.finished', session: 3, commit: 'c3' });
    expect(keys(story)).toEqual(['gate.run #1 round 1 landing']);
  });

  test('says that it waits while somebody has changed git itself, which is looked at again each time', () => {
    const story = approved(2);
    story.happened({ type: 'landing.intended', session: 1, from: 'target0', to: 'c1', checkouts: [] });
    story.happened({ type: 'git.tampered', repo: 'r', changes: ['hooks/post-commit is new'] });
    // What has begun is brought to its end.
    expect(keys(story)).toEqual(['landing.carry-out #1']);
    story.happened({ type: 'landing.finished', session: 1, commit: 'c1' });
    expect(listSession(story.world, story.session(2)).waits).toContain('hooks/post-commit is new (signalbox trust');
    expect(reviewsWaiting(story.world)).toBe(1);
    story.judged(2, { snapshot, kind: 'green' });
    expect(keys(story)).toEqual(['landing.carry-out #2']);
    story.happened({ type: 'git.accepted', repo: 'r', guard: {} });
    expect(listSession(story.world, story.session(2)).waits).toBeNull();
  });

  test('an approval is taken back before its landing has begun, and not after', () => {
    const story = approved(1);
    expect(story.decided(discardSession(story.world, 1))).toBe('#1 is landing');
    expect(story.decided(deferReview(story.world, 1))).toBeNull();
    expect(story.session(1)).toMatchObject({ state: 'ready', approval: null, landing: null });
    expect(keys(story)).toEqual([]);
    approve(story, 1);
    story.happened({ type: 'landing.intended', session: 1, from: 'target0', to: 'c1', checkouts: [] });
    expect(story.decided(deferReview(story.world, 1))).toBe('#1 is landing');
  });
});

test('what checks come to is counted once for each run, and flakes by test and place', () => {
  const config = {
    checks: ['test', 'lint'].map((name) => ({ name, run: name, timeout: 1, parallel: false, commit_exact: false })),
  };
  const story = new Story({ config, reviewLimit: 9 });
  readyWith(
    { kind: 'green', checks: [ran('green', { ms: 500 }), { ...ran('green', { name: 'lint' }), reused: true }] },
    story,
  );
  readyWith({ kind: 'green', checks: [flakyRun('target'), ran('skipped', { name: 'lint' })] }, story);
  readyWith({ ...red, checks: [ran('red'), ran('infrastructure', { name: 'setup' })] }, story);
  expect(story.world.repos['r']?.checkCounts).toEqual({
    test: { green: 1, red: 1, flaky: 1, infrastructure: 0, greenMs: 500 },
  });
  expect(story.world.repos['r']?.flakes).toMatchObject([
    { check: 'test', title: '', file: null, candidate: 1, target: 1 },
  ]);
});
