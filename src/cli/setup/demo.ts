import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { type DemoHouse, makeDemoHouse, queueDemoTasks } from '../../demo/demo-house.ts';
import { playStory } from '../../demo/play-story.ts';
import { type Verification, verifyLandings } from '../../demo/verify-landings.ts';
import { type Call, commandEntry } from '../command-entry.ts';
import { withDaemon } from '../connect-daemon.ts';
import { endDaemon } from '../end-daemon.ts';
import { exitStatus } from '../exit-status.ts';
import { openDashboardHere } from '../open-dashboard-here.ts';
import { takeTerminal } from '../take-terminal.ts';
import type { KeptRecord } from '../../tty/modes/terminal-record.ts';
import { terminalsIn } from './terminal.ts';
import { type Shell, isInteractive, print, printJson } from '../shell.ts';

const options = z.object({ keep: z.string().optional(), plain: z.boolean().default(false) });
type Options = z.infer<typeof options>;

/** Rest of the scripted agents after each line: to be watched, and when nobody watches, ms. */
const paceMs = { watched: 350, told: 40 } as const;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A small repository, scripted agents in real terminals, and the whole way from task to landing. */
export const demoCommand = commandEntry({
  name: 'demo',
  does: 'see it work on a small repository with scripted agents; no agent, key or network needed',
  audience: 'person',
  flags: [
    { flags: '--keep <folder>', does: 'make it there and leave it' },
    { flags: '--plain', does: 'plain lines instead of the dashboard, and nothing to decide' },
  ],
  options,
  run: demo,
});

async function demo(call: Call<Options>): Promise<void> {
  const { shell, options: chosen, json } = call;
  const watched = isInteractive(shell) && !chosen.plain && !json;
  const ended = new AbortController();
  const end = (signal: NodeJS.Signals) =>
    ended.abort(new Fault({ code: 'refused', message: `the demo was ended by ${signal}, and everything is put away` }));
  for (const signal of endingSignals) process.on(signal, end);
  try {
    // Before anything is made: after a repair everything begins again.
    const record = watched ? takeTerminal(terminalsIn(shell.env)) : undefined;
    const house = await makeDemoHouse({
      keep: chosen.keep ?? null,
      cwd: shell.cwd,
      env: shell.env,
      paceMs: watched ? paceMs.watched : paceMs.told,
    });
    const inside: Shell = { ...shell, env: house.env, cwd: house.root };
    try {
      if (watched) await watch(inside, house, record);
      else await tell(call, { inside, house, signal: ended.signal });
      ended.signal.throwIfAborted();
    } finally {
      await endDaemon(inside, { agents: true });
      house.remove();
    }
    if (chosen.keep !== undefined && !json) {
      print(shell, `kept: cd ${house.root} && SIGNALBOX_HOME=${join(house.folder, 'home')} signalbox list`);
    }
  } finally {
    for (const signal of endingSignals) process.off(signal, end);
  }
}

/** The person decides, in the dashboard. */
async function watch(inside: Shell, house: DemoHouse, record: KeptRecord | undefined): Promise<void> {
  await withDaemon(inside, (connection) => queueDemoTasks(connection, house));
  await openDashboardHere(inside, { session: null, record });
}

/** A script decides, and what happens is told line by line. */
async function tell(
  { shell, json }: Call<Options>,
  { inside, house, signal }: { inside: Shell; house: DemoHouse; signal: AbortSignal },
): Promise<void> {
  const say = (line: string) => {
    if (!json) print(shell, line);
  };
  const found = await withDaemon(inside, async (connection) => {
    const begin = () => queueDemoTasks(connection, house);
    const world = await playStory(connection, { say, signal, begin });
    return verifyLandings(world, { root: house.root, scratch: join(house.folder, 'verify'), env: house.env });
  });
  if (json) printJson(shell, found);
  else print(shell, ...summary(found));
  if (found.problems.length > 0) shell.exit = exitStatus.refused;
}

function summary({ landed, problems }: Verification): string[] {
  return [
    '',
    `landed on main, one commit each:`,
    ...landed.map((line) => `  ${line}`),
    ...(problems.length === 0
      ? ['everything that should have landed did, and nothing else']
      : ['this should not be:', ...problems.map((line) => `  ${line}`)]),
  ];
}
