import { setTimeout as pause } from 'node:timers/promises';

import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import type { OuterTerminal } from '../kit/outer-terminal.ts';
import { type Pane, busyWith, paced } from '../kit/pane.ts';
import { shareOf } from '../kit/settle.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Course, type Measure, type Row, type Samples, rowsOf } from '../measure.ts';

/** Load programs take so long to get going, s. */
const runUp = 1;

interface Watched {
  readonly panes: readonly Pane[];
  readonly outer: OuterTerminal;
  /** Key of samples to processes. */
  readonly pids: Readonly<Record<string, readonly number[]>>;
}

/** The share of a core that these processes take while all panes run a command, and frames and bytes that come out. */
async function busy({ panes, outer, pids }: Watched, command: (seconds: number) => string, seconds: number) {
  return await busyWith(panes, command(runUp + seconds + 0.3), async (): Promise<Samples> => {
    await pause(runUp * 1000);
    let frames = 0;
    const before = outer.bytes;
    const stop = outer.listen((bytes) => (frames += bytes.toString('latin1').split('\x1b[?2026h').length - 1));
    const shares = await Promise.all(
      Object.entries(pids).map(async ([key, who]) => [key, await shareOf(who, seconds)] as const),
    );
    stop();
    const bytes = (outer.bytes - before) / seconds / 1000;
    return { ...Object.fromEntries(shares), frames: frames / seconds, bytes };
  });
}

/** A dashboard and a tmux with so many panes in sight that all print like agents. */
function busyTiles(count: number): Measure {
  const extra: readonly Pick<Row, 'name' | 'means' | 'budget' | 'sample' | 'rival' | 'unit'>[] = [
    {
      name: 'cpu-16-tiles-holders',
      means: 'the same with the 16 holders',
      budget: null,
      sample: 'all',
      rival: 'tmux',
      unit: '% of a core',
    },
    {
      name: 'cpu-16-tiles-30-fps',
      means: 'daemon and dashboard while each of 16 tiles changes 30 times a second by one line',
      budget: { ours: 15 },
      sample: 'ticking',
      rival: 'tmux',
      unit: '% of a core',
    },
    {
      name: 'frames-16-tiles',
      means: 'frames that then reach the terminal, a second',
      budget: null,
      sample: 'frames',
      rival: null,
      unit: '/s',
    },
  ];
  return {
    name: `tiles-${count}`,
    rows: rowsOf({ statistic: 'p50' }, [
      {
        name: `cpu-${count}-tiles`,
        means: `daemon and dashboard while ${count} tiles in sight print 100 KB/s each; tmux: server and client`,
        budget: { ratio: 4.5 },
        sample: 'viewing',
        rival: 'tmux',
        unit: '% of a core',
      },
      ...(count === 16 ? extra : []),
    ]),
    async open(course: Course) {
      const seconds = course.seconds(2, 1.2);
      const agent = writeFixture(course.folder, 'agent', 500_000);
      const tick = writeFixture(course.folder, 'tick', 500_000);
      const signalbox = await Signalbox.open(count);
      const dashboard = await signalbox.dashboard();
      const size = { folder: course.folder, ...fullSize };
      const tmux = course.tmux ? await Tmux.open({ ...size, panes: count, layout: 'tiled' }) : null;
      const client = (await tmux?.attach()) ?? null;
      dashboard.lookAway();
      client?.lookAway();
      const round = async (watched: Watched): Promise<Samples> => {
        const samples = await busy(watched, (time) => paced(agent, 100_000, time), seconds);
        if (count !== 16) return samples;
        const ticking = await busy(watched, (time) => paced(tick, 24 * 30, time), seconds);
        return { ...samples, ticking: ticking['viewing'] ?? [], frames: ticking['frames'] ?? [] };
      };
      const viewers = [signalbox.daemonPid, dashboard.pid];
      const pids = { viewing: viewers, all: [...viewers, ...signalbox.holderPids()] };
      const ours = (): Promise<Samples> => round({ panes: signalbox.panes, outer: dashboard, pids });
      const theirs = async (server: Tmux, outer: OuterTerminal): Promise<Samples> => {
        const both = [server.serverPid, outer.pid];
        return await round({ panes: server.panes, outer, pids: { viewing: both, all: both } });
      };
      return opened({ ours, tmux: tmux === null || client === null ? null : () => theirs(tmux, client) }, [
        signalbox,
        tmux,
        dashboard,
        client,
      ]);
    },
  };
}

export const tiles4 = busyTiles(4);
export const tiles9 = busyTiles(9);
export const tiles16 = busyTiles(16);
