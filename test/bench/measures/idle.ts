import { setTimeout as pause } from 'node:timers/promises';

import { opened } from '../kit/opened.ts';
import type { OuterTerminal } from '../kit/outer-terminal.ts';
import { shareOf } from '../kit/settle.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Measure, type Samples, rowsOf } from '../measure.ts';

/** Ages of sessions are shown in seconds for a minute; after it nothing moves. */
const youthMs = 62_000;

/** What everything costs while nothing happens. */
export const idle: Measure = {
  name: 'idle',
  rows: rowsOf({ rival: 'tmux', statistic: 'p50' }, [
    {
      name: 'idle-cpu',
      means: 'dashboard, daemon and holders of 4 sessions in which nothing happens; tmux: server and client',
      budget: { ours: 0.5 },
      sample: 'share',
      unit: '% of a core',
    },
    {
      name: 'idle-bytes',
      means: 'bytes that reach the terminal meanwhile, a second',
      budget: { ours: 0 },
      sample: 'bytes',
      unit: 'B/s',
    },
  ]),
  async open({ folder, tmux: wanted, quick, seconds }) {
    const signalbox = await Signalbox.open(4);
    const dashboard = await signalbox.dashboard();
    const tmux = wanted ? await Tmux.open({ folder, panes: 4, ...fullSize, layout: 'tiled' }) : null;
    const client = (await tmux?.attach()) ?? null;
    await pause(quick ? 3000 : youthMs);
    const window = seconds(3, 2);
    const look = async (pids: readonly number[], outer: OuterTerminal): Promise<Samples> => {
      const before = outer.bytes;
      const share = await shareOf(pids, window);
      return { share, bytes: (outer.bytes - before) / window };
    };
    const ours = [...signalbox.pids(), dashboard.pid];
    return opened(
      {
        ours: () => look(ours, dashboard),
        tmux: tmux === null || client === null ? null : () => look([tmux.serverPid, client.pid], client),
      },
      [signalbox, tmux, dashboard, client],
      quick ? ['quick: the sessions are younger than a minute, so their ages are still counted in seconds'] : [],
    );
  },
};
