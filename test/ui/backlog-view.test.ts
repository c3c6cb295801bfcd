import { expect, test } from 'vitest';
import { queueOf } from '../../src/core/rules/admission.ts';
import type { Proposal } from '../../src/core/model/proposal.ts';
import { madeUp, noon, worldOf } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { type SmallDaemon, openSmallDaemon } from './small-daemon.ts';

function proposal(number: number, title: string, parts: Partial<Proposal> = {}): Proposal {
  const task = { ...madeUp(99, 'queued', { title }).task, parent: 1, scope: [`src/${title}/**`] };
  return { number, task, afterProposals: [], why: null, request: 'request', at: noon, decided: null, ...parts };
}

const proposals = [
  proposal(1, 'one', { why: 'because' }),
  proposal(2, 'two', { afterProposals: [1] }),
  proposal(3, 'three'),
];
const leadTask = { ...madeUp(1, 'queued', { title: 'lead' }).task, lead: true };
const lead = madeUp(1, 'queued', { task: leadTask, queuedAs: 'rework', proposals });
const queued = [2, 3, 4].map((id) => madeUp(id, 'queued', { rank: id }));
const world = { ...worldOf([lead, ...queued, madeUp(5, 'working')]), cap: 1 };

const order = (daemon: SmallDaemon): number[] => queueOf(daemon.world).map(({ id }) => id);
const lastAsked = (daemon: SmallDaemon) => daemon.asked.at(-1);

test('proposals are decided by key: accepted, refused with a note, written anew, and what comes after what is kept', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon);
  await person.sees('proposals 3');
  await person.sees('proposes 3 tasks');
  person.press('P');
  await person.sees('because');
  person.press('j');
  await person.sees('proposal 1');
  person.press('y');
  await person.sees('comes after proposal 1, which is undecided');
  person.press('k');
  await person.sees('because');
  person.press('y');
  await person.sees('accepted: #6');
  await person.seesNo('because');
  person.press('y');
  await person.sees('accepted: #7');
  expect(daemon.world.sessions[7]?.task).toMatchObject({ title: 'two', after: [6], parent: 1 });
  person.press('n');
  await person.sees('refuse it, with a note for the lead');
  person.press('not \x7f now\r');
  await person.sees('proposal 3 of #1 is refused');
  expect(lastAsked(daemon)).toEqual({
    name: 'proposal/refuse',
    params: { session: 1, proposals: [3], note: 'not now' },
  });
  await person.sees('No proposal is left');
  person.press('q');
  // The refusal is news for it.
  await person.sees('queued rework: cap 1/1');
});

test('a proposal is accepted as the person has written it', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon);
  await person.sees('proposals 3');
  person.press('P');
  await person.sees('because');
  person.press('e');
  await person.sees('Proposal 1 of #1');
  person.press(', rewritten\x13');
  await person.sees('proposal 1 of #1 is #6, as you wrote it');
  expect(daemon.world.sessions[6]?.task).toMatchObject({ title: 'one, rewritten', parent: 1 });
});

test('queued tasks are moved, raised and written anew by key; half-written ones are kept', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon);
  await person.sees('task-4');
  person.press('4');
  await person.sees('▸ · 4'.replace('· ', '·   '));
  person.press('K');
  await person.sees('#4 starts before #3');
  person.press('K');
  await person.sees('#4 starts before #2');
  expect(order(daemon)).toEqual([1, 4, 2, 3]);
  person.press('J');
  await person.sees('#4 starts after #2');
  person.press('-');
  await person.sees('#4 has priority -1');
  expect(order(daemon)).toEqual([1, 2, 3, 4]);
  person.press('E');
  await person.sees('Task #4, written anew');
  person.press(' changed\t\t');
  person.press(' nowhere/**');
  await person.sees('no file here matches nowhere/**');
  person.press('\x1b[27u');
  await person.seesNo('written anew');
  person.press('E');
  await person.sees('task-4 changed');
  person.press('\x13');
  await person.sees('#4 task-4 changed is written anew');
  expect(daemon.world.sessions[4]?.task).toMatchObject({ title: 'task-4 changed', priority: -1 });
  person.press('5');
  await person.sees('task-5');
  person.press('E');
  await person.sees('#5 is working, not queued');
});
