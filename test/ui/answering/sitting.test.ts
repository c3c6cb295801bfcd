import { expect, test } from 'vitest';
import type { World } from '../../../src/core/model/world.ts';
import { asks, madeUp, runs, worldOf } from '../made-up-world.ts';
import { sitDown } from '../person.ts';
import { dashboardWith } from '../still-dashboard.ts';
import { type SmallDaemon, openSmallDaemon } from '../small-daemon.ts';

const permission = asks(1, 'use Bash: npm test', {
  about: 'permission',
  dialog: 'tool-1',
  detail: 'npm test',
  options: ['Allow', 'Deny'],
});

/** A world in which one agent has these questions open in its terminal. */
function asking(...questions: ReturnType<typeof asks>[]): World {
  return worldOf([madeUp(1, 'asking', { title: 'search', run: runs('working'), questions })]);
}

function answersOf(daemon: SmallDaemon): (string | null)[] {
  return (daemon.world.sessions[1]?.questions ?? []).map(({ answer }) => answer?.text ?? null);
}

/** What was asked of the daemon, but for that the person sits down. */
function askedOf(daemon: SmallDaemon): string[] {
  return daemon.asked.map(({ name }) => name).filter((name) => name !== 'sitting/begin');
}

test('a permission is given by its number and enter', async () => {
  await using daemon = await openSmallDaemon(asking(permission));
  await using person = await sitDown(daemon);
  const board = await person.sees('a answer 1');
  expect(board).toContain('! wants to: use Bash: npm test');
  expect(board).toContain('questions 1 (1 to allow)');
  person.press('a');
  await person.sees('! permission: use Bash: npm test');
  await person.sees('│ npm test');
  person.press('\r');
  await person.sees('pick an option by its digit, or type an answer');
  person.press('y');
  await person.sees('what the agent may do is yours to say');
  person.press('3');
  await person.sees('there is no option 3: there are 2');
  expect(answersOf(daemon)).toEqual([null]);
  person.press('1');
  await person.sees('▸ 1. Allow');
  person.press('\r');
  await person.sees('no question is open any more');
  expect(answersOf(daemon)).toEqual(['Allow']);
  // The dialog is answered in place: nothing goes to the agent as a message.
  expect(askedOf(daemon)).toEqual(['question/answer']);
});

test('a typed answer to a permission is a refusal with its reason', async () => {
  await using daemon = await openSmallDaemon(asking(permission));
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('a');
  await person.sees('a typed answer means: no, and why');
  person.press('i');
  await person.sees('stop typing');
  person.press('use pnpm\r');
  await person.sees('no question is open any more');
  expect(answersOf(daemon)).toEqual(['use pnpm']);
});

test('what is typed where only options count is refused in place', async () => {
  const only = asks(1, 'Trust this folder?', { about: 'menu', dialog: 'm', options: ['Yes', 'No'], freeText: false });
  await using daemon = await openSmallDaemon(asking(only));
  await using person = await sitDown(daemon);
  await person.sees('? in its terminal: Trust this folder?');
  person.press('a');
  await person.sees('z opens its terminal');
  person.press('\x1b[200~yes please\x1b[201~');
  const text = await person.sees('this takes its options only, no other text: a digit picks one');
  expect(text).not.toContain('yes please');
  person.press('\x1b[27u');
  await person.sees('a answer 1');
  person.press('a');
  await person.sees('1. Yes');
  person.press('2\r');
  await person.sees('no question is open any more');
  expect(answersOf(daemon)).toEqual(['No']);
});

test('whoever types where only options count answers nothing by it', async () => {
  const only = asks(1, 'Trust this folder?', { about: 'menu', dialog: 'm', options: ['Yes', 'No'], freeText: false });
  const { dashboard, type, pass } = dashboardWith({ world: asking(only) });
  type('a');
  pass(400);
  type('iyes2');
  expect(dashboard.store.getState().message?.text).toMatch(/^this takes its options only/);
  expect(dashboard.store.getState().drafts.answers).toEqual({});
  pass(400);
  type('2');
  expect(dashboard.store.getState().drafts.answers['1:1']).toMatchObject({ options: [1] });
});

