import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTasks, editTask, moveTask } from '../../src/core/decide/backlog.ts';
import { queueOf, waitsFor } from '../../src/core/rules/admission.ts';
import { checkReplay } from './invariants.ts';
import { Story, taskOf } from './worlds.ts';

const agents = ['script'];
const order = (story: Story): number[] => queueOf(story.world).map(({ id }) => id);

/** A world in which nothing starts: the one place is taken. */
function full(...priorities: number[]): { story: Story; ids: number[] } {
  const story = new Story({ cap: 1 });
  story.task();
  return { story, ids: priorities.map((priority) => story.task({ priority })) };
}

test('a task is moved before, behind, to the top and the bottom, and takes on the priority of its neighbours', () => {
  const { story } = full(0, 0, 5, 0);
  expect(order(story)).toEqual([4, 2, 3, 5]);
  expect(story.decided(moveTask(story.world, { id: 5, to: { before: 2 } }))).toBeNull();
  expect(order(story)).toEqual([4, 5, 2, 3]);
  story.decided(moveTask(story.world, { id: 3, to: 'top' }));
  expect(order(story)).toEqual([3, 4, 5, 2]);
  expect(story.session(3).task.priority).toBe(5);
  story.decided(moveTask(story.world, { id: 3, to: 'bottom' }));
  expect(order(story)).toEqual([4, 5, 2, 3]);
  story.decided(moveTask(story.world, { id: 4, to: { behind: 5 } }));
  expect(order(story)).toEqual([5, 4, 2, 3]);
  expect(story.decided(moveTask(story.world, { id: 1, to: 'top' }))).toMatch(/not queued/);
  expect(story.decided(moveTask(story.world, { id: 4, to: { before: 1 } }))).toMatch(/#1 is not in the queue/);
  expect(story.decided(moveTask(story.world, { id: 4, to: { before: 4 } }))).toMatch(/is itself/);
  checkReplay(story);
});

test('whatever is moved where, it stands there, the others keep their order, and new tasks come last', () => {
  const move = fc.record({ id: fc.nat(5), other: fc.nat(5), behind: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 }),
      fc.array(move, { maxLength: 80 }),
      (priorities, moves) => {
        const { story, ids } = full(...priorities);
        for (const { id: from, other: to, behind } of moves) {
          const [id = 0, other = 0] = [ids[from], ids[to]];
          if (id === other) continue;
          const before = order(story).filter((each) => each !== id);
          expect(
            story.decided(moveTask(story.world, { id, to: behind ? { behind: other } : { before: other } })),
          ).toBeNull();
          expect(order(story).filter((each) => each !== id)).toEqual(before);
          const at = order(story).indexOf(id);
          expect(order(story)[behind ? at - 1 : at + 1]).toBe(other);
        }
        const least = Math.min(...ids.map((id) => story.session(id).task.priority));
        const added = story.task({ priority: least });
        expect(order(story).at(-1)).toBe(added);
      },
    ),
    { numRuns: 200 },
  );
});

test('the same two tasks change places for ever', () => {
  const { story } = full(0, 0, 0);
  for (let turn = 0; turn < 3000; turn += 1) {
    const [first = 0, , last = 0] = order(story);
    story.decided(moveTask(story.world, { id: last, to: { behind: first } }));
    expect(order(story)[1]).toBe(last);
  }
});

test('several tasks are queued at once with what comes after what, or none and all that is wrong', () => {
  const { story } = full();
  const list = [
    { task: taskOf({ title: 'two' }), afterTasks: [1] },
    { task: taskOf({ title: 'one', after: [1] }), afterTasks: [] },
  ];
  const created = createTasks(story.world, { repo: 'r', tasks: list, agents });
  if (!('events' in created)) throw new Error('refused');
  story.happened(...created.events);
  expect([2, 3].map((id) => story.session(id).task.after)).toEqual([[3], [1]]);
  const wrong = createTasks(story.world, {
    repo: 'r',
    agents,
    tasks: [
      { task: taskOf({ title: '' }), afterTasks: [] },
      { task: taskOf({ agent: 'nobody' }), afterTasks: [] },
      { task: taskOf({ scope: ['../up'] }), afterTasks: [] },
      { task: taskOf({ after: [99] }), afterTasks: [] },
    ],
  });
  expect('wrong' in wrong && wrong.wrong.map(({ at, fault }) => `${at} ${fault.message}`)).toEqual([
    '0 a task needs a title',
    '1 there is no agent nobody in the configuration',
    '2 ../up is no path inside the repository',
    '3 --after #99: there is no such session',
  ]);
  const loop = createTasks(story.world, {
    repo: 'r',
    agents,
    tasks: [
      { task: taskOf({ title: 'a' }), afterTasks: [1] },
      { task: taskOf({ title: 'b' }), afterTasks: [0] },
    ],
  });
  expect('wrong' in loop && loop.wrong[0]?.fault.message).toBe(
    '"a" waits for "b", which waits for "a": none of them could ever start',
  );
});

test('a queued task is written anew: the way out of a dependency that is gone; a cycle is refused', () => {
  const { story } = full(0);
  const after = story.task({ after: [2] });
  story.decided({ events: [{ type: 'session.discarded', session: 2, reason: 'r' }] });
  expect(waitsFor(story.world, story.session(after))).toBe('needs you: #2 was discarded');
  const third = story.task({ after: [after] });
  const edit = (ids: number[]) =>
    story.decided(editTask(story.world, { id: after, agents, task: taskOf({ title: 'new', after: ids }) }));
  expect(edit([third])).toMatch(/#3 would wait for #4, which waits for #3/);
  expect(edit([after])).toMatch(/cannot come after itself/);
  expect(edit([])).toBeNull();
  expect(story.session(after).task).toMatchObject({ title: 'new', after: [] });
  expect(story.session(after).history.at(-1)?.what).toBe('the task was written anew');
  expect(story.decided(editTask(story.world, { id: 1, agents, task: taskOf({}) }))).toMatch(
    /#1 is preparing, not queued/,
  );
});
