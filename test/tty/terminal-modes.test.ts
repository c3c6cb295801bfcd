import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { spawn } from 'node-pty';
import { expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { TerminalModes } from '../../src/tty/modes/terminal-modes.ts';
import { KeptRecord } from '../../src/tty/modes/terminal-record.ts';

const program = fileURLToPath(new URL('modes-program.ts', import.meta.url));

/** Runs the program in a pty, with the line settings of the pty printed before and after it. */
async function run(way: string): Promise<{ output: string; before: string; after: string; status: string }> {
  const script = `ulimit -c 0; stty -g; echo BEGIN; "$0" "$1" ${way}; echo "END $?"; stty -g`;
  // Node colours what it dies of; here every colour that is left would be ours.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const pty = spawn('/bin/sh', ['-c', script, process.execPath, program], {
    cols: 80,
    rows: 24,
    env,
  });
  let bytes = '';
  pty.onData((data) => (bytes += data));
  await new Promise((resolve) => pty.onExit(resolve));
  const parts = /^(.*?)\r\nBEGIN\r\n(.*)END (\d+)\r\n(.*?)\r\n$/s.exec(bytes);
  if (parts === null) throw new Error(`the program did not run: ${JSON.stringify(bytes)}`);
  const [, before = '', output = '', status = '', after = ''] = parts;
  return { output, before, after, status };
}

/** The private modes as the bytes leave them. */
function privateModes(bytes: string): Map<number, boolean> {
  const modes = new Map<number, boolean>();
  for (const part of bytes.split('\x1b[?')) {
    const [, mode, state] = /^(\d+)([hl])/.exec(part) ?? [];
    if (mode !== undefined) modes.set(Number(mode), state === 'h');
  }
  return modes;
}

const ways: [way: string, status: string][] = [
  ['leave', '0'],
  ['exit', '3'],
  ['throw', '1'],
  ['reject', '1'],
  ['report', '4'],
  ['SIGTERM', '143'],
  ['SIGINT', '130'],
  ['SIGHUP', '129'],
  ['SIGQUIT', '131'],
];

test.each(ways)('%s restores every mode', async (way, status) => {
  const ran = await run(way);
  expect(ran.output).toContain('\x1b[?1049h');
  expect(ran.output).toContain('\x1b[>5u');
  expect(ran.status).toBe(status);
  expect(ran.after).toBe(ran.before);
  const on = [...privateModes(ran.output)].flatMap(([mode, set]) => (set ? [mode] : []));
  // Autowrap and a visible cursor are how a terminal begins.
  expect(on.toSorted((one, other) => one - other)).toEqual([7, 25]);
  expect(ran.output).toMatch(/\[5 q.*\[0 q/s);
  expect(ran.output.split('\x1b[<u')).toHaveLength(2);
  expect(ran.output.split('\x1b[?1049l')).toHaveLength(2);
  const screen = new HeadlessScreen({ columns: 80, rows: 24 });
  screen.feed(`before\r\n${ran.output}after`);
  const { modes, cursor, changed } = screen.picture();
  expect(modes).toMatchObject({
    alternateScreen: false,
    mouse: 'none',
    focus: false,
    bracketedPaste: false,
    kittyKeyboard: 0,
  });
  expect(cursor.visible).toBe(true);
  expect(screen.text()).toMatch(/^before\n/);
  expect(screen.text()).not.toContain('half a frame');
  for (const [, row] of changed) for (const look of row) expect(look).toMatchObject({ fg: -1, bg: -1, attributes: 0 });
});

test.each(['throw', 'report'])('what the program dies of is shown on the screen that comes back: %s', async (way) => {
  const { output } = await run(way);
  expect(output.slice(output.indexOf('\x1b[?1049l'))).toContain('thrown on purpose');
});

test('a terminal that could not be told to leave its modes stays noted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tty-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const fd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  const stdin = { setRawMode: () => undefined };
  // Not the pipe: stty would get it, and it would be made one that is waited for.
  const other = openSync('/dev/null', 'r');
  const record = new KeptRecord({ folder: join(folder, 'terminals'), fd: other });
  const modes = new TerminalModes({ stdin, fd, mouse: 'drag', write: () => undefined, record });
  const noted = (): number => readdirSync(join(folder, 'terminals')).length;
  try {
    modes.enter();
    expect(() => writeSync(fd, Buffer.alloc(1 << 20)) && writeSync(fd, 'x')).toThrow('EAGAIN');
    modes.leave();
    expect(noted()).toBe(1);
    readSync(fd, Buffer.alloc(1 << 20));
    modes.enter();
    modes.leave();
    expect(noted()).toBe(0);
  } finally {
    closeSync(fd);
    closeSync(other);
    rmSync(folder, { recursive: true });
  }
});
