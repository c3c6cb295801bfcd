import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';

import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';

import { Fault } from '../../src/core/fault.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { CellGrid } from '../../src/tty/cells.ts';
import { openTerminal, type Terminal } from '../../src/tty/terminal.ts';
import { FakeClock } from './fake-clock.ts';

const plain = { fg: -1, bg: -1, attributes: 0 };
const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

class TerminalInput extends PassThrough {
  isTTY = true;
  isRaw = false;

  setRawMode(raw: boolean): void {
    this.isRaw = raw;
  }
}

/** A terminal's output that is shown on a headless screen and can be stopped. */
class TerminalOutput extends Writable {
  isTTY = true;
  fd: number;
  columns: number;
  rows: number;
  bytes = 0;
  /** Frames that begin with a look of their own: whole ones. */
  pictures = 0;
  stopped = false;
  #waiting: (() => void) | undefined;
  #screen: HeadlessScreen;

  constructor(fd: number, screen: HeadlessScreen) {
    super();
    this.fd = fd;
    this.#screen = screen;
    this.columns = screen.columns;
    this.rows = screen.rows;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    if (chunk.includes('\x1b[?7l\x1b[m')) this.pictures++;
    this.#screen.feed(chunk);
    if (this.stopped) this.#waiting = done;
    else done();
  }

  /** Shows what comes next on another screen, which has the size from now on. */
  showOn(screen: HeadlessScreen): void {
    this.#screen = screen;
    this.columns = screen.columns;
    this.rows = screen.rows;
  }

  go(): void {
    this.stopped = false;
    this.#waiting?.();
  }
}

interface Opened {
  readonly clock: FakeClock;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly screen: HeadlessScreen;
  readonly terminal: Terminal;
  /** What was written synchronously: the modes. */
  readonly modes: () => string;
}

function opened(): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'tty-'));
  const file = join(folder, 'modes');
  const fd = openSync(file, 'w');
  const clock = new FakeClock();
  const screen = new HeadlessScreen({ columns: 40, rows: 6 });
  const stdin = new TerminalInput();
  const stdout = new TerminalOutput(fd, screen);
  const terminal = openTerminal({ stdin, stdout, clock, env: { TERM: 'xterm-256color' } });
  ended.push(
    () => rmSync(folder, { recursive: true }),
    () => closeSync(fd),
    () => terminal.close(),
  );
  return { clock, stdin, stdout, screen, terminal, modes: () => readFileSync(file, 'utf8') };
}

function gridOf(...rows: string[]): CellGrid {
  const grid = new CellGrid(10, rows.length);
  rows.forEach((text, row) => grid.setRow(row, [{ text, width: text.length, ...plain }]));
  return grid;
}

test('chrome and tiles are shown together', () => {
  const { clock, screen, terminal } = opened();
  terminal.chrome.stdout.write('┌ title\n│');
  terminal.setTiles({
    tiles: [
      {
        id: '1',
        rect: { row: 1, column: 2, rows: 2, columns: 5 },
        grid: gridOf('first', 'second'),
        crop: { row: 0, column: 0 },
      },
    ],
  });
  clock.pass(100);
  expect(screen.text()).toBe('┌ title\n│ first\n  secon');
});

test('idle: no bytes and no timer', () => {
  const { clock, stdout, terminal } = opened();
  terminal.chrome.stdout.write('chrome');
  clock.pass(1000);
  const { bytes } = stdout;
  expect(bytes).toBeGreaterThan(0);
  clock.pass(60_000);
  expect(stdout.bytes).toBe(bytes);
  expect(clock.waiting).toBe(0);
  terminal.chrome.stdout.write('\rchrome');
  terminal.invalidate('content');
  clock.pass(60_000);
  expect(stdout.bytes).toBe(bytes);
});

test('a dialog of the chrome lies over the tiles', () => {
  const { clock, screen, terminal } = opened();
  terminal.chrome.stdout.write('aaaaaa\nbbbbbb');
  const rect = { row: 0, column: 0, rows: 2, columns: 6 };
  terminal.setTiles({
    tiles: [{ id: '1', rect, grid: gridOf('111111', '222222'), crop: { row: 0, column: 0 } }],
    above: [{ row: 1, column: 2, rows: 1, columns: 2 }],
  });
  clock.pass(100);
  expect(screen.text()).toBe('111111\n22bb22');
});

test('the cursor is the one asked for, else the one of the chrome', () => {
  const { clock, screen, terminal } = opened();
  terminal.chrome.stdout.write('\x1b[?25labc');
  clock.pass(100);
  expect(screen.cursor.visible).toBe(false);
  terminal.chrome.stdout.write('\x1b[?25h');
  clock.pass(100);
  expect(screen.cursor).toEqual({ row: 0, column: 3, visible: true });
  terminal.setTiles({ tiles: [], cursor: { row: 4, column: 20 } });
  clock.pass(100);
  expect(screen.cursor).toEqual({ row: 4, column: 20, visible: true });
});

