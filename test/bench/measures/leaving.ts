import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { opened } from '../kit/opened.ts';
import { OuterTerminal } from '../kit/outer-terminal.ts';
import { processes } from '../kit/process-cost.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { type Measure, rowsOf } from '../measure.ts';

/** Thrown inside of the real dashboard, some time after its start. */
const thrower = `--import=${fileURLToPath(new URL('../load/throw-later.ts', import.meta.url))}`;

/** The ways out: what makes the dashboard leave. */
const ways: Readonly<Record<string, (outer: OuterTerminal) => void>> = {
  quit: (outer) => outer.write('q'),
  throw: () => undefined,
  SIGTERM: (outer) => process.kill(dashboardIn(outer), 'SIGTERM'),
  SIGHUP: (outer) => process.kill(dashboardIn(outer), 'SIGHUP'),
  detach: (outer) => outer.write('\x1d'),
};

/** Whether the terminal is as it was, however the dashboard was left. */
export const leaving: Measure = {
  name: 'leaving',
  mostRounds: 1,
  rows: rowsOf({ rival: null, statistic: 'sum' }, [
    {
      name: 'modes-left-changed',
      means: 'ways out (quit, throw, SIGTERM, SIGHUP, detach and quit) after which a mode of the terminal differs',
      budget: { ours: 0 },
      sample: 'wrong',
      unit: 'of 5',
    },
  ]),
  async open() {
    const signalbox = await Signalbox.open(1);
    const wrong: string[] = [];
    const ours = async () => {
      for (const way of Object.keys(ways)) {
        const differs = await leave(signalbox, way);
        if (differs !== null) wrong.push(`${way}: ${differs}`);
      }
      return { wrong: wrong.length };
    };
    return opened({ ours }, [signalbox], wrong);
  },
};

/** Leaves in this way; what differs afterwards, or null. */
async function leave(signalbox: Signalbox, way: string): Promise<string | null> {
  const words = way === 'detach' ? ['attach', '1'] : [];
  const program = signalbox.program(words).map((word) => `"${word}"`);
  const env = way === 'throw' ? { NODE_OPTIONS: thrower } : {};
  await using outer = new OuterTerminal({
    command: ['sh', '-c', `stty -g; echo BEGIN; ${program.join(' ')}; echo END; stty -g`],
    cwd: signalbox.house.repo.root,
    env: { ...signalbox.house.env, ...env },
    ...fullSize,
  });
  const chunks: Buffer[] = [];
  outer.listen((bytes) => chunks.push(Buffer.from(bytes)));
  await outer.shows(way === 'detach' ? 'ctrl-] back' : 'q quit');
  await pause(200);
  ways[way]?.(outer);
  if (way === 'detach') {
    await outer.shows('q quit');
    outer.write('q');
  }
  await outer.ended;
  const bytes = Buffer.concat(chunks).toString('latin1');
  const [, before = 'none', shown = '', after = ''] = /^(\S+)\s+BEGIN\r\n(.*)END\r\n(\S+)/s.exec(bytes) ?? [];
  if (before !== after) return `the line settings were ${before} and are ${after}`;
  return differenceOf(shown);
}

/** A mode that these bytes leave another than a terminal begins with. */
function differenceOf(bytes: string): string | null {
  const begins = new Set(['7', '25']);
  const modes = new Map<string, string>();
  for (const part of bytes.split('\x1b[?')) {
    const [, mode, state] = /^(\d+)([hl])/.exec(part) ?? [];
    if (mode !== undefined && state !== undefined) modes.set(mode, state);
  }
  for (const [mode, state] of modes) if ((state === 'h') !== begins.has(mode)) return `mode ${mode} is left ${state}`;
  const screen = new HeadlessScreen(fullSize);
  screen.feed(Buffer.from(bytes, 'latin1'));
  const { kittyKeyboard, alternateScreen } = screen.modes;
  screen.dispose();
  return kittyKeyboard !== 0 ? 'kitty keyboard flags are left' : alternateScreen ? 'the other screen is left' : null;
}

/** The dashboard's process below the shell of this terminal. */
function dashboardIn(outer: OuterTerminal): number {
  const found = processes().find(({ parent }) => parent === outer.pid);
  if (found === undefined) throw new Error('the dashboard is gone already');
  return found.pid;
}
