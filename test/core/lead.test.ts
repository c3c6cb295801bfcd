import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliver } from '../../src/core/decide/agent.ts';
import { acceptProposals, proposeTasks, refuseProposals } from '../../src/core/decide/proposals.ts';
import { type Session, heldMessages, isOver } from '../../src/core/model/session.ts';
import { sessionsOf } from '../../src/core/model/world.ts';
import { placesTaken, waitsFor } from '../../src/core/rules/admission.ts';
import { openProposals } from '../../src/core/rules/lead.ts';
import { stateOf } from './lead-story.ts';
import { check, checkReplay } from './invariants.ts';
import { Story, taskOf } from './worlds.ts';

const agents = ['script'];

/** Proposes tasks with these titles, all after the proposals of `lead.after`. */
function propose(
  story: Story,
  lead: number | { id: number; after: number[] },
  titles: readonly string[],
): string | null {
  const { id, after } = typeof lead === 'number' ? { id: lead, after: [] } : lead;
  const proposals = titles.map((title) => ({
    task: taskOf({ title, kind: title === 'judge' ? 'judgement' : 'isolated' }),
    afterProposals: [...after],
    why: null,
  }));
  const request = `propose-${story.world.seq}`;
  return story.decided(proposeTasks(story.world, { id, request, proposals, agents }));
}

function accept(story: Story, lead: number, ...numbers: number[]): string | null {
  return story.decided(
    acceptProposals(story.world, { id: lead, accepted: numbers.map((number) => ({ number })), agents }),
  );
}

/** What a start hands over. */
function startAgain(story: Story, id: number): string {
  const session = story.session(id);
  const told = heldMessages(session);
  story.decided(deliver(session, { messages: told, by: 'start', request: `run-${session.runs}` }));
  story.started(id);
  return told.map(({ text }) => text).join('\n\n');
}

function land(story: Story, id: number, { summary = 'done so' } = {}): void {
  story.happened({ type: 'work.finished', session: id, request: `done-${id}`, summary, evidence: [] });
  story.judged(id, { kind: 'green' });
  story.exited(id);
  const verdict = story.session(id).verdict;
  story.happened(
    { type: 'review.taken', session: id },
    {
      type: 'review.approved',
      session: id,
      snapshot: verdict?.snapshot ?? '',
      candidate: verdict?.candidate ?? '',
      acknowledged: [],
    },
    { type: 'landing.finished', session: id, commit: `landed${id}` },
  );
}

