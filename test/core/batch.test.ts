import { describe, expect, test } from 'vitest';
import { nextBatch } from '../../src/core/rules/batch.ts';
import { approveReview, deferReview } from '../../src/core/decide/review.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { Story, ran } from './worlds.ts';

const slow = { checks: [ran('green', { ms: 300_000 })] };

/** Approved items whose checks take five minutes, on a target that moved since. */
function approvedItems(count: number, verdict: { checks: ReturnType<typeof ran>[] } = slow): Story {
  const story = new Story({ cap: 50, reviewLimit: 50 });
  for (let id = 1; id <= count; id += 1) {
    story.task();
    story.atWork(id);
    story.exited(id);
    story.judged(id, { kind: 'green', snapshot: `s${id}`, ...verdict });
    story.decided(approveReview(story.world, { id, acknowledged: [] }));
  }
  story.happened({ type: 'target.moved', repo: 'r', commit: 'target1' });
  return story;
}

const members = (story: Story): readonly number[] | undefined => nextBatch(story.world, 'r')?.sessions;
const keys = (story: Story): string[] => wanted(story.world).map(({ key }) => key);

/** The batch that is wanted comes to this. */
function judged(story: Story, verdict: 'green' | 'red', leftOut: number[] = []): void {
  const { sessions = [], target = '' } = nextBatch(story.world, 'r') ?? {};
  const included = sessions.filter((id) => !leftOut.includes(id));
  const chain = included.map((session) => ({ session, candidate: `c${session}`, tree: `t${session}` }));
  story.happened({ type: 'batch.judged', repo: 'r', target, members: chain, leftOut, verdict, checks: [ran()] });
}

/** What is to land next lands. */
function lands(story: Story): number[] {
  const effect = wanted(story.world).find(({ kind }) => kind === 'batch.carry-out' || kind === 'landing.carry-out');
  if (effect === undefined) throw new Error(`nothing lands: ${keys(story).join(', ')}`);
  const sessions = effect.kind === 'batch.carry-out' ? effect.sessions : [effect.session];
  story.happened(
    ...sessions.map((session) => {
      return { type: 'landing.finished', session, commit: story.session(session).verdict?.candidate ?? '' } as const;
    }),
  );
  return [...sessions];
}

describe('what is judged together', () => {
  test('three that wait for slow checks; not two, not with quick ones, and not on a target that is red itself', () => {
    expect(members(approvedItems(3))).toEqual([1, 2, 3]);
    expect(members(approvedItems(2))).toBeUndefined();
    expect(members(approvedItems(3, { checks: [ran('green', { ms: 299_000 })] }))).toBeUndefined();
    const story = approvedItems(3);
    const reasons = [{ kind: 'target' as const, target: 'main', name: 'test', run: 'x', exit: 1, tail: '' }];
    story.judged(1, { kind: 'target-red', reasons });
    expect(story.session(1).landing?.waits).toBe('main itself is red: check test');
    expect(members(story)).toBeUndefined();
    expect(keys(story)).toEqual(['gate.run #2 round 1 landing']);
  });

  test('while it is judged nobody joins it, and who is taken back leaves it', () => {
    const story = approvedItems(3);
    for (const session of [1, 2, 3]) story.happened({ type: 'gate.progressed', session, doing: 'test' });
    story.task();
    story.atWork(4);
    story.exited(4);
    story.judged(4, { kind: 'green', snapshot: 's4', ...slow });
    story.decided(approveReview(story.world, { id: 4, acknowledged: [] }));
    expect(members(story)).toEqual([1, 2, 3]);
    story.decided(deferReview(story.world, 2));
    expect(members(story)).toEqual([1, 3]);
    expect(story.session(2)).toMatchObject({ state: 'ready', approval: null, landing: null });
  });

  test('green, it lands in one step, each with its own commit on the one before', () => {
    const story = approvedItems(3);
    judged(story, 'green');
    expect(keys(story)).toEqual(['batch.carry-out r c3']);
    expect(lands(story)).toEqual([1, 2, 3]);
    expect([1, 2, 3].map((id) => story.session(id).landed?.from)).toEqual(['target1', 'c1', 'c2']);
    expect(story.world.repos['r']?.targetCommit).toBe('c3');
  });

  test('of a batch that is green, one that is taken back before it lands has the others judged anew', () => {
    const story = approvedItems(3);
    judged(story, 'green');
    story.decided(deferReview(story.world, 2));
    expect([1, 3].map((id) => story.session(id).landing?.batch)).toEqual([null, null]);
    // The first of them stands on the target as it is; the last one stood on the one that left.
    expect(lands(story)).toEqual([1]);
    expect(keys(story)).toContain('gate.run #3 round 1 landing');
  });

  test('red, it is judged in halves until the red one is alone; what that knows outlives the landing of the others', () => {
    const story = approvedItems(8);
    judged(story, 'red');
    expect(members(story)).toEqual([1, 2, 3, 4]);
    judged(story, 'green');
    expect(lands(story)).toEqual([1, 2, 3, 4]);
    // The red one is among the other four, and nobody has to find that out again.
    expect(members(story)).toEqual([5, 6]);
    judged(story, 'red');
    expect(members(story)).toBeUndefined();
    expect(keys(story)).toEqual(['gate.run #5 round 1 landing']);
    story.judged(5, { kind: 'green', snapshot: 's5', ...slow });
    expect(lands(story)).toEqual([5]);
    expect(keys(story)).toEqual(['gate.run #6 round 1 landing']);
    story.judged(6, { kind: 'red', reasons: [{ kind: 'conflict', files: ['f'], target: 'main' }] });
    expect(story.session(6)).toMatchObject({ round: 2, approval: null });
    expect(story.session(6).messages.at(-1)?.text).toContain('the approval is void');
    // The two that are left are not known to be red together, and two are no batch.
    expect(keys(story)).toContain('gate.run #7 round 1 landing');
  });

  test('who conflicts with the others is judged alone', () => {
    const story = approvedItems(4);
    judged(story, 'green', [3]);
    expect(lands(story)).toEqual([1, 2, 4]);
    expect(keys(story)).toEqual(['gate.run #3 round 1 landing']);
  });

  test('the target that moves otherwise makes what was learnt void', () => {
    const story = approvedItems(4);
    judged(story, 'red');
    story.happened({ type: 'target.moved', repo: 'r', commit: 'elsewhere' });
    expect(members(story)).toEqual([1, 2, 3, 4]);
  });
});

