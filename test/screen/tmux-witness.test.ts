import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { recordings } from '../recordings/recordings.ts';
import { rowDifferences, stripLinks } from './row-differences.ts';

/*
 * tmux as an independent witness: it gets the same bytes in a pane of the same size, and what it shows is compared with
 * our picture, text and looks. It answers no question of ours, so a recording is taken up to its first change of size.
 */

const present = spawnSync('tmux', ['-V']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'sb-witness-'));
let socket = '';
let panes = 0;
/** Where in a recording tmux is asked; by hand at more places. */
const looks = process.env['SIGNALBOX_WITNESS'] === undefined ? [1] : [0.2, 0.4, 0.6, 0.8, 1];

function tmux(...args: string[]): string {
  return execFileSync('tmux', ['-S', socket, '-f', join(folder, 'conf'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  });
}

/** What tmux shows after these bytes, as a screen. It is asked again until it shows the same twice. */
async function witness(
  bytes: Uint8Array,
  { columns, rows }: { columns: number; rows: number },
): Promise<HeadlessScreen> {
  // A server that is about to end still holds its socket.
  socket = join(folder, `socket-${++panes}`);
  const file = join(folder, 'bytes');
  writeFileSync(file, bytes);
  const shell = `stty raw -echo; cat ${file}; exec sleep 60`;
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), 'sh', '-c', shell);
  let shown = '';
  for (let tries = 0, same = 0; tries < 100 && same < 3; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const now = tmux('capture-pane', '-e', '-p', '-N');
    same = now === shown && now.trim() !== '' ? same + 1 : 0;
    shown = now;
  }
  tmux('kill-server');
  const screen = new HeadlessScreen({ columns, rows });
  screen.feed(`\x1b[?7l${shown.replace(/\n$/, '').replaceAll('\n', '\r\n')}`);
  return screen;
}

const told: string[] = [];

test.runIf(present).each(recordings().map((recording) => [recording.name, recording] as const))(
  'tmux sees %s as we do',
  async (name, { bytes, columns, rows, resizes }) => {
    writeFileSync(join(folder, 'conf'), 'set -g default-terminal tmux-256color\nset -g status off\n');
    const end = resizes[0]?.[0] ?? bytes.length;
    let wrong = 0;
    const own = new Map<string, number>();
    for (const share of looks) {
      const ours = new HeadlessScreen({ columns, rows });
      let at = Math.floor(end * share);
      ours.feed(bytes.subarray(0, at));
      while (!ours.atRest && at < end) ours.feed(bytes.subarray(at, ++at));
      const theirs = await witness(bytes.subarray(0, at), { columns, rows });
      for (const difference of rowDifferences(stripLinks(ours.picture()), stripLinks(theirs.picture()))) {
        const { ofTmux } = difference;
        if (ofTmux !== null) own.set(ofTmux, (own.get(ofTmux) ?? 0) + 1);
        else {
          wrong++;
          told.push(`${name} at ${at}, row ${difference.row}: ${difference.text}`);
        }
      }
      theirs.dispose();
      ours.dispose();
    }
    told.push(
      `${name}: ${looks.length} looks, ${wrong} rows differ${[...own].map(([why, count]) => `, ${count} more: ${why}`).join('')}`,
    );
    expect(wrong).toBe(0);
  },
);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  console.log(present ? told.join('\n') : 'tmux is not installed: it was not asked');
});
