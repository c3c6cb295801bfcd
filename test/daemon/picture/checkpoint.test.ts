import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findCheckpoint, keepCheckpoint } from '../../../src/daemon/picture/checkpoint.ts';
import { Checkpoints } from '../../../src/daemon/picture/checkpoints.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';

const folders: string[] = [];
function runFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-checkpoint-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('what is kept is found again, the newest only, and nothing else lies about', () => {
  const folder = runFolder();
  expect(findCheckpoint(folder)).toBeNull();
  keepCheckpoint(folder, { offset: 5, columns: 80, rows: 24, painted: Buffer.from('one\nand more') });
  const newest = { offset: 9, columns: 90, rows: 30, painted: Buffer.from([0, 0xff, 0x0a, 0x1b]) };
  keepCheckpoint(folder, newest);
  expect(findCheckpoint(folder)).toEqual(newest);
  expect(readdirSync(folder)).toEqual(['checkpoint']);
});

test('a file that was cut short, emptied or overwritten is no checkpoint', () => {
  const folder = runFolder();
  const path = join(folder, 'checkpoint');
  keepCheckpoint(folder, { offset: 5, columns: 80, rows: 24, painted: Buffer.from('a whole screen') });
  truncateSync(path, readFileSync(path).length - 1);
  expect(findCheckpoint(folder)).toBeNull();
  const wrong = [
    '{"offset":-1,"columns":80,"rows":24,"length":0}\n',
    '{"offset":1,"columns":9999,"rows":24,"length":0}\n',
  ];
  for (const text of ['', '\n', 'rubbish', ...wrong]) {
    writeFileSync(path, text);
    expect(findCheckpoint(folder)).toBeNull();
  }
});

/** A screen whose checkpoints are cut into a folder of its own. */
function cutting() {
  const folder = runFolder();
  const screen = new HeadlessScreen({ columns: 40, rows: 5 });
  const kept: number[] = [];
  const failed: unknown[] = [];
  const checkpoints = new Checkpoints({
    runDir: folder,
    screen,
    offset: 0,
    kept: (offset) => kept.push(offset),
    onFailed: (thrown) => failed.push(thrown),
  });
  let offset = 0;
  return {
    folder,
    kept,
    failed,
    checkpoints,
    show(text: string) {
      screen.feed(text);
      offset += Buffer.byteLength(text);
      checkpoints.advanced(offset);
      return offset;
    },
  };
}

test('a checkpoint follows the output after a while, and none is cut while nothing changes', () => {
  vi.useFakeTimers();
  const cut = cutting();
  const offset = cut.show('hello');
  expect(cut.kept).toEqual([]);
  vi.advanceTimersByTime(5000);
  expect(cut.kept).toEqual([offset]);
  const painted = findCheckpoint(cut.folder)?.painted ?? '';
  const again = new HeadlessScreen({ columns: 40, rows: 5 });
  again.feed(painted);
  expect(again.text()).toBe('hello');
  vi.advanceTimersByTime(60_000);
  cut.checkpoints.cut();
  expect(cut.kept).toEqual([offset]);
  expect(vi.getTimerCount()).toBe(0);
});

test('much output is not waited for, and no cut is made inside of a sequence', () => {
  vi.useFakeTimers();
  const cut = cutting();
  const first = cut.show('x'.repeat(3 * 1024 * 1024));
  expect(cut.kept).toEqual([first]);
  cut.show('\u001b[3');
  vi.advanceTimersByTime(5000);
  expect(cut.kept).toEqual([first]);
  const last = cut.show('1m');
  vi.advanceTimersByTime(5000);
  expect(cut.kept).toEqual([first, last]);
});

test('a disk that takes nothing costs the new checkpoint, not the old one and not the session', () => {
  vi.useFakeTimers();
  const cut = cutting();
  const first = cut.show('before');
  vi.advanceTimersByTime(5000);
  // The one file that is always full.
  symlinkSync('/dev/full', join(cut.folder, 'checkpoint.new'));
  cut.show(' and after');
  vi.advanceTimersByTime(5000);
  expect(cut.failed).toHaveLength(1);
  expect(findCheckpoint(cut.folder)?.offset).toBe(first);
  rmSync(join(cut.folder, 'checkpoint.new'));
  const last = cut.show(', again');
  vi.advanceTimersByTime(5000);
  expect(cut.kept).toEqual([first, last]);
});
