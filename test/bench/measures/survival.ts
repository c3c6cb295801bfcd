import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { tileSize } from '../../../src/core/picture.ts';
import { writeFixture } from '../kit/fixtures.ts';
import { opened } from '../kit/opened.ts';
import { paced } from '../kit/pane.ts';
import { shareOf } from '../kit/settle.ts';
import { Signalbox, fullSize, screensOf } from '../kit/signalbox.ts';
import { Tmux } from '../kit/tmux.ts';
import { type Measure, type Samples, rowsOf } from '../measure.ts';

const sessions = [1, 2, 3, 4];

/** How long a new daemon takes to have everything again, and a viewer to see it. */
export const restart: Measure = {
  name: 'restart',
  rows: rowsOf({ unit: 'ms', statistic: 'p50' }, [
    {
      name: 'daemon-ready',
      means: 'start of the daemon until it has 4 sessions of 200 KB output again and has shown their screens',
      budget: { ours: 300 },
      sample: 'attached',
      rival: null,
    },
    { name: 'daemon-serves', means: 'until it says that it serves', budget: null, sample: 'ready', rival: null },
    {
      name: 'attach-screen',
      means: 'a new client asks for a session with 1,000 lines of history: until its first whole screen; tmux: attach',
      budget: { ours: 50 },
      sample: 'screen',
      rival: 'tmux',
    },
  ]),
  async open({ folder, tmux: wanted }) {
    const fill = `head -c 200000 ${writeFixture(folder, 'agent', 500_000)}`;
    const signalbox = await Signalbox.open(sessions.length);
    for (const pane of signalbox.panes) await pane.run(fill);
    const tmux = wanted ? await Tmux.open({ folder, panes: 1, ...fullSize }) : null;
    await tmux?.pane.run(fill);
    const ours = async (): Promise<Samples> => ({
      ...(await startAnew(signalbox)),
      screen: await firstScreens(signalbox),
    });
    return opened({ ours, tmux: tmux === null ? null : () => firstAttach(tmux) }, [signalbox, tmux]);
  },
};

async function firstAttach(server: Tmux): Promise<Samples> {
  await using outer = server.attaching();
  return { screen: (await outer.shows('[0]')) - outer.startedAt };
}

