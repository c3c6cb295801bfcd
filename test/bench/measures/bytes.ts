import { setTimeout as pause } from 'node:timers/promises';

import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import type { OuterTerminal } from '../kit/outer-terminal.ts';
import { type Pane, busyWith, paced } from '../kit/pane.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

/** The board without the column beside it: tmux gets a terminal of that size, so that its panes are as large as our tiles. */
const boardSize = { columns: 142, rows: 58 };

/** What goes out to the terminal, which may be far away. */
function bytesOf(where: 'tiles' | 'zoom'): Measure {
  const tiles = where === 'tiles';
  const what = tiles ? '4 tiles' : 'a session in zoom';
  return {
    name: `bytes-${where}`,
    rows: rowsOf({ unit: 'KB/s', rival: 'tmux', statistic: 'p50' }, [
      {
        name: `bytes-scroll-${where}`,
        means: `bytes to the terminal while ${what} scroll 100 lines of a build log a second`,
        budget: tiles ? { ratio: 1 } : null,
        sample: 'scroll',
      },
      {
        name: `bytes-redraw-${where}`,
        means: `the same while agents draw their last 8 lines anew, 20 KB/s each`,
        budget: tiles ? { ratio: 0.4 } : null,
        sample: 'redraw',
      },
    ]),
    async open({ folder, tmux: wanted, seconds }: Course) {
      const window = seconds(1.2, 1);
      const [log, redraw] = [writeFixture(folder, 'log', 500_000), writeFixture(folder, 'redraw', 500_000)];
      const count = tiles ? 4 : 1;
      const signalbox = await Signalbox.open(count);
      const outer = tiles ? await signalbox.dashboard() : await signalbox.zoomed(1);
      const size = tiles ? boardSize : fullSize;
      const tmux = wanted ? await Tmux.open({ folder, panes: count, ...size, layout: 'tiled' }) : null;
      const client = (await tmux?.attach()) ?? null;
      outer.lookAway();
      client?.lookAway();
      const round = async (panes: readonly Pane[], terminal: OuterTerminal): Promise<Samples> => {
        const scroll = await countBytes(terminal, panes, { command: paced(log, 6000, window + 1.3), window });
        return {
          scroll,
          redraw: await countBytes(terminal, panes, { command: paced(redraw, 20_000, window + 1.3), window }),
        };
      };
      return opened(
        {
          ours: () => round(signalbox.panes, outer),
          tmux: tmux === null || client === null ? null : () => round(tmux.panes, client),
        },
        [signalbox, tmux, outer, client],
      );
    },
  };
}

/** KB a second that reach the terminal while the panes run a command. */
async function countBytes(
  outer: OuterTerminal,
  panes: readonly Pane[],
  { command, window }: { command: string; window: number },
): Promise<number> {
  return await busyWith(panes, command, async () => {
    await pause(1000);
    const before = outer.bytes;
    await pause(window * 1000);
    return (outer.bytes - before) / window / 1000;
  });
}

export const bytesTiles = bytesOf('tiles');
export const bytesZoom = bytesOf('zoom');
