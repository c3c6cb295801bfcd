import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { openLog } from '../../../src/runner/log/log-reader.ts';
import { OutputLog } from '../../../src/runner/log/output-log.ts';
import type { LogLimits } from '../../../src/runner/log/output-log.ts';
import { replayLog } from '../../../src/runner/log/replay-log.ts';
import { segmentPath } from '../../../src/runner/log/segments.ts';
import type { Resized } from '../../../src/runner/protocol/holder-messages.ts';

let runDir = '';
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'sb-log-'));
});
afterEach(() => rmSync(runDir, { recursive: true, force: true }));

function bytesOf(from: number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_value, index) => (from + index) % 251));
}

/** A log whose byte at each offset is known, and what its listener was told. */
function openTestLog(limits: Partial<LogLimits> = {}) {
  const told: string[] = [];
  let end = 0;
  const log = new OutputLog(
    { runDir, columns: 80, rows: 24, limits: { segmentBytes: 10, keptBytes: 30, ceilingBytes: 1000, ...limits } },
    {
      appended: (offset, bytes) => {
        expect(offset).toBe(end);
        end += bytes.length;
      },
      stalled: (stalled) => told.push(stalled ? 'stalled' : 'goes on'),
    },
  );
  return { log, told, grow: (length: number) => log.append(bytesOf(log.end, length)) };
}

function logFiles(): string[] {
  return readdirSync(runDir)
    .filter((name) => name.startsWith('output.'))
    .toSorted();
}

test('a run without any output has an empty log, and so has a folder without a run', () => {
  openTestLog();
  expect(openLog(runDir)).toMatchObject({ start: 0, end: 0, sizes: [{ offset: 0, columns: 80, rows: 24 }] });
  expect(openLog(runDir).read(0, 100)).toEqual(Buffer.alloc(0));
  const none = openLog(join(runDir, 'none'));
  expect(none).toMatchObject({ start: 0, end: 0, sizes: [] });
  expect(none.read(0, 100)).toEqual(Buffer.alloc(0));
});

test('files are cut at their length, also in the middle of what is appended', () => {
  const { log, grow } = openTestLog();
  grow(25);
  grow(5);
  expect(logFiles()).toEqual([
    'output.0000000000000000.log',
    'output.0000000000000010.log',
    'output.0000000000000020.log',
  ]);
  grow(1);
  expect(logFiles()).toHaveLength(4);
  expect(log.read(0, 100)).toEqual(bytesOf(0, 31));
  expect(openLog(runDir).read(8, 14)).toEqual(bytesOf(8, 14));
});

test('only what lies before the checkpoint is let go, and only above what is kept', () => {
  const { log, grow } = openTestLog();
  grow(95);
  expect([log.start, log.end]).toEqual([0, 95]);
  // The file from 10 to 20 does not end before it.
  log.checkpoint(19);
  expect(log.start).toBe(10);
  log.checkpoint(20);
  expect(log.start).toBe(20);
  // An older checkpoint takes nothing back, and one behind the end does not count for what comes later.
  log.checkpoint(3);
  log.checkpoint(1_000_000);
  expect(log.start).toBe(70);
  expect(logFiles()).toEqual([
    'output.0000000000000070.log',
    'output.0000000000000080.log',
    'output.0000000000000090.log',
  ]);
  grow(45);
  expect(log.start).toBe(90);
  grow(200);
  expect(log.start).toBe(90);
  const read = openLog(runDir);
  expect([read.start, read.end]).toEqual([90, 340]);
  expect(read.read(90, 1000)).toEqual(bytesOf(90, 250));
  expect(read.read(89, 10)).toEqual(Buffer.alloc(0));
  expect(read.read(340, 10)).toEqual(Buffer.alloc(0));
});

test('a program waits when too much is safe with no client, and goes on after a checkpoint', () => {
  const { log, told, grow } = openTestLog({ ceilingBytes: 100 });
  grow(100);
  expect(told).toEqual([]);
  grow(1);
  expect(told).toEqual(['stalled']);
  // What was on its way is taken all the same.
  grow(50);
  expect(log.end).toBe(151);
  log.checkpoint(50);
  expect(told).toEqual(['stalled']);
  log.checkpoint(51);
  expect(told).toEqual(['stalled', 'goes on']);
  grow(100);
  expect(told).toEqual(['stalled', 'goes on', 'stalled']);
  expect(openLog(runDir).read(log.start, 1000)).toEqual(bytesOf(log.start, 251 - log.start));
});