test('with cap 1 a plain lead leaves its place to its tasks, hears of each once, and is judged when all are over', () => {
  const story = new Story({ cap: 1 });
  const lead = story.task({ lead: true });
  story.atWork(lead);
  expect(propose(story, lead, ['one', 'two'])).toBeNull();
  story.exited(lead);
  expect(stateOf(story, lead)).toEqual(['queued', 'its tasks: 2 proposals undecided']);
  expect(placesTaken(story.world)).toBe(0);

  expect(accept(story, lead, 1, 2)).toBeNull();
  const [one, two] = [2, 3];
  expect(story.session(one).task.parent).toBe(lead);
  expect(stateOf(story, lead)).toEqual(['queued', 'its tasks: 0 of 2 landed']);
  expect(stateOf(story, two)).toEqual(['queued', 'cap 1/1']);
  const other = story.task({ title: 'a new start' });
  story.atWork(one);
  land(story, one);
  story.happened({ type: 'worktree.measured', session: one, bytes: 1 });
  // Its place was free before it landed: the second has it now, and the lead comes next, ahead of the new start.
  expect(stateOf(story, lead)).toEqual(['queued', 'cap 1/1']);
  story.atWork(two);
  story.exited(two, 1);
  expect(stateOf(story, lead)).toEqual(['working', null]);
  expect(stateOf(story, other)).toEqual(['queued', 'cap 1/1']);
  const news = startAgain(story, lead);
  expect(news).toMatch(
    /#2 "one" \(your proposal 1\) has landed as landed2.*done so.*Of your 2 tasks 1 has landed; others/su,
  );
  expect(news).toMatch(/#3 "two".*has failed.*none is under way/su);
  story.exited(lead);
  expect(stateOf(story, lead)).toEqual(['checking', null]);
  const results = story.session(lead).messages.filter(({ kind }) => kind === 'results');
  expect(results.map(({ delivered }) => delivered?.by)).toEqual(['start', 'start']);
  checkReplay(story);
});

test('an agent that stays is ended while it waits, and one with news at the end of its turn gets them first', () => {
  const story = new Story({ cap: 1 });
  const lead = story.task({ lead: true });
  story.atWork(lead, 'when resting');
  story.reported(lead, { kind: 'prompted', text: null, rule: 'r' });
  propose(story, lead, ['one', 'two']);
  story.decided(refuseProposals(story.world, { id: lead, numbers: [1], note: 'not now' }));
  story.reported(lead, { kind: 'turn-ended', words: 'Proposed.', background: [], held: false, rule: 'r' });
  expect(stateOf(story, lead)).toEqual(['working', null]);
  const [told] = heldMessages(story.session(lead));
  expect(told?.text).toBe('The person refused your proposal 1 "one": not now');
  story.happened({
    type: 'message.delivered',
    session: lead,
    messages: [told?.number ?? 0],
    by: 'adapter',
    request: 'm',
  });
  story.reported(lead, { kind: 'prompted', text: null, rule: 'r' });
  story.reported(lead, { kind: 'turn-ended', words: 'So be it.', background: [], held: false, rule: 'r' });
  expect(story.session(lead).ending?.why).toBe('finished');
  story.exited(lead, null);
  expect(stateOf(story, lead)).toEqual(['queued', 'its tasks: 1 proposal undecided']);
});

test('what is handed in by done is judged although tasks are under way', () => {
  const story = new Story();
  const lead = story.task({ lead: true });
  story.atWork(lead);
  propose(story, lead, ['one']);
  story.happened({ type: 'work.finished', session: lead, request: 'd', summary: 'all of it', evidence: [] });
  story.exited(lead);
  expect(stateOf(story, lead)).toEqual(['checking', null]);
});

test('a judgement lead that waits leaves the person to its judgement tasks', () => {
  const story = new Story();
  const lead = story.task({ lead: true, kind: 'judgement' });
  story.atWork(lead);
  const task = taskOf({ title: 'j', kind: 'judgement' });
  story.decided(
    proposeTasks(story.world, {
      id: lead,
      request: 'request',
      proposals: [{ task, afterProposals: [], why: null }],
      agents,
    }),
  );
  story.exited(lead);
  accept(story, lead, 1);
  expect(stateOf(story, 2)).toEqual(['preparing', null]);
  story.atWork(2);
  land(story, 2);
  expect(stateOf(story, lead)).toEqual(['working', null]);
});

test.each([
  [{ lead: false, count: 1 }, /is no lead/],
  [{ lead: true, count: 21 }, /at most 20 may/],
])('%j is refused', ({ lead, count }, why) => {
  const story = new Story();
  const id = story.task({ lead });
  story.atWork(id);
  expect(
    propose(
      story,
      id,
      Array.from({ length: count }, (_, at) => `t${at}`),
    ),
  ).toMatch(why);
});

test('what proposals come after is kept, and none becomes a task before the one it comes after', () => {
  const story = new Story();
  const lead = story.task({ lead: true });
  story.atWork(lead);
  propose(story, lead, ['one']);
  propose(story, { id: lead, after: [1] }, ['two']);
  propose(story, { id: lead, after: [2] }, ['three']);
  expect(accept(story, lead, 2)).toMatch(/comes after proposal 1, which is undecided/);
  expect(accept(story, lead, 2, 1, 1)).toBeNull();
  expect(story.world.nextId).toBe(4);
  expect(story.session(3).task).toMatchObject({ title: 'two', after: [2], parent: lead });
  expect(accept(story, lead, 1)).toMatch(/was accepted as #2 already/);
  expect(propose(story, { id: lead, after: [4] }, ['loop'])).toMatch(/cannot come after proposal 4/);
  story.decided(refuseProposals(story.world, { id: lead, numbers: [3], note: null }));
  expect(openProposals(story.session(lead))).toEqual([]);
});

test('a task that would come after its own lead is refused: each would wait for the other', () => {
  const story = new Story();
  const lead = story.task({ lead: true });
  story.atWork(lead);
  const other = story.task({ after: [lead] });
  propose(story, lead, ['one']);
  const task = taskOf({ title: 'one', after: [other] });
  const accepted = [{ number: 1, task }];
  expect(story.decided(acceptProposals(story.world, { id: lead, accepted, agents }))).toMatch(/would wait for/);
});

/** Everything ends by itself: agents exit, work is green, what is green lands, proposals are decided. */
function settle(story: Story, luck: readonly number[]): void {
  for (let step = 0; step < 400; step += 1) {
    const before = story.world;
    const busy = sessionsOf(before).filter((session) => !isOver(session) && session.state !== 'failed');
    const open = busy.flatMap((session) => openProposals(session).map(({ number }) => ({ session, number })));
    const moves = busy.flatMap((session) => moveOf(story, session));
    const [proposal] = open;
    const n = luck[step % luck.length] ?? 0;
    if (proposal !== undefined && (moves.length === 0 || n % 3 === 0)) {
      const { session, number } = proposal;
      if (n % 2 === 0) accept(story, session.id, number);
      else story.decided(refuseProposals(story.world, { id: session.id, numbers: [number], note: null }));
      if (story.world === before) accept(story, session.id, ...openProposals(session).map((each) => each.number));
    } else if (moves.length > 0) moves[n % moves.length]?.();
    check(story, before);
    if (story.world === before) return;
  }
}

function moveOf(story: Story, session: Session): (() => void)[] {
  const { id, state, run } = session;
  if (run?.phase === 'wanted') return [() => void startAgain(story, id)];
  if (session.ending !== null) return [() => story.exited(id, null)];
  switch (state) {
    case 'preparing':
      return [() => story.happened({ type: 'setup.finished', session: id })];
    case 'working':
      return [
        () => {
          if (session.task.lead === true && session.proposals.length < 3) propose(story, id, ['a', 'judge']);
          story.exited(id);
        },
      ];
    case 'checking':
      return [() => story.judged(id, { kind: 'green' })];
    case 'ready':
      return [() => land(story, id)];
    default:
      return [];
  }
}

test('no lead holds the place that its tasks need: with any cap everything comes to an end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.record({ lead: fc.boolean(), judgement: fc.boolean() }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(30), { minLength: 10, maxLength: 60 }),
      (cap, tasks, luck) => {
        const story = new Story({ cap, reviewLimit: 2 });
        for (const { lead, judgement } of tasks) story.task({ lead, kind: judgement ? 'judgement' : 'isolated' });
        settle(story, luck);
        const left = sessionsOf(story.world).filter((session) => !isOver(session));
        expect(left.map((session) => [session.id, session.state, waitsFor(story.world, session)])).toEqual([]);
        checkReplay(story);
      },
    ),
    { numRuns: 200 },
  );
});
