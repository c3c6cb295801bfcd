import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SessionLog, type SessionLogOptions } from '../../../src/ui/scrollback/session-log.ts';
import { FakeClock } from '../../tty/fake-clock.ts';
import { type ServedLog, logPart } from '../served-log.ts';
import { numbered } from './printed.ts';

const size = { columns: 40, rows: 10 };

/** A log that is served from bytes; what is in `served` may be replaced at any time. */
function openLog(bytes: string, options: Partial<SessionLogOptions> & Partial<ServedLog> = {}) {
  const served: { log: ServedLog } = {
    log: { start: options.start ?? 0, bytes: Buffer.from(bytes), sizes: options.sizes ?? [{ offset: 0, ...size }] },
  };
  const failures: unknown[] = [];
  const clock = new FakeClock();
  const asked: (number | null)[] = [];
  const log = new SessionLog({
    ask: async (from, limit) => {
      asked.push(from);
      const part = logPart(served.log, { from, limit });
      return { ...part, bytes: Buffer.from(part.bytes, 'base64') };
    },
    onChange: () => undefined,
    attempt: (work) => void work().catch((thrown: unknown) => failures.push(thrown)),
    alternate: () => false,
    clock,
    windows: [500, 2000, Infinity],
    slice: 64,
    ...options,
  });
  const append = (text: string): void => {
    served.log = { ...served.log, bytes: Buffer.concat([served.log.bytes, Buffer.from(text)]) };
  };
  return { log, served, append, clock, asked, failures };
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

test('the end is shown first, and lines keep their numbers while more is loaded before them', async () => {
  const { log, failures } = openLog(crlf(numbered(0, 1000)));
  await log.settled();
  const end = log.lines?.end ?? 0;
  const lines = () => Array.from({ length: 60 }, (_, back) => log.lines?.text(end - 1 - back));
  const before = lines();
  expect(before[0]).toBe('line 999');
  expect(log.aboveFirst).toBe('more');
  expect(log.more()).toBe(true);
  expect(log.more()).toBe(false);
  await log.settled();
  expect(lines()).toEqual(before);
  expect(log.aboveFirst).toBe('nothing');
  expect(log.lines?.text(log.lines.first)).toBe('line 0');
  expect(failures).toEqual([]);
});

test('however the log is cut into slices and windows, it shows the same lines', async () => {
  const text = crlf(`${numbered(0, 40)}\x1b[31mred 界\x1b[0m\n${numbered(40, 80)}${'wide 界 '.repeat(30)}\n$ `);
  const shown = async (slice: number, windows: number[]): Promise<string[]> => {
    const { log } = openLog(text, { slice, windows });
    await log.settled();
    while (log.more()) await log.settled();
    const { lines } = log;
    const all =
      lines === null ? [] : Array.from({ length: lines.end - lines.first }, (_, at) => lines.text(lines.first + at));
    log.close();
    return all;
  };
  const expected = await shown(100_000, [100_000]);
  expect(expected.length).toBeGreaterThan(80);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 700 }),
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 3 }),
      async (slice, windows) => {
        expect(await shown(slice, [...windows, Infinity])).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

test('what is printed meanwhile is added, also while an earlier part is being loaded', async () => {
  const { log, append, clock, asked } = openLog(crlf(numbered(0, 1000)));
  await log.settled();
  const { lines } = log;
  const line = lines === null ? 0 : lines.end - 20;
  const read = lines?.text(line);
  log.more();
  append(crlf(numbered(1000, 1010)));
  log.grown();
  await log.settled();
  clock.pass(250);
  await expect.poll(() => log.lines?.text(log.lines.end - 1)).toBe('line 1009');
  expect(log.lines?.text(line)).toBe(read);
  // At most four times a second, however often the screen changes.
  const before = asked.length;
  for (let times = 0; times < 50; times++) log.grown();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked.length - before).toBeLessThanOrEqual(1);
});

test('the sizes of the terminal are followed', async () => {
  const wide = 'x'.repeat(70);
  const first = crlf(`${wide}\n`);
  const { log } = openLog(`${first}${crlf(`${wide}\n`)}`, {
    windows: [10_000],
    sizes: [
      { offset: 0, ...size },
      { offset: first.length, columns: 80, rows: 10 },
    ],
  });
  await log.settled();
  expect(log.lines?.text(log.lines.end - 1)).toBe(wide);
  expect(log.lines?.continues(log.lines.end - 1)).toBe(false);
});

test('it says what is above the first line', async () => {
  const kept = openLog(crlf(numbered(0, 1000)), { lines: 50 });
  await kept.log.settled();
  expect(kept.log.aboveFirst).toBe('full');
  expect(kept.log.more()).toBe(false);
  const rotated = openLog(crlf(numbered(0, 20)), { start: 5000 });
  await rotated.log.settled();
  expect(rotated.log.aboveFirst).toBe('rotated');
});

test("a log that has become shorter is another run's", async () => {
  const { log, served, clock } = openLog(crlf(numbered(0, 100)));
  await log.settled();
  const end = log.lines?.end ?? 0;
  served.log = { ...served.log, bytes: Buffer.from('a new run\r\n') };
  log.grown();
  clock.pass(250);
  await expect.poll(() => log.lines?.text(log.lines.end - 1)).toBe('a new run');
  expect(log.lines?.first).toBe(end);
});

test('a cut log of a program that has left the alternate screen begins where it left it', async () => {
  const text = `\x1b[?1049h${'\x1b[5;5Hdrawn on a full screen'.repeat(60)}\x1b[?1049l${crlf(numbered(0, 30))}`;
  const { log } = openLog(text, { windows: [600, 700] });
  await log.settled();
  const { lines } = log;
  expect(lines?.text(lines.first)).toBe('line 0');
});

test('a closed log asks no more', async () => {
  const { log, asked } = openLog(crlf(numbered(0, 1000)));
  await log.settled();
  log.more();
  log.close();
  const before = asked.length;
  log.grown();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked.length).toBeLessThanOrEqual(before + 1);
});
