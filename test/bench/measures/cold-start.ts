import { setTimeout as pause } from 'node:timers/promises';

import { opened } from '../kit/opened.ts';
import type { OuterTerminal } from '../kit/outer-terminal.ts';
import { cpuMs } from '../kit/process-cost.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Measure, type Samples, rowsOf } from '../measure.ts';

/** From the command to the first whole frame. */
export const coldStart: Measure = {
  name: 'cold-start',
  rows: rowsOf({ unit: 'ms', rival: 'tmux', statistic: 'p50' }, [
    {
      name: 'cold-start',
      means: 'command to first whole frame of the dashboard, its daemon running; tmux: attach',
      budget: { ours: 500 },
      sample: 'warm',
    },
    {
      name: 'cold-start-cpu',
      means: 'CPU of the dashboard until then; tmux: of the client',
      budget: null,
      sample: 'warm-cpu',
    },
    {
      name: 'cold-start-daemon',
      means: 'the same when the daemon has to be started too; tmux: new server, session and client',
      budget: { ours: 500 },
      sample: 'cold',
    },
    {
      name: 'cold-start-daemon-cpu',
      means: 'CPU of dashboard and daemon until then',
      budget: null,
      sample: 'cold-cpu',
    },
  ]),
  async open({ tmux, folder }) {
    const signalbox = await Signalbox.open(0);
    const ours = async (): Promise<Samples> => {
      const warm = await start(signalbox.terminal([]), 'q quit', 'q');
      await signalbox.stopDaemon();
      const first = signalbox.terminal([]);
      const cold = await start(first, 'q quit', 'q');
      await signalbox.reconnect();
      const daemon = cpuMs([signalbox.daemonPid]);
      return { warm: warm.wall, 'warm-cpu': warm.cpu, cold: cold.wall, 'cold-cpu': cold.cpu + daemon };
    };
    const theirs = async (): Promise<Samples> => {
      const size = { folder, panes: 1, ...fullSize };
      const before = performance.now();
      await using server = await Tmux.open(size);
      const ready = performance.now() - before;
      const cold = await start(server.attaching(), '[0]', '\x02d');
      const warm = await start(server.attaching(), '[0]', '\x02d');
      const serverCpu = cpuMs([server.serverPid]);
      return { warm: warm.wall, 'warm-cpu': warm.cpu, cold: ready + cold.wall, 'cold-cpu': cold.cpu + serverCpu };
    };
    return opened({ ours, tmux: tmux ? theirs : null }, [signalbox]);
  },
};

/** Waits for what the first frame shows, then leaves. */
async function start(outer: OuterTerminal, shown: string, leave: string): Promise<{ wall: number; cpu: number }> {
  const wall = (await outer.shows(shown)) - outer.startedAt;
  const cpu = cpuMs([outer.pid]);
  await pause(100);
  outer.write(leave);
  await outer.ended;
  await outer[Symbol.asyncDispose]();
  return { wall, cpu };
}
