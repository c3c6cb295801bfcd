import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { spawn } from 'node-pty';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import type { RecordingSheet } from './recordings.ts';
import { scenes } from './scenes.ts';
import type { Scene, Step } from './scene.ts';

/*
 * Records real programs, by hand, in a namespace of its own: no network but the loopback, no other processes, a neutral
 * host name.
 *
 *   unshare -n -p -f -u --mount-proc sh -c 'ip link set lo up; hostname demo; node test/recordings/record.ts [SCENE..]'
 *
 * The programs run in /tmp/demo (see scenes.ts for what has to be there). What they print is kept as it came; look for
 * names of the machine in it before it is committed: `zcat FILE | strings | grep -i NAME`.
 */

const here = import.meta.dirname;

/** Waits, at most 20 s, until the screen shows what was asked for, and has then been quiet for a while. */
async function settle(screen: HeadlessScreen, heard: { at: number }, step: Step): Promise<void> {
  const start = Date.now();
  const quiet = step.quietMs ?? 300;
  while (Date.now() - start < 20_000) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const shown = step.until === undefined || step.until.test(screen.text());
    if (shown && Date.now() - Math.max(heard.at, start) > quiet) return;
    if (step.mostMs !== undefined && Date.now() - start > step.mostMs) return;
  }
  process.stderr.write(`  waited in vain for ${String(step.until)}; the screen shows:\n${screen.text()}\n`);
}

async function record(name: string, scene: Scene): Promise<void> {
  const prepared = await scene.prepare?.();
  const { columns, rows } = scene;
  const [file = '', ...args] = scene.command;
  const pty = spawn(file, args, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: scene.cwd ?? '/tmp/demo/project',
    env: {
      PATH: '/tmp/demo/bin:/usr/bin:/bin',
      HOME: '/tmp/demo/home',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      PS1: '$ ',
      ...scene.env,
    },
    encoding: null,
  });
  const heard = { at: Date.now() };
  const chunks: Buffer[] = [];
  const resizes: [offset: number, columns: number, rows: number][] = [];
  let size = 0;
  const screen = new HeadlessScreen({ columns, rows, onReply: (bytes) => pty.write(bytes) });
  pty.onData((data: string | Buffer) => {
    const bytes = Buffer.from(data);
    chunks.push(bytes);
    size += bytes.length;
    heard.at = Date.now();
    screen.feed(bytes);
  });
  for (const step of scene.steps) {
    if (step.size !== undefined) {
      resizes.push([size, ...step.size]);
      screen.resize(...step.size);
      pty.resize(...step.size);
    }
    if (step.keys !== undefined) pty.write(step.keys);
    await settle(screen, heard, step);
  }
  pty.kill('SIGKILL');
  prepared?.();
  const sheet: RecordingSheet = { program: scene.program, version: scene.version(), columns, rows, resizes };
  const folder = join(here, scene.program);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(sheet)}\n`);
  const packed = gzipSync(Buffer.concat(chunks), { level: 9 });
  writeFileSync(join(folder, `${name}.gz`), packed);
  process.stdout.write(`${scene.program}/${name}: ${size} bytes, ${packed.length} packed\n`);
  if (process.env['SHOW'] !== undefined) process.stdout.write(`${screen.text()}\n`);
}

const wanted = process.argv.slice(2);
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length === 0 || wanted.includes(name)) await record(name, scene);
}
process.exit(0);
