import { setTimeout as pause } from 'node:timers/promises';

import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import type { Pane } from '../kit/pane.ts';
import { proportionalMb } from '../kit/process-cost.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Measure, type Samples, rowsOf } from '../measure.ts';

/** Sessions that each round adds. */
const step = 4;
/** More than the history that is kept. */
const lines = 1200;

/** Memory per session, each with its history full. */
export const memory: Measure = {
  name: 'memory',
  rows: rowsOf({ unit: 'MB', statistic: 'p50' }, [
    {
      name: 'memory-session',
      means: 'memory (PSS) of the daemon for each session, 1,000 lines of history; tmux: of the server for each pane',
      budget: { ours: 10 },
      sample: 'session',
      rival: 'tmux',
    },
    {
      name: 'memory-holder',
      means: 'memory (PSS) of a holder, beside those of the sessions',
      budget: { ours: 20 },
      sample: 'holder',
      rival: null,
    },
  ]),
  async open({ folder, tmux: wanted }) {
    const fill = `head -n ${lines} ${writeFixture(folder, 'agent', 500_000)}`;
    const signalbox = await Signalbox.open(1);
    const tmux = wanted ? await Tmux.open({ folder, panes: 1, ...fullSize, layout: 'windows' }) : null;
    await filled([signalbox.pane], fill);
    if (tmux !== null) await filled([tmux.pane], fill);
    const before = proportionalMb([signalbox.daemonPid]);
    const tmuxBefore = proportionalMb([tmux?.serverPid ?? 0]);
    // What was added so far divides what it came to: garbage that is not collected yet weighs less with each round.
    const ours = async (round: number): Promise<Samples> => {
      await filled(await signalbox.addPanes(step), fill);
      const holders = signalbox.holderPids();
      return {
        session: (proportionalMb([signalbox.daemonPid]) - before) / (step * (round + 1)),
        holder: proportionalMb(holders) / holders.length,
      };
    };
    const theirs = async (server: Tmux, round: number): Promise<Samples> => {
      await filled(await server.addPanes(step), fill);
      return { session: (proportionalMb([server.serverPid]) - tmuxBefore) / (step * (round + 1)) };
    };
    return opened({ ours, tmux: tmux === null ? null : (round) => theirs(tmux, round) }, [signalbox, tmux]);
  },
};

async function filled(panes: readonly Pane[], command: string): Promise<void> {
  for (const pane of panes) await pane.run(command);
  await pause(500);
}