async function startAnew(signalbox: Signalbox): Promise<Samples> {
  await signalbox.stopDaemon();
  const { file, words, env } = signalbox.daemonCommand();
  const begun = performance.now();
  const child = spawn(file, words, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(createInterface({ input: child.stdout }), 'line');
  const ready = performance.now() - begun;
  const connection = await signalbox.connect();
  await screensOf(connection, sessions);
  const attached = performance.now() - begun;
  connection.close();
  child.stdout.destroy();
  child.unref();
  await signalbox.reconnect();
  return { ready, attached };
}

async function firstScreens(signalbox: Signalbox): Promise<number[]> {
  const times: number[] = [];
  for (let attach = 0; attach < 5; attach++) {
    const connection = await signalbox.connect();
    const begun = performance.now();
    await screensOf(connection, [1]);
    times.push(performance.now() - begun);
    connection.close();
  }
  return times;
}

const killsPerRound = 10;
const lineBytes = 24;

/** What a daemon that is killed again and again loses of its agents' output. */
export const kills: Measure = {
  name: 'kills',
  rows: rowsOf({ rival: null, statistic: 'sum' }, [
    {
      name: 'kill-bytes-lost',
      means: 'bytes missing or doubled in the output of 4 sessions that write while their daemon is killed (kill -9)',
      budget: { ours: 0 },
      sample: 'lost',
      unit: 'bytes',
    },
    { name: 'kill-count', means: 'kills', budget: null, sample: 'kills', unit: 'kills' },
    {
      name: 'kill-screens-wrong',
      means: 'last lines of the sessions that their screens do not show afterwards',
      budget: { ours: 0 },
      sample: 'wrong',
      unit: 'screens',
    },
    {
      name: 'kill-recovery',
      means: 'kill to a daemon that answers again, a new command starting it',
      budget: null,
      sample: 'recovery',
      unit: 'ms',
      statistic: 'p50',
    },
  ]),
  async open({ folder, quick }) {
    const tick = writeFixture(folder, 'tick', 1_900_000);
    const signalbox = await Signalbox.open(sessions.length);
    const rounds = quick ? killsPerRound / 2 : killsPerRound;
    let before = sessions.map(() => 0);
    return opened(
      {
        ours: async () => {
          // Whoever writes does so for as long as there is killing.
          const killing = new AbortController();
          const writing = signalbox.panes.map(async (pane) => {
            let bursts = 0;
            for (; !killing.signal.aborted; bursts++) await pane.run(paced(tick, 40_000, 1));
            await pane.run('echo; echo all is written');
            return bursts;
          });
          const recovery: number[] = [];
          for (let kill = 0; kill < rounds; kill++) {
            await pause(80 + ((kill * 37) % 150));
            const begun = performance.now();
            await signalbox.killDaemon();
            recovery.push(performance.now() - begun);
          }
          killing.abort();
          const bursts = await Promise.all(writing);
          const outputs = await Promise.all(sessions.map((id) => signalbox.output(id)));
          const lost = outputs.map((text, index) => missing(text.slice(before[index]), bursts[index] ?? 0));
          before = outputs.map((text) => text.length);
          const wrong = await wrongScreens(signalbox);
          return { lost, kills: rounds, recovery, wrong };
        },
      },
      [signalbox],
    );
  },
};

/** Bytes of numbered lines that are not where they should be: each burst counts from 0 and ends by saying where. */
function missing(text: string, bursts: number): number {
  let [wrong, next, ended] = [0, 0, 0];
  for (const [, digits, end] of text.matchAll(/^(?:tick (\d{6}) of the pane|wrote (\d+) bytes)$/gm)) {
    if (end === undefined) {
      wrong += Math.abs(Number(digits) - next) * lineBytes;
      next = Number(digits) + 1;
    } else {
      wrong += Math.abs(Number(end) - next * lineBytes);
      next = 0;
      ended++;
    }
  }
  return wrong + Math.abs(bursts - ended);
}

async function wrongScreens(signalbox: Signalbox): Promise<number> {
  const shown = await Promise.all(sessions.map((id) => signalbox.screenText(id)));
  return shown.filter((text) => !text.trimEnd().endsWith('all is written')).length;
}

/** A program that does not read what is typed into it. */
export const stalledReader: Measure = {
  name: 'stalled-reader',
  rows: rowsOf({ rival: 'tmux', statistic: 'p50' }, [
    {
      name: 'stalled-reader',
      means: 'daemon and holder while 1 MB waits for a program that does not read; tmux: paste-buffer',
      budget: { ours: 5 },
      sample: 'share',
      unit: '% of a core',
    },
  ]),
  async open({ folder, tmux: wanted, seconds }) {
    const window = seconds(2.5, 1.5);
    const paste = writeFixture(folder, 'log', 1_000_000);
    const deaf = `stty raw -echo; sleep ${window + 1}; timeout --foreground 1 cat >/dev/null; stty sane`;
    const signalbox = await Signalbox.open(1);
    const tmux = wanted ? await Tmux.open({ folder, panes: 1, ...tileSize }) : null;
    const ours = async (): Promise<Samples> => {
      await signalbox.pane.tell(deaf);
      await pause(200);
      for (let piece = 0; piece < 16; piece++) await signalbox.type(1, Buffer.alloc(65_536, 'a'));
      await pause(300);
      const share = await shareOf(signalbox.pids(), window);
      await signalbox.pane.idle();
      return { share };
    };
    const theirs = async (server: Tmux): Promise<Samples> => {
      await server.pane.tell(deaf);
      await pause(200);
      await server.command('load-buffer', paste);
      await server.command('paste-buffer');
      await pause(300);
      const share = await shareOf([server.serverPid], window);
      await server.pane.idle();
      return { share };
    };
    return opened({ ours, tmux: tmux === null ? null : () => theirs(tmux) }, [signalbox, tmux]);
  },
};