test('a file that is let go between opening and reading is not there, and a replay goes on behind it', () => {
  const { log, grow } = openTestLog();
  grow(95);
  const before = openLog(runDir);
  log.checkpoint(60);
  expect(log.start).toBe(60);
  expect([before.start, before.end]).toEqual([0, 95]);
  expect(before.read(0, 100)).toEqual(Buffer.alloc(0));
  expect(before.read(60, 100)).toEqual(bytesOf(60, 35));
  const seen: [number, Buffer][] = [];
  expect(replayLog({ runDir, from: 5, onOutput: (offset, bytes) => seen.push([offset, Buffer.from(bytes)]) })).toBe(95);
  expect(seen).toEqual([[60, bytesOf(60, 35)]]);
});

test('a replay during which files are let go goes on behind them', () => {
  const { log, grow } = openTestLog({ segmentBytes: 100_000, keptBytes: 150_000, ceilingBytes: 10 ** 9 });
  grow(500_000);
  const seen: { offset: number; length: number }[] = [];
  const end = replayLog({
    runDir,
    from: 0,
    onOutput: (offset, bytes) => {
      expect(bytes.equals(bytesOf(offset, bytes.length))).toBe(true);
      seen.push({ offset, length: bytes.length });
      log.checkpoint(400_000);
    },
  });
  expect(end).toBe(500_000);
  expect(seen.map(({ offset }) => offset).slice(0, 2)).toEqual([0, log.start]);
});

test('after a power cut, the log is what follows the gap', () => {
  const { grow } = openTestLog();
  grow(45);
  truncateSync(segmentPath(runDir, 10), 3);
  expect(openLog(runDir)).toMatchObject({ start: 20, end: 45 });
  expect(openLog(runDir).read(20, 100)).toEqual(bytesOf(20, 25));
  unlinkSync(segmentPath(runDir, 30));
  expect(openLog(runDir)).toMatchObject({ start: 40, end: 45 });
});

test('other files in the folder are not the log, and half a line is no size', () => {
  const { log, grow } = openTestLog();
  grow(5);
  log.resized(100, 30);
  writeFileSync(join(runDir, 'output.log'), 'x');
  writeFileSync(join(runDir, 'output.12.log'), 'x');
  mkdirSync(join(runDir, 'output.d'));
  writeFileSync(join(runDir, 'sizes.jsonl'), '{"offset":9,"colu', { flag: 'a' });
  expect(openLog(runDir)).toMatchObject({ start: 0, end: 5 });
  expect(openLog(runDir).sizes).toEqual([
    { offset: 0, columns: 80, rows: 24 },
    { offset: 5, columns: 100, rows: 30 },
  ]);
});

test('a size that is no change is not kept', () => {
  const { log, grow } = openTestLog();
  expect(log.resized(80, 24)).toBe(false);
  grow(3);
  expect(log.resized(81, 24)).toBe(true);
  expect(log.resized(81, 24)).toBe(false);
  expect(openLog(runDir).sizes).toEqual(log.sizes);
  expect(log.sizes).toHaveLength(2);
});

const step = fc.oneof(
  fc.record({ grow: fc.integer({ min: 1, max: 45 }) }),
  fc.record({ columns: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ checkpoint: fc.integer({ min: 0, max: 400 }) }),
);

test('whatever happens: all from the start on is there, sizes come at their place, nothing unsafe is let go', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(400), (steps, from) => {
      rmSync(runDir, { recursive: true });
      mkdirSync(runDir);
      const { log, grow } = openTestLog({ ceilingBytes: 10 ** 9 });
      let safe = 0;
      let columns = 80;
      const sizes: Resized[] = [{ offset: 0, columns, rows: 24 }];
      for (const one of steps) {
        if ('grow' in one) grow(one.grow);
        else if ('columns' in one) {
          log.resized(one.columns, 24);
          if (one.columns !== columns) sizes.push({ offset: log.end, columns: one.columns, rows: 24 });
          columns = one.columns;
        } else {
          log.checkpoint(one.checkpoint);
          safe = Math.max(safe, Math.min(one.checkpoint, log.end));
        }
      }
      expect(log.start).toBeLessThanOrEqual(safe);
      const read = openLog(runDir);
      expect([read.start, read.end, read.sizes]).toEqual([log.start, log.end, sizes]);
      expect(read.read(log.start, 10_000).equals(bytesOf(log.start, log.end - log.start))).toBe(true);
      const begin = Math.max(from, log.start);
      const told: Resized[] = [];
      let at = begin;
      replayLog({
        runDir,
        from,
        onOutput: (offset, bytes) => {
          expect(offset).toBe(at);
          expect(bytes.equals(bytesOf(offset, bytes.length))).toBe(true);
          at += bytes.length;
        },
        onResized: (size) => {
          expect(size.offset).toBe(at);
          told.push(size);
        },
      });
      if (begin > log.end) return;
      const inForce = sizes.findLast(({ offset }) => offset <= begin);
      expect(told).toEqual([{ ...inForce, offset: begin }, ...sizes.filter(({ offset }) => offset > begin)]);
    }),
    { numRuns: 200 },
  );
});