test('several options are switched by their digits, shown, and recorded joined', async () => {
  const several = asks(1, 'Which ones?', {
    dialog: 'd',
    options: ['alpha', 'beta', 'gamma'],
    multiple: true,
    freeText: false,
  });
  const next = asks(2, 'And which database?', { dialog: 'd', options: ['SQLite', 'Postgres'] });
  await using daemon = await openSmallDaemon(asking(several, next));
  await using person = await sitDown(daemon);
  await person.sees('a answer 2');
  person.press('a');
  await person.sees('1 of 2 in one dialog');
  await person.sees('? 2 of 2: And which database?');
  person.press('321');
  await person.sees('chosen: alpha, beta, gamma');
  person.press('2');
  await person.sees('chosen: alpha, gamma');
  await person.sees('[ ] 2. beta');
  person.press('\r');
  await person.sees('2 of 2 in one dialog');
  person.press('2\r');
  await person.sees('no question is open any more');
  expect(answersOf(daemon)).toEqual(['alpha, gamma', 'Postgres']);
});

test('what only a terminal can answer is opened there, and the sitting is gone back to', async () => {
  const menu = asks(1, 'It waits for somebody', { about: 'menu', dialog: 'm', options: [], freeText: false });
  await using daemon = await openSmallDaemon(asking(menu, asks(2, 'And?')));
  await using person = await sitDown(daemon);
  await person.sees('a answer 2');
  person.press('a');
  await person.sees('Only its terminal can answer this: z opens it here.');
  person.press('1');
  await person.sees(' only its terminal can answer this');
  person.press('z');
  await person.sees('ctrl-] back');
  expect(askedOf(daemon)).toEqual(['screen/zoom']);
  person.press('\x1d');
  await person.sees('Answers · 2 open');
  person.press('z');
  await person.sees('ctrl-] back');
  daemon.happen({ type: 'dialog.closed', session: 1, dialog: 'm', by: 'terminal', rule: 'hook' });
  person.press('\x1d');
  await person.sees('Answers · 1 open');
  expect(answersOf(daemon)).toEqual([null, null]);
});

test('a message that may have arrived is shown, with the two answers', async () => {
  const doubt = asks(1, 'This was sent to the agent, and nobody can tell whether it arrived', {
    about: 'delivery',
    detail: 'check test is red:\n  3 tests fail',
    options: ['it has arrived', 'send it again'],
    freeText: false,
    request: 'message-1',
  });
  await using daemon = await openSmallDaemon(asking(doubt));
  await using person = await sitDown(daemon);
  await person.sees('? did this arrive? check test is red: 3 tests fail');
  person.press('a');
  await person.sees('│   3 tests fail');
  person.press('y');
  await person.sees('this is yours to say: pick an option by its digit');
  person.press('2\r');
  await person.sees('no question is open any more');
  // Nothing is left to be sent: it was no answer to a question of the agent.
  person.press('a');
  await person.sees('no questions are open');
  expect(answersOf(daemon)).toEqual(['send it again']);
});

test('a half-typed answer stays in sight when its question is answered in the terminal', async () => {
  const question = asks(1, 'Which database?', { dialog: 'd' });
  await using daemon = await openSmallDaemon(asking(question));
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('a');
  await person.sees('stop typing');
  person.press('the one we had');
  await person.sees('> the one we had');
  daemon.happen({ type: 'dialog.closed', session: 1, dialog: 'd', by: 'terminal', rule: 'hook' });
  await person.sees('#1: answered in its terminal; what you had typed was not sent');
  await person.sees('Half-typed, not sent');
  await person.sees('> #1: the one we had');
  // No key is taken for a moment.
  await expect
    .poll(() => (person.press('c'), person.copied.at(-1)), { interval: 500, timeout: 20_000 })
    .toBe('the one we had');
  person.press('\x1b[27u');
  await person.sees('a answer: half-typed');
  person.press('a');
  await person.sees('> #1: the one we had');
  person.press('x');
  await person.sees('No question is open.');
  person.press('q');
  await person.seesNo('No question is open.');
  person.press('a');
  await person.sees('no questions are open');
});

test('a permission that has just come takes no key that was on its way to another question', async () => {
  const first = asks(1, 'Which way?', { options: ['left', 'right'] });
  // Asked in the future is asked just now, however slow this machine is.
  const justCome = { ...permission, number: 2, askedAt: Date.now() + 3_600_000 };
  await using daemon = await openSmallDaemon(asking(first, justCome));
  await using person = await sitDown(daemon);
  await person.sees('a answer 2');
  person.press('a');
  await person.sees('▸ ? Which way?');
  person.press('1\r1\r');
  await person.sees('▸ ! permission');
  await expect
    .poll(() => (person.press('2\r'), answersOf(daemon)), { interval: 500, timeout: 20_000 })
    .toEqual(['left', 'Deny']);
});
