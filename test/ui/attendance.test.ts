import { expect, test } from 'vitest';
import type { Event } from '../../src/core/model/events.ts';
import { asks, green, madeUp, noon, runs, worldOf } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { openSmallDaemon } from './small-daemon.ts';
import { drawScreen } from './whole-screen.tsx';

const judgementTask = (id: number, state: 'asking' | 'ready', parts: Parameters<typeof madeUp>[2] = {}) => {
  const session = madeUp(id, state, { run: runs('resting'), ...parts });
  return { ...session, task: { ...session.task, kind: 'judgement' as const } };
};
const world = worldOf([
  madeUp(1, 'working', { title: 'search', run: runs('working') }),
  judgementTask(7, 'asking', { title: 'rename', questions: [asks(1, 'Which name?')] }),
]);
const asked: Event = {
  type: 'question.asked',
  session: 1,
  request: 'request-9',
  questions: [{ text: 'how?', options: [], default: null, blocking: true }],
};
/** A call of now: the small daemon's clock stands still, and what is old is not rung for. */
const notice: Event = { type: 'person.notified', questions: [], reviews: [], text: 'waiting for you: 1 question (#1)' };

test('a dashboard says what the person is at, whether they look, and says it anew to the next daemon', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon);
  const last = () => expect.poll(() => daemon.attended.at(-1), { timeout: 20_000 });
  await person.sees('a answer 1');
  await last().toMatchObject({ doing: 'board', session: null, focused: true });
  person.press('a');
  await person.sees('Answers · 1 open');
  await last().toMatchObject({ doing: 'answers', session: 7 });
  person.press('\x1b[27u');
  person.press('\x1b[27u');
  await person.sees('a answer 1');
  person.press('\x1b[O?');
  await person.sees('write a new task');
  await last().toMatchObject({ doing: 'reading', session: null, focused: true });
  // Whoever types looks, whatever the terminal said before.
  expect(daemon.attended.some(({ focused }) => !focused)).toBe(true);
  const before = daemon.attended.length;
  await daemon.die();
  await daemon.revive();
  await expect.poll(() => daemon.attended.length, { timeout: 20_000 }).toBeGreaterThan(before);
  await last().toMatchObject({ doing: 'reading' });
});

test('a call is rung by the terminal in the wanted ways, once', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon, { notify: ['bell', 'osc9'] });
  await person.sees('a answer 1');
  daemon.happenAt(Date.now(), notice);
  daemon.happen(asked);
  await person.sees('a answer 2');
  expect(person.rung).toEqual(['bell', 'waiting for you: 1 question (#1)']);
});

test('what is old is not rung for, and nobody is rung for who does not want it', async () => {
  await using daemon = await openSmallDaemon(world);
  await using quiet = await sitDown(daemon, { notify: [] });
  await using loud = await sitDown(daemon, { notify: ['bell'] });
  await quiet.sees('a answer 1');
  await loud.sees('a answer 1');
  daemon.happen(notice, asked);
  await loud.sees('a answer 2');
  daemon.happenAt(Date.now(), notice);
  daemon.happen({ ...asked, request: 'request-10' });
  await loud.sees('a answer 3');
  await quiet.sees('a answer 3');
  expect(loud.rung).toEqual(['bell']);
  expect(quiet.rung).toEqual([]);
});

test('what came while a judgement task was in hand is said when it is left', async () => {
  await using daemon = await openSmallDaemon(world);
  await using person = await sitDown(daemon);
  await person.sees('judgement: rename');
  person.press('7\r');
  await person.sees('ctrl-] back');
  daemon.happenAt(Date.now() + 60_000, asked);
  person.press('\x1d');
  await person.sees('while you were in #7: 1 question (#1)');
  person.press('a');
  await person.seesNo('while you were in #7');
});

test('in a judgement task the header says so, and nothing of others interrupts', async () => {
  await using daemon = await openSmallDaemon({
    ...world,
    sessions: {
      ...world.sessions,
      1: madeUp(1, 'asking', { title: 'search', run: runs('working'), questions: [asks(1, 'how?', { dialog: 'd' })] }),
    },
  });
  await using person = await sitDown(daemon, { size: { columns: 200, rows: 50 } });
  await person.seesNo('in hand');
  person.press('a');
  // The pile of which one is under way comes first.
  await person.sees('judgement #7 in hand');
  const shown = await person.sees('? Which name?');
  expect(shown).toContain('#7 judgement: rename');
  daemon.happen({ type: 'dialog.closed', session: 1, dialog: 'd', by: 'terminal', rule: 'r' });
  const after = await person.seesNo('? how?');
  expect(after).not.toContain('answered in its terminal');
});

test('the two piles are told apart on the board, without colour and in plain letters', async () => {
  const busy = worldOf([
    madeUp(1, 'working', { title: 'search' }),
    madeUp(2, 'ready', { title: 'cache', verdict: green, readyAt: noon - 60_000 }),
    judgementTask(7, 'ready', { title: 'rename', run: null, verdict: green, readyAt: noon }),
    { ...madeUp(8, 'queued', { title: 'split' }), task: { ...judgementTask(8, 'asking').task, title: 'split' } },
    madeUp(9, 'queued', { title: 'docs' }),
  ]);
  for (const size of [
    { columns: 200, rows: 50 },
    { columns: 80, rows: 24 },
  ]) {
    const screen = drawScreen({ world: busy, size }, { LANG: 'C', NO_COLOR: '1' });
    const text = (await screen.rows()).join('\n');
    expect(text).toContain('7 judgement: rename');
    expect(text).toContain('judgement: split');
    expect(text).not.toContain('judgement: docs');
    if (size.columns === 200) {
      expect(text.indexOf('judgement: rename')).toBeLessThan(text.indexOf('1 search'));
      expect(text).toContain('next: judgement, one at a time');
    }
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    screen.close();
  }
});
