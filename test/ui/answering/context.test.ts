import { afterEach, expect, test } from 'vitest';
import type { Message, Session } from '../../../src/core/model/session.ts';
import { takeInput } from '../../../src/ui/actions/take-input.ts';
import type { DashboardState } from '../../../src/ui/state/store.ts';
import { asks, madeUp, noon, runs, sittingAt, worldOf } from '../made-up-world.ts';
import { sitDown } from '../person.ts';
import { openSmallDaemon } from '../small-daemon.ts';
import { dashboardWith } from '../still-dashboard.ts';
import { type WholeScreen, drawScreen } from '../whole-screen.tsx';

const open: WholeScreen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

const small = { columns: 80, rows: 24 };
const wide = { columns: 200, rows: 50 };
const minute = 60_000;

const context = {
  files: [
    { path: 'src/search.ts', added: 40, removed: 3 },
    { path: 'logo.png', added: null, removed: 0 },
  ],
  more: 7,
  screen: Array.from({ length: 12 }, (_, row) => `screen row ${row} \u001b[31m日本語`),
};
const asker = madeUp(2, 'asking', {
  title: 'search',
  run: runs('resting'),
  lastWords: 'I found two ways to do it.\nThe second is slower.',
  progress: 'reading the index',
  change: { files: 9, added: 40, removed: 3 },
  questions: [asks(1, 'Debounce on keypress or on idle?', { options: ['keypress', 'idle'], default: 'idle' })],
});

function draw(sessions: readonly Session[], state: Partial<DashboardState> = {}) {
  const screen = drawScreen(
    {
      world: worldOf(sessions),
      size: small,
      views: [sittingAt(2, 1)],
      contexts: { 2: { ...context, at: noon } },
      ...state,
    },
    { LANG: 'C.UTF-8', NO_COLOR: '1' },
  );
  open.push(screen);
  return screen;
}

test('on a wide screen all that is needed stands under the question', async () => {
  const rows = (await draw([asker], { size: wide }).rows()).map((row) => row.slice(142));
  const text = rows.join('\n');
  for (const words of [
    '#2 search  asking · waits 3m · claude',
    '? Debounce on keypress or on idle?',
    '1. keypress',
    '2. idle  (recommended)',
    'goal: Do what search asks for.',
    'it says: I found two ways to do it.',
    'The second is slower.',
    'progress: reading the index',
    'touched: 9 files',
    'src/search.ts +40 −3',
    'logo.png not counted',
    '… 7 more',
    'the end of its screen:',
    '│ screen row 11 日本語',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('out of sight');
  expect(text.indexOf('(recommended)')).toBeLessThan(text.indexOf('goal:'));
});

test('at 80x24 question and answers are in sight, and a page away all that stands beside it', async () => {
  const others = madeUp(3, 'asking', { title: 'cache', questions: [asks(1, 'Which cache?', { askedAt: noon })] });
  const world = worldOf([asker, others]);
  const { dashboard } = dashboardWith({
    world,
    size: small,
    views: [sittingAt(2, 1)],
    contexts: { 2: { ...context, at: noon } },
  });
  const seen = new Set<string>();
  for (let page = 0; page < 6; page++) {
    const { views } = dashboard.store.getState();
    const text = (await draw([asker, others], { views }).rows()).join('\n');
    expect(text).toContain('#2 search');
    expect(text).toContain('Debounce on keypress');
    expect(text).toContain('1. keypress');
    expect(text).toContain('#3 cache');
    for (const [line] of text.matchAll(/goal:|it says:|touched:|src\/search\.ts|screen row \d+/g)) seen.add(line);
    takeInput(dashboard, { kind: 'key', name: 'pagedown', raw: Buffer.from('') });
  }
  expect(seen.size).toBe(4 + context.screen.length);
});

test('what is typed stays in sight with its cursor, whatever stands beside it', async () => {
  const text = 'a long answer '.repeat(12).trim();
  const drafts = { answers: { '2:1': { text, options: [] } }, tasks: {}, notes: {}, comments: {}, sentences: {} };
  const views = [{ ...sittingAt(2, 1), typing: text.length }];
  const rows = await draw([asker], { drafts, views }).rows();
  expect(rows.join('\n')).toContain('> a long answer a long answer');
  expect(rows.join('\n')).toContain('2. idle  (recommended)');
});

test('an agent whose words are the question says it once', async () => {
  const prose = 'Should I keep the old endpoint?';
  const once = { ...asker, progress: null, lastWords: prose, questions: [asks(1, prose)] };
  const text = (await draw([once], { size: wide }).rows()).join('\n');
  expect(text).not.toContain('it says:');
});

const answered = (number: number, sent: boolean) => ({
  ...asks(number, `q${number}?`),
  sent,
  answer: { text: 'so', at: noon },
});
const message = (number: number, parts: Partial<Message> = {}): Message => ({
  number,
  kind: 'answers',
  text: 't',
  at: noon,
  round: 1,
  questions: [1],
  sending: null,
  unconfirmed: false,
  delivered: null,
  ...parts,
});

test('what has become of answers stands below the questions', async () => {
  const by = { by: 'adapter', request: 'request-1' } as const;
  const turn = runs('working', null, { takes: 'when resting' });
  const text = (
    await draw(
      [
        { ...asker, questions: [...asker.questions, answered(2, false)] },
        madeUp(3, 'working', { run: turn, questions: [answered(1, true)], messages: [message(1)] }),
        madeUp(4, 'working', {
          questions: [answered(1, true)],
          messages: [message(1, { delivered: { ...by, at: noon } })],
        }),
        madeUp(5, 'working', {
          questions: [answered(1, true)],
          messages: [message(1, { delivered: { ...by, at: noon - minute } })],
        }),
      ],
      { size: wide },
    ).rows()
  ).join('\n');
  expect(text).toContain('#2 recorded 2: goes with the last blocking one');
  expect(text).toContain('#3 answer to 1 held: its agent is in a turn');
  expect(text).toContain('#4 answer to 1 delivered');
  expect(text).not.toContain('#5 answer');
});

test('the daemon is asked for it, and a sitting keeps its order while it lasts', async () => {
  const first = madeUp(1, 'asking', {
    title: 'first',
    questions: [asks(1, 'one?', { askedAt: noon - 9 * minute }), asks(2, 'two?', { askedAt: noon })],
  });
  await using daemon = await openSmallDaemon(worldOf([asker, first]));
  daemon.contexts.set(1, { ...context, files: [{ path: 'of/first.ts', added: 1, removed: 1 }] });
  daemon.contexts.set(2, context);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('a answer 3');
  person.press('a');
  await person.sees('of/first.ts +1 −1');
  person.press('yes, one\r');
  // Its oldest question is younger now than the other session's: it stays where it is.
  const text = await person.sees('▸ ? two?');
  const pane = text
    .split('\n')
    .map((row) => row.slice(142))
    .join('\n');
  expect(pane.indexOf('#1 first')).toBeLessThan(pane.indexOf('#2 search'));
  await person.sees('#1 recorded 1: goes with the last blocking one');
  person.press('\x1b[27u');
  person.press('s');
  await person.sees('#1 answer to 1 held: it takes it by its inbox');
  expect(daemon.world.sessions[1]?.messages).toMatchObject([{ kind: 'answers', questions: [1] }]);
  person.press('s');
  await person.sees('no answer for #1 is recorded that was not sent');
  daemon.happen({
    type: 'question.asked',
    session: 2,
    request: 'request-22',
    questions: [{ text: 'later?', options: [], default: null, blocking: true }],
  });
  await person.sees('? later?');
  await person.sees('▸ ? two?');
});
