import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import { OuterTerminal } from '../kit/outer-terminal.ts';
import { type Pane, busyWith, flood, paced, paneCommand } from '../kit/pane.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

const others = 8;
const floods = 3;
/** Load programs take so long to get going. */
const runUpMs = 700;

/** From a key written to the person's terminal until its echo is back on it. */
export const echo: Measure = {
  name: 'echo',
  rows: rowsOf({ unit: 'ms', rival: 'tmux' }, [
    {
      name: 'echo-p50',
      means: 'key to its echo in zoom, nothing else going on',
      budget: { ours: 3, ratio: 4 },
      sample: 'idle',
      statistic: 'p50',
    },
    { name: 'echo-p95', means: 'the same, the slow ones', budget: null, sample: 'idle', statistic: 'p95' },
    {
      name: 'zoom-echo',
      means: 'the same, against a terminal with nothing in between',
      budget: { over: 3 },
      rival: 'plain pty',
      sample: 'idle',
      statistic: 'p50',
    },
    {
      name: 'echo-repeat-p50',
      means: 'the same at the rate of a key held down, so that each key falls into the frame of the one before',
      budget: null,
      sample: 'repeat',
      statistic: 'p50',
    },
    {
      name: 'echo-8-agents-p50',
      means: 'key to its echo while 8 other agents print 100 KB/s each',
      budget: null,
      sample: 'agents',
      statistic: 'p50',
    },
    {
      name: 'echo-8-agents-p95',
      means: 'the same, the slow ones',
      budget: { over: 5 },
      sample: 'agents',
      statistic: 'p95',
    },
    {
      name: 'echo-3-floods-p50',
      means: 'key to its echo while 3 other sessions print as fast as they can',
      budget: null,
      sample: 'floods',
      statistic: 'p50',
    },
    {
      name: 'echo-3-floods-p95',
      means: 'the same, the slow ones',
      budget: { ours: 60 },
      sample: 'floods',
      statistic: 'p95',
    },
  ]),
  async open(course) {
    const agent = writeFixture(course.folder, 'agent', 500_000);
    const signalbox = await Signalbox.open(1 + others);
    const zoom = await signalbox.zoomed(1);
    zoom.lookAway();
    const tmux = course.tmux
      ? await Tmux.open({ folder: course.folder, panes: 1 + others, ...fullSize, layout: 'windows' })
      : null;
    const client = (await tmux?.attach()) ?? null;
    client?.lookAway();
    const plain = new OuterTerminal({
      command: ['sh', '-c', paneCommand(join(course.folder, 'plain'))],
      cwd: course.folder,
      env: { PATH: process.env['PATH'] ?? '' },
      ...fullSize,
    });
    plain.lookAway();
    return opened(
      {
        ours: () => underLoads(course, zoom, { panes: signalbox.panes.slice(1), agent }),
        'plain pty': async () => ({ idle: await typeKeys(plain, keysOf(course), typed) }),
        tmux:
          tmux === null || client === null
            ? null
            : () => underLoads(course, client, { panes: tmux.panes.slice(1), agent }),
      },
      [signalbox, tmux, zoom, client, plain],
    );
  },
};

function keysOf({ quick }: Course): number {
  return quick ? 15 : 30;
}

async function underLoads(
  course: Course,
  outer: OuterTerminal,
  { panes, agent }: { panes: readonly Pane[]; agent: string },
): Promise<Samples> {
  const keys = keysOf(course);
  const idle = await typeKeys(outer, keys, typed);
  const repeat = await typeKeys(outer, keys, held);
  const seconds = 1 + keys * 0.13;
  const typing = async (): Promise<number[]> => {
    await pause(runUpMs);
    return await typeKeys(outer, keys, typed);
  };
  const agents = await busyWith(panes, paced(agent, 100_000, seconds), typing);
  const flooded = await busyWith(panes.slice(0, floods), flood(seconds), typing);
  return { idle, repeat, agents, floods: flooded };
}

/** Letters that no escape sequence of either side ends in. */
const letters = ['w', 'v', 'y', 'j'];

/** Shortest pause between two keys, ms: as a person types fast, and as a keyboard repeats. */
const typed = 45;
const held = 15;

/** Types keys with pauses of changing length and gives how long each echo took, ms. */
async function typeKeys(outer: OuterTerminal, count: number, pauseMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < count; key++) {
    const letter = letters[key % letters.length] ?? 'w';
    const arrival = outer.arrives(letter);
    const sent = performance.now();
    outer.write(letter);
    times.push((await arrival) - sent);
    await pause(pauseMs + ((key * 7) % 23));
    // Rubbed out again: the line must neither fill nor look the same for the next key.
    outer.write('\x7f');
    await pause(pauseMs + ((key * 11) % 19));
  }
  return times;
}