test('what is typed comes as events', () => {
  const { stdin, terminal } = opened();
  const names: string[] = [];
  const end = terminal.onEvent((event) => names.push(event.kind === 'key' ? event.name : event.kind));
  stdin.write('y\r\x1b[I');
  stdin.write('\x1b[1;');
  stdin.write('5A');
  end();
  stdin.write('x');
  expect(names).toEqual(['text', 'enter', 'focus', 'ctrl-up']);
});

test('a resize reaches the chrome and repaints everything', () => {
  const { clock, stdout, terminal } = opened();
  const sizes: unknown[] = [];
  terminal.onResize((size) => sizes.push(size));
  terminal.chrome.stdout.on('resize', () => terminal.chrome.stdout.write('\x1b[2J\x1b[Hnew size'));
  terminal.chrome.stdout.write('old size');
  clock.pass(100);
  const bigger = new HeadlessScreen({ columns: 50, rows: 8 });
  bigger.feed('junk of the resize');
  stdout.showOn(bigger);
  stdout.emit('resize');
  clock.pass(100);
  expect(sizes).toEqual([{ columns: 50, rows: 8 }]);
  expect(bigger.text()).toBe('new size');
});

test('a storm of sizes costs few pictures, and the last size is shown', () => {
  const { clock, stdout, terminal } = opened();
  clock.pass(100);
  const sizes: { columns: number; rows: number }[] = [];
  terminal.onResize((size) => sizes.push(size));
  terminal.chrome.stdout.on('resize', () => {
    const { columns, rows } = terminal.chrome.stdout;
    terminal.chrome.stdout.write(`\x1b[2J\x1b[H${columns}x${rows}`);
  });
  const some = fc.sample(fc.record({ columns: fc.integer({ min: 0, max: 500 }), rows: fc.nat(200) }), {
    numRuns: 500,
    seed: 1,
  });
  const last = new HeadlessScreen({ columns: 61, rows: 17 });
  for (const [index, size] of [
    { columns: 1, rows: 1 },
    { columns: 0, rows: 0 },
    { columns: 500, rows: 200 },
    ...some,
  ].entries()) {
    if (index % 50 === 0) stdout.showOn(new HeadlessScreen({ columns: 500, rows: 200 }));
    stdout.columns = size.columns;
    stdout.rows = size.rows;
    stdout.emit('resize');
    clock.pass(2);
  }
  stdout.showOn(last);
  stdout.emit('resize');
  clock.pass(200);
  expect(sizes.at(-1)).toEqual({ columns: 61, rows: 17 });
  expect(last.text()).toBe('61x17');
  // About one for each 50 ms of the storm.
  expect(sizes.length).toBeLessThanOrEqual(25);
  expect(sizes.length).toBeGreaterThan(15);
  expect(stdout.pictures).toBeLessThanOrEqual(sizes.length + 1);
  expect(stdout.pictures).toBeGreaterThan(15);
  expect(clock.waiting).toBe(0);
});

test('frames are skipped while the terminal takes no bytes, and the newest comes after', async () => {
  const { clock, stdout, screen, terminal } = opened();
  clock.pass(100);
  stdout.stopped = true;
  terminal.chrome.stdout.write('\r1');
  clock.pass(100);
  const { bytes, writableLength } = stdout;
  for (const text of ['2', '3', '4']) {
    terminal.chrome.stdout.write(`\r${text}`);
    clock.pass(100);
  }
  expect([stdout.bytes, stdout.writableLength]).toEqual([bytes, writableLength]);
  stdout.go();
  await new Promise((resolve) => setImmediate(resolve));
  clock.pass(100);
  expect(screen.text()).toBe('4');
});

test('closing gives the terminal back', async () => {
  const { stdin, terminal, modes } = opened();
  expect(stdin.isRaw).toBe(true);
  await terminal.close();
  expect(stdin.isRaw).toBe(false);
  expect(modes()).toMatch(/\?1049h.*\?1049l$/s);
  await terminal.close();
});

test.each([
  ['dumb', { TERM: 'dumb' }],
  ['unnamed', {}],
])('a terminal that is %s is refused in one sentence', (_name, env) => {
  const open = (): unknown =>
    openTerminal({
      stdin: new TerminalInput(),
      stdout: new TerminalOutput(1, new HeadlessScreen({ columns: 2, rows: 1 })),
      env,
    });
  expect(open).toThrow(Fault);
  expect(open).toThrow(/full screen \(TERM=/);
});

test('no terminal at all is refused', () => {
  const stdout = new TerminalOutput(1, new HeadlessScreen({ columns: 2, rows: 1 }));
  stdout.isTTY = false;
  expect(() => openTerminal({ stdin: new TerminalInput(), stdout, env: { TERM: 'xterm' } })).toThrow(Fault);
});