/** Numbers that look random and are the same each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** All are approved at once; some are broken, which only a run of the checks shows. Gives how many runs it took. */
function simulate(count: number, red: number, roll: () => number): number {
  const story = approvedItems(count);
  const broken = new Set<number>();
  for (let id = 1; id <= count; id += 1) if (roll() < red) broken.add(id);
  const landed: number[] = [];
  let runs = 0;
  for (;;) {
    const [effect] = wanted(story.world).filter(({ kind }) => /gate.run|batch|landing/.test(kind));
    if (effect === undefined) break;
    if (effect.kind === 'batch.run') {
      runs += 1;
      judged(story, effect.batch.sessions.some((id) => broken.has(id)) ? 'red' : 'green');
    } else if (effect.kind === 'gate.run') {
      runs += 1;
      const { session: id } = effect;
      const reasons = [{ kind: 'check' as const, name: 'test', run: 'test', exit: 1, tail: '' }];
      const verdict = { snapshot: `s${id}`, candidate: `c${id}-${runs}`, ...slow };
      story.judged(id, broken.has(id) ? { ...verdict, kind: 'red', reasons } : { ...verdict, kind: 'green' });
      if (broken.has(id)) expect(story.session(id)).toMatchObject({ approval: null, round: 2 });
    } else landed.push(...lands(story));
    // What went back starts again, and is no part of this.
    for (const session of Object.values(story.world.sessions))
      if (session.round === 2 && session.state !== 'stopped')
        story.happened({ type: 'session.stopped', session: session.id, reason: 'enough' });
  }
  const sound = Array.from({ length: count }, (_, index) => index + 1).filter((id) => !broken.has(id));
  // Nothing broken ever lands, all else does, each once, in the order of the approvals.
  expect(landed).toEqual(sound);
  return runs;
}

test.each([
  [4, 0.02],
  [4, 0.1],
  [4, 0.3],
  [8, 0.02],
  [8, 0.1],
  [8, 0.3],
])(
  '%i approved at once, each red with %d: what lands is sound and in order, and fewer runs are needed when red is rare',
  (count, red) => {
    const roll = dice(count * 1000 + red * 100);
    const times = 60;
    let runs = 0;
    for (let time = 0; time < times; time += 1) runs += simulate(count, red, roll);
    const mean = runs / times;
    console.log(`${count} approved, p = ${red}: ${mean.toFixed(2)} runs in place of ${count}`);
    if (red <= 0.1) expect(mean).toBeLessThan(count);
    expect(mean).toBeLessThan(count * 1.5);
  },
);
