import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { spawn } from 'node-pty';
import { expect, test } from 'vitest';

import { isRunning } from '../kit/is-running.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';

const program = fileURLToPath(new URL('stopped-program.ts', import.meta.url));

test('a terminal that takes no bytes does not stop the program, and shows the newest frame later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tty-'));
  const server = createServer().listen(join(folder, 's'));
  const env = { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: undefined };
  const pty = spawn(process.execPath, [program, folder], { cols: 200, rows: 60, env });
  const exited = new Promise<number>((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  try {
    const screen = new HeadlessScreen({ columns: 200, rows: 60 });
    pty.pause();
    const [socket]: Socket[] = await once(server, 'connection');
    // A program that waited for its terminal would never get here.
    const [said]: Buffer[] = await once(socket ?? server, 'data');
    expect(said?.toString()).toBe('painted all');
    const last = new Promise<void>((resolve) => {
      pty.onData((data) => {
        screen.feed(data);
        if (screen.text() === 'the last frame') resolve();
      });
    });
    pty.resume();
    await last;
    pty.write('q');
    expect(await exited).toBe(0);
    expect(screen.modes.alternateScreen).toBe(false);
    expect(readdirSync(join(folder, 'terminals'))).toEqual([]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test.each(['SIGTERM', 'q'])('a terminal that takes no bytes does not keep the program: %s', async (way) => {
  const folder = mkdtempSync(join(tmpdir(), 'tty-'));
  const server = createServer().listen(join(folder, 's'));
  const env = { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: undefined };
  const pty = spawn(process.execPath, [program, folder], { cols: 200, rows: 60, env });
  try {
    pty.pause();
    const [socket]: Socket[] = await once(server, 'connection');
    await once(socket ?? server, 'data');
    if (way === 'q') pty.write('q');
    else process.kill(pty.pid, way);
    while (isRunning(pty.pid)) await pause(5);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});
