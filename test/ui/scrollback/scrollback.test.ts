import { expect, test } from 'vitest';
import { busyWorld, madeUp, pictureOfLines, worldOf } from '../made-up-world.ts';
import { sitDown } from '../person.ts';
import { type SmallDaemon, openSmallDaemon } from '../small-daemon.ts';
import { numbered } from './printed.ts';

const world = worldOf([madeUp(1, 'working', { title: 'playback', runs: 1 })]);
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

async function withLog(text: string): Promise<SmallDaemon> {
  const daemon = await openSmallDaemon(world);
  daemon.log = { start: 0, bytes: Buffer.from(crlf(text)), sizes: [{ offset: 0, columns: 100, rows: 30 }] };
  return daemon;
}

test('v shows the end of what was printed; motions, search and copying', async () => {
  await using daemon = await withLog(`${numbered(0, 500)}$ `);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('v');
  await person.sees('line 499');
  await person.sees('463-501 of 501');
  person.press('g');
  await person.sees('this is the beginning');
  person.press('/line 25\r');
  await person.sees('match 1 of 11');
  const found = await person.sees('line 25');
  expect(found).toContain('line 24');
  person.press('>');
  await person.sees('match 2 of 11');
  person.press('NN');
  await person.sees('match 11 of 11');
  // The selection begins at the match that is shown.
  person.press(' jj');
  await person.sees('3 lines selected');
  person.press('y');
  await person.sees('copied 3 lines');
  expect(person.copied).toEqual(['line 259\nline 260\nline 261']);
  person.press('/nowhere\r');
  await person.sees('"nowhere" is not found');
  person.press('q');
  await person.sees('enter open');
});

test('new output is added without moving what is read; at the end it is followed', async () => {
  await using daemon = await withLog(numbered(0, 200));
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('v');
  await person.sees('line 199');
  const print = (text: string): void => {
    daemon.log = { ...daemon.log, bytes: Buffer.concat([daemon.log.bytes, Buffer.from(crlf(text))]) };
    daemon.screen(1, pictureOfLines([text.slice(0, 20)]));
  };
  print(numbered(200, 210));
  await person.sees('line 209');
  person.press('kkk');
  await person.sees('169-207 of 210');
  print(numbered(210, 220));
  const text = await person.sees('169-207 of 220');
  expect(text).toContain('line 206\n');
  expect(text).not.toContain('line 207');
  person.press('jjjjjjjjjjjjjj');
  await person.sees('182-220 of 220');
  print(numbered(220, 230));
  await person.sees('192-230 of 230');
});

test('the mouse selects cells, words and lines, and copies when it is let go', async () => {
  await using daemon = await withLog('see src/app.ts now\nsecond line\n');
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('v');
  await person.sees('second line');
  person.press('\x1b[<0;5;1M\x1b[<32;6;2M\x1b[<0;6;2m');
  await person.sees('copied 2 lines');
  person.press('\x1b[<0;8;1M\x1b[<0;8;1m\x1b[<0;8;1M\x1b[<0;8;1m');
  await person.sees('copied 10 characters');
  person.press('\x1b[<0;8;1M\x1b[<0;8;1m');
  await person.sees('copied 18 characters');
  expect(person.copied).toEqual(['src/app.ts now\nsecond', 'src/app.ts', 'see src/app.ts now']);
});

test('too much for a clipboard is refused with a sentence', async () => {
  await using daemon = await withLog(`${'x'.repeat(90)}\n`.repeat(1000));
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('v');
  await person.sees('1,000');
  person.press(' g');
  await person.sees('1,000 lines selected');
  person.press('y');
  await person.sees('nothing is copied: 91 KB are selected, terminals take 74 KB');
  expect(person.copied).toEqual([]);
});

test('the wheel and shift-pageup read back from a plain terminal, and a full-screen program gets them itself', async () => {
  await using daemon = await withLog(numbered(0, 100));
  await using person = await sitDown(daemon, { session: 1 });
  await person.sees('ctrl-] back');
  const picture = pictureOfLines(['$ plain'], { columns: 120, rows: 39 });
  daemon.screen(1, picture);
  await person.sees('$ plain');
  person.press('\x1b[5;2~');
  await person.sees('line 99');
  person.press('q');
  await person.sees('$ plain');
  person.press('\x1b[<64;5;5M');
  await person.sees('line 99');
  person.press('q');
  await person.sees('$ plain');
  expect(daemon.asked.filter(({ name }) => name === 'screen/type')).toEqual([]);
  daemon.screen(1, { ...picture, changed: [[0, []]], modes: { ...picture.modes, alternateScreen: true } });
  await person.seesNo('$ plain');
  person.press('\x1b[5;2~');
  await expect.poll(() => daemon.asked.filter(({ name }) => name === 'screen/type').length).toBe(1);
});

test('a session that has printed nothing says so', async () => {
  await using daemon = await openSmallDaemon(busyWorld);
  await using person = await sitDown(daemon);
  await person.sees('playback');
  person.press('5v');
  await person.sees('#5 has printed nothing yet');
});

test.each([
  { columns: 200, rows: 50 },
  { columns: 80, rows: 24 },
])('one status line below the lines at %o', async (size) => {
  await using daemon = await withLog(`${numbered(0, 300)}${'wide '.repeat(30)}\n`);
  await using person = await sitDown(daemon, { size });
  await person.sees('playback');
  person.press('v');
  const text = await person.sees('of 302');
  const rows = text.split('\n');
  expect(rows.length).toBe(size.rows);
  expect(rows[size.rows - 1]).toMatch(/^ #1 .*? help {2}q back$/);
  expect(rows[0]).toBe(`line ${302 - (size.rows - 1)}`);
  // The session's terminal is 100 columns wide: the rest is to the right.
  person.press('l');
  await person.sees(`\ne ${'wide '.repeat(18)}`.slice(0, 60));
});
