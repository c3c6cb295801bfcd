import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allLines, numbered, printed } from '../ui/scrollback/printed.ts';

test('lines keep their numbers when older ones are dropped, however the output is cut', () => {
  const text = numbered(0, 400);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 12 }), (cuts) => {
      const history = printed('', { lines: 100 });
      const bytes = Buffer.from(text.replaceAll('\n', '\r\n'));
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        history.feed(bytes.subarray(at, at + cut));
        at += cut;
      }
      expect(history.end).toBe(400);
      expect(history.first).toBe(400 - 104);
      expect(history.text(350)).toBe('line 350');
      expect(history.full).toBe(true);
      history.dispose();
    }),
    { numRuns: 30 },
  );
});

test('that older lines were dropped is known on another size too, until the program erases its history', () => {
  const history = printed(numbered(0, 400), { lines: 100 });
  for (const [columns, rows] of [
    [20, 12],
    [8, 12],
    [60, 5],
  ] as const) {
    history.resize(columns, rows);
    expect(history.full).toBe(true);
  }
  history.feed(Buffer.from('\x1b[H\x1b[2J\x1b[3J$ ls\r\n'));
  expect(history.full).toBe(false);
  history.dispose();
});

test('the rows of an alternate screen come last and leave nothing behind', () => {
  const history = printed(`${numbered(0, 8)}$ vim`);
  const { end } = history;
  history.feed(Buffer.from('\x1b[?1049h\x1b[Hfirst row\r\nsecond row'));
  expect(history.alternate).toBe(true);
  expect(history.text(end - 1)).toBe('$ vim');
  expect(history.text(end)).toBe('first row');
  expect(history.end).toBe(end + 5);
  history.feed(Buffer.from('\x1b[?1049l'));
  expect(history.end).toBe(end);
});

test('lines dropped behind an alternate screen are noticed', () => {
  const history = printed(numbered(0, 60), { lines: 50 });
  history.feed(Buffer.from('\x1b[?1049hfull screen'));
  history.feed(Buffer.from(`\x1b[?1049l${numbered(60, 90).replaceAll('\n', '\r\n')}`));
  expect(history.text(history.end - 1)).toBe('line 89');
  expect(history.end).toBe(90);
});

test('another width leaves the newest line its number and old lines as they were printed', () => {
  const history = printed(`${numbered(0, 3000)}${'x'.repeat(30)}\n$`, { lines: 5000 });
  expect(history.end).toBe(3003);
  history.resize(40, 3);
  expect(history.end).toBe(3003);
  expect(history.text(3002)).toBe('$');
  expect(history.text(3001)).toBe('x'.repeat(30));
  // The long text takes one line less: all numbers before it are one higher.
  expect(history.first).toBe(1);
  const kept = allLines(history).slice(0, 3000);
  expect(kept).toEqual(Array.from({ length: 3000 }, (_, number) => `line ${number}`));
  history.feed(Buffer.from('\r\nmore'));
  expect(history.text(3003)).toBe('more');
});

test('a text that is folded goes on in the next line, wide characters and all', () => {
  const history = printed('abcd界界界界e', { columns: 7 });
  expect(history.continues(0)).toBe(true);
  expect([history.text(0), history.text(1)]).toEqual(['abcd界', '界界界e']);
  expect(history.width(0)).toBe(6);
});
