import { expect, test } from 'vitest';
import { asks, madeUp, noon, pictureOfLines, runs, worldOf } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { openSmallDaemon } from './small-daemon.ts';

const detach = '\x1d';
const news = [
  { at: noon - 3_000_000, what: 'asked: Which one?' },
  { at: noon - 2_000_000, what: 'gate red: check failed: test (exit status 1)' },
  { at: noon - 1_000_000, what: 'gate red: check failed: test (exit status 1)' },
];
const asking = madeUp(1, 'asking', {
  run: runs('resting'),
  questions: [asks(1, 'Which one?')],
  createdAt: noon - 9_000_000,
  history: news,
});

test('opening a session says what is new in it, and leaving it makes that old', async () => {
  await using daemon = await openSmallDaemon(worldOf([asking]));
  await using person = await sitDown(daemon);
  daemon.screen(1, pictureOfLines(['$ claude']));
  await person.sees('2 new · claude');
  person.press('\r');
  await person.sees('asked: Which one?; gate red: check failed: test (exit status 1) (2 times)');
  expect(daemon.asked.some(({ name }) => name === 'session/looked')).toBe(false);
  person.press(detach);
  const board = await person.sees('o log');
  expect(board).not.toContain('since you looked');
  await person.seesNo('2 new');
  expect(daemon.asked.filter(({ name }) => name === 'session/looked')).toMatchObject([{ params: { sessions: [1] } }]);
  expect(daemon.world.sessions[1]?.lookedAt).toBe(noon);
  // Nothing has happened since: nothing is written down.
  person.press('\r');
  await person.seesNo('o log');
  person.press(detach);
  await person.sees('o log');
  expect(daemon.asked.filter(({ name }) => name === 'session/looked')).toHaveLength(1);
});

test('what is new in one session by a key; seen is seen', async () => {
  const left = { present: true, since: noon, leftAt: noon - 4_000_000, notified: null };
  await using daemon = await openSmallDaemon({ ...worldOf([asking]), person: left });
  await using person = await sitDown(daemon);
  await person.sees('2 new');
  person.press('C');
  const text = await person.sees('Since you last looked, ');
  expect(text).toContain('gate red: check failed: test (exit status 1) (2 times)');
  person.press('q');
  await person.sees('2 new');
  person.press('c');
  await person.sees('Waits for you: 1');
  person.press('\r');
  await expect.poll(() => daemon.world.sessions[1]?.lookedAt).toBe(noon);
  await person.sees('c news');
  await person.seesNo('2 new');
});
