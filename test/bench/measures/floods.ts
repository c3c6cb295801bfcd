import { setTimeout as pause } from 'node:timers/promises';

import { opened } from '../kit/opened.ts';
import { type Pane, busyWith, flood } from '../kit/pane.ts';
import { residentMb } from '../kit/process-cost.ts';
import { atRest } from '../kit/settle.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Measure, type Samples, rowsOf } from '../measure.ts';

/** What four programs do that print as fast as they can: 20 s of it in five rounds. */
export const floods: Measure = {
  name: 'floods',
  rows: rowsOf({ statistic: 'max' }, [
    {
      name: 'flood-memory',
      means: 'resident memory that the daemon gains over all rounds of 4 floods',
      budget: { ours: 20 },
      sample: 'growth',
      rival: 'tmux',
      unit: 'MB',
    },
    {
      name: 'flood-memory-holders',
      means: 'the same for the 4 holders together',
      budget: null,
      sample: 'holders',
      rival: null,
      unit: 'MB',
    },
    {
      name: 'flood-lag',
      means: 'round trip of a small request to the daemon meanwhile, for the lag of its loop: of 100 the slowest',
      budget: { ours: 15 },
      sample: 'lag',
      rival: 'tmux',
      unit: 'ms',
      statistic: 'p99',
    },
    {
      name: 'flood-lag-p50',
      means: 'the same, in the middle',
      budget: null,
      sample: 'lag',
      rival: 'tmux',
      unit: 'ms',
      statistic: 'p50',
    },
  ]),
  async open({ folder, tmux: wanted, seconds }) {
    const time = seconds(4, 2);
    const signalbox = await Signalbox.open(4);
    const tmux = wanted ? await Tmux.open({ folder, panes: 4, ...fullSize, layout: 'windows' }) : null;
    const holders = signalbox.holderPids();
    const daemon = [signalbox.daemonPid];
    await warmUp(signalbox.panes, signalbox.pids());
    if (tmux !== null) await warmUp(tmux.panes, [tmux.serverPid]);
    const [daemonBefore, holdersBefore] = [residentMb(daemon), residentMb(holders)];
    const tmuxBefore = residentMb([tmux?.serverPid ?? 0]);
    const ours = async (): Promise<Samples> =>
      await busyWith(signalbox.panes, flood(time), async () => {
        const lag: number[] = [];
        for (const end = performance.now() + time * 1000; performance.now() < end;) lag.push(await signalbox.ping());
        const growth = Math.max(0, residentMb(daemon) - daemonBefore);
        return { lag, growth, holders: Math.max(0, residentMb(holders) - holdersBefore) };
      });
    const theirs = async (server: Tmux): Promise<Samples> =>
      await busyWith(server.panes, flood(time), async () => {
        await using client = server.pinger();
        const lag = await pings(() => client.ping(), time);
        return { lag, growth: Math.max(0, residentMb([server.serverPid]) - tmuxBefore) };
      });
    return opened({ ours, tmux: tmux === null ? null : () => theirs(tmux) }, [signalbox, tmux]);
  },
};

/** Asks every few milliseconds for so many seconds, as a clock would look at the loop. */
async function pings(ping: () => Promise<number>, seconds: number): Promise<number[]> {
  const times: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(5))
    times.push(await ping());
  return times;
}

async function warmUp(panes: readonly Pane[], pids: readonly number[]): Promise<void> {
  await busyWith(panes, flood(2), () => Promise.resolve());
  await atRest(pids);
}
