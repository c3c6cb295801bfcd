import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import type { OuterTerminal } from '../kit/outer-terminal.ts';
import { type Pane, busyWith, paced } from '../kit/pane.ts';
import { Signalbox, fullSize, interactiveShell } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

/** The heavy corner of the selected tile, as the bytes that bring it. */
const heavyCorner = Buffer.from('┏').toString('latin1');

/** From a key on the board to the frame that answers it. */
export const gridKey: Measure = {
  name: 'grid-key',
  rows: rowsOf({ unit: 'ms', rival: 'tmux' }, [
    {
      name: 'grid-key-p50',
      means: 'a key that selects another tile until its frame arrives; tmux: another pane',
      budget: null,
      sample: 'idle',
      statistic: 'p50',
    },
    { name: 'grid-key-p95', means: 'the same, the slow ones', budget: { ours: 16 }, sample: 'idle', statistic: 'p95' },
    {
      name: 'grid-key-busy-p95',
      means: 'the same while 4 tiles print 100 KB/s each',
      budget: null,
      rival: null,
      sample: 'busy',
      statistic: 'p95',
    },
  ]),
  async open(course) {
    // An even number: the next round begins at the tile where this one did.
    const keys = course.quick ? 16 : 30;
    const agent = writeFixture(course.folder, 'agent', 500_000);
    const signalbox = await Signalbox.open(4);
    const dashboard = await signalbox.dashboard();
    const tmux = course.tmux
      ? await Tmux.open({ folder: course.folder, panes: 4, ...fullSize, layout: 'tiled' })
      : null;
    const client = (await tmux?.attach()) ?? null;
    dashboard.lookAway();
    client?.lookAway();
    const select = (): Promise<number[]> => press(dashboard, keys, (key) => [key % 2 === 0 ? 'l' : 'h', heavyCorner]);
    const ours = async (): Promise<Samples> => {
      const idle = await select();
      const seconds = 1 + keys * 0.07;
      const busy = await busyWith(signalbox.panes, paced(agent, 100_000, seconds), async () => {
        await pause(700);
        return await select();
      });
      return { idle, busy };
    };
    const theirs = async (outer: OuterTerminal): Promise<Samples> => ({
      idle: await press(outer, keys, () => ['\x02o', '\x1b[']),
    });
    return opened({ ours, tmux: client === null ? null : () => theirs(client) }, [signalbox, tmux, dashboard, client]);
  },
};

/** Presses keys one after the other and gives how long each answer took; `what`: the key, and bytes of the answer. */
async function press(
  outer: OuterTerminal,
  count: number,
  what: (key: number) => readonly [string, string],
): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < count; key++) {
    const [typed, answer] = what(key);
    const arrival = outer.arrives(answer);
    const sent = performance.now();
    outer.write(typed);
    times.push((await arrival) - sent);
    await pause(30 + ((key * 7) % 23));
  }
  return times;
}

const keysProgram = fileURLToPath(new URL('../load/keys.ts', import.meta.url));

/** A terminal that takes nothing must not keep keys from arriving. */
export const stalledTerminal: Measure = {
  name: 'stalled-terminal',
  rows: rowsOf({ unit: 'ms', rival: 'tmux' }, [
    {
      name: 'stalled-terminal',
      means: 'a key typed in zoom until its program has it, while the terminal takes no bytes: the worst',
      budget: { ours: 50 },
      sample: 'stalled',
      statistic: 'max',
    },
    {
      name: 'stalled-terminal-p50',
      means: 'the same, in the middle',
      budget: null,
      sample: 'stalled',
      statistic: 'p50',
    },
  ]),
  async open({ folder, tmux: wanted, quick }: Course) {
    const keys = quick ? 15 : 25;
    const signalbox = await Signalbox.open(1);
    const zoom = await signalbox.zoomed(1);
    const tmux = wanted ? await Tmux.open({ folder, panes: 1, ...fullSize }) : null;
    const client = (await tmux?.attach()) ?? null;
    zoom.lookAway();
    client?.lookAway();
    const round = (pane: Pane, outer: OuterTerminal): Promise<Samples> => {
      return typeWhileStalled({ pane, outer, keys, file: join(folder, 'keys') });
    };
    return opened(
      {
        ours: () => round(signalbox.pane, zoom),
        tmux: tmux === null || client === null ? null : () => round(tmux.pane, client),
      },
      [signalbox, tmux, zoom, client],
    );
  },
};

async function typeWhileStalled(given: {
  pane: Pane;
  outer: OuterTerminal;
  keys: number;
  file: string;
}): Promise<Samples> {
  const { pane, outer, keys, file } = given;
  rmSync(file, { force: true });
  await pane.tell(`"${process.execPath}" "${keysProgram}" "${file}" ${1.5 + keys * 0.04}`);
  while (!existsSync(file)) await pause(20);
  outer.stall(true);
  await pause(500);
  const sent: bigint[] = [];
  for (let key = 0; key < keys; key++) {
    sent.push(process.hrtime.bigint());
    outer.write('k');
    await pause(25 + ((key * 7) % 13));
  }
  await pause(300);
  const arrived = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(BigInt);
  outer.stall(false);
  await pane.idle();
  // A key that has not come by now counts as long as it was waited for.
  const now = process.hrtime.bigint();
  return { stalled: sent.map((at, key) => Number((arrived[key] ?? now) - at) / 1e6) };
}

const prompt = 'READY>';

/** Stopping a program that floods the terminal. */
export const interrupt: Measure = {
  name: 'interrupt',
  rows: rowsOf({ unit: 'ms', rival: 'tmux' }, [
    {
      name: 'ctrl-c-prompt',
      means: 'Ctrl-C in zoom into a program that prints as fast as it can, until the prompt is on the terminal',
      budget: { ours: 100 },
      sample: 'prompt',
      statistic: 'p50',
    },
  ]),
  async open({ folder, tmux: wanted, quick }: Course) {
    const signalbox = await Signalbox.open(0);
    const zoom = await signalbox.zoomed(await signalbox.addShell());
    const tmux = wanted ? await Tmux.open({ folder, panes: 1, ...fullSize, shell: interactiveShell }) : null;
    const client = (await tmux?.attach()) ?? null;
    const round = async (outer: OuterTerminal): Promise<Samples> => {
      const times: number[] = [];
      for (let time = 0; time < (quick ? 1 : 2); time++) {
        outer.write('yes\r');
        await pause(600);
        const arrival = outer.arrives(prompt);
        const sent = performance.now();
        outer.write('\x03');
        times.push((await arrival) - sent);
        await outer.quiet(150);
      }
      return { prompt: times };
    };
    for (const outer of [zoom, client]) {
      await outer?.shows(prompt);
      outer?.lookAway();
    }
    return opened({ ours: () => round(zoom), tmux: client === null ? null : () => round(client) }, [
      signalbox,
      tmux,
      zoom,
      client,
    ]);
  },
};
