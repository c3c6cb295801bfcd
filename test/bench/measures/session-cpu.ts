import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { tileSize } from '../../../src/core/picture.ts';
import { own } from '../kit/belongings.ts';
import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import { Pane } from '../kit/pane.ts';
import { costOf } from '../kit/settle.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

type Loads = Readonly<Record<string, string>>;

function loadsOf({ folder, quick }: Course): Loads {
  const bytes = quick ? 6_000_000 : 20_000_000;
  return {
    log: `cat ${writeFixture(folder, 'log', bytes)}`,
    seq: `seq 1 ${bytes / 8}`,
    agent: `cat ${writeFixture(folder, 'agent', bytes)}`,
  };
}

/** Both programs are long-lived: what a first use costs is not the question. */
async function warmUp(panes: readonly (Pane | undefined)[], loads: Loads): Promise<void> {
  for (const pane of panes)
    for (const command of Object.values(loads)) await pane?.run(`{ ${command}; } | head -c 3000000`);
}

async function costs(pane: Pane, pids: readonly number[], loads: Loads): Promise<Samples> {
  const samples: Record<string, number> = {};
  for (const [name, command] of Object.entries(loads)) samples[name] = await costOf(pids, () => pane.run(command));
  return samples;
}

const common = { unit: 'ms CPU', statistic: 'p50', rival: 'tmux' } as const;

/** CPU for a program's output while nobody looks. */
export const unwatchedCpu: Measure = {
  name: 'unwatched-cpu',
  rows: rowsOf(common, [
    {
      name: 'cpu-log',
      means: 'CPU of daemon and holder for a build log nobody looks at',
      budget: { ratio: 1.1 },
      sample: 'log',
    },
    { name: 'cpu-seq', means: 'the same for seq', budget: { ratio: 1.1 }, sample: 'seq' },
    {
      name: 'cpu-agent',
      means: 'the same for coloured output of an agent',
      budget: { ratio: 0.8 },
      sample: 'agent',
    },
    {
      name: 'holder-cost',
      means: 'the log, against one process that owns terminal and screen',
      budget: { ratio: 1.5 },
      rival: 'in-process',
      sample: 'log',
    },
  ]),
  async open(course) {
    const loads = loadsOf(course);
    const signalbox = await Signalbox.open(1);
    const tmux = course.tmux ? await Tmux.open({ folder: course.folder, panes: 1, ...tileSize }) : null;
    const alone = await openInProcess(course.folder);
    await warmUp([signalbox.pane, tmux?.pane, alone.pane], loads);
    return opened(
      {
        ours: () => costs(signalbox.pane, signalbox.pids(), loads),
        tmux: tmux === null ? null : () => costs(tmux.pane, [tmux.serverPid], loads),
        'in-process': () => costs(alone.pane, [alone.pid], loads),
      },
      [signalbox, tmux, alone],
    );
  },
};

/** CPU for a program's output with one person looking at it. */
export const watchedCpu: Measure = {
  name: 'watched-cpu',
  rows: rowsOf(common, [
    {
      name: 'cpu-log-viewed',
      means: 'CPU of holder, daemon and dashboard for a build log in zoom; tmux: server and client',
      budget: { ratio: 1.2 },
      sample: 'log',
    },
    { name: 'cpu-seq-viewed', means: 'the same for seq', budget: { ratio: 1.2 }, sample: 'seq' },
    {
      name: 'cpu-agent-viewed',
      means: 'the same for coloured output of an agent',
      budget: { ratio: 0.9 },
      sample: 'agent',
    },
    {
      name: 'cpu-flood-zoom',
      means: 'the same for 22 MB of one line again and again (6 MB when quick)',
      budget: { ratio: 1.5 },
      sample: 'flood',
    },
  ]),
  async open(course) {
    const loads = { ...loadsOf(course), flood: `yes | head -c ${course.quick ? 6_000_000 : 22_000_000}` };
    const signalbox = await Signalbox.open(1);
    const zoom = await signalbox.zoomed(1);
    const tmux = course.tmux ? await Tmux.open({ folder: course.folder, panes: 1, ...fullSize }) : null;
    const client = (await tmux?.attach()) ?? null;
    zoom.lookAway();
    client?.lookAway();
    await warmUp([signalbox.pane, tmux?.pane], loads);
    return opened(
      {
        ours: () => costs(signalbox.pane, [...signalbox.pids(), zoom.pid], loads),
        tmux: tmux === null || client === null ? null : () => costs(tmux.pane, [tmux.serverPid, client.pid], loads),
      },
      [signalbox, tmux, zoom, client],
    );
  },
};

async function openInProcess(folder: string): Promise<AsyncDisposable & { pane: Pane; pid: number }> {
  const pipe = join(folder, 'in-process');
  const [hooks, program] = ['../from-dist.ts', '../load/in-process.ts'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const child = spawn(process.execPath, ['--import', hooks ?? '', program ?? '', pipe], { stdio: 'inherit' });
  const close = own(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  const pane = new Pane(pipe);
  await pane.ready();
  return { pane, pid: child.pid ?? 0, [Symbol.asyncDispose]: close };
}
