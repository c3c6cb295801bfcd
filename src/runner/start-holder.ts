import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Fault } from '../core/fault.ts';
import { inspectRun } from './find-run.ts';
import type { LostRun, RunState } from './find-run.ts';
import type { ExitRecord, Hello, StartRequest } from './protocol/holder-messages.ts';
import { readIfThere, runFiles, writeJson } from './holder/run-files.ts';

export interface StartOptions extends StartRequest {
  /** Directory of this run alone, kept until the run is forgotten. Made when absent, mode 0700. */
  readonly runDir: string;
}

export type StartedRun =
  /** The holder accepts clients. It may end at once if the program does: then its socket is gone, and its files tell. */
  | { readonly kind: 'running'; readonly hello: Hello }
  | { readonly kind: 'exited'; readonly exit: ExitRecord; readonly hello: Hello | undefined }
  | LostRun;

/** What a holder needs of our own environment; the program's comes with the request. */
const ownVariables = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

function holderEnvironment(): Record<string, string> {
  const found = ownVariables.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The holder's program beside this one: TypeScript in the sources, JavaScript when built. */
function holderProgram(): string {
  return fileURLToPath(new URL(`./holder-main${extname(import.meta.url)}`, import.meta.url));
}

/** Starts the holder's process and resolves with the word it says: empty when it ended without one. */
async function launch(runDir: string): Promise<string> {
  const log = openSync(runFiles(runDir).holderLog, 'a', 0o600);
  try {
    const holder = spawn(process.execPath, [holderProgram(), runDir], {
      cwd: '/',
      env: holderEnvironment(),
      // Its own session: neither our end nor a key in our terminal reaches it.
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
    });
    const failed = new Promise<never>((_, reject) => holder.once('error', reject));
    const words = holder.stdio[3];
    if (!(words instanceof Readable)) throw new TypeError('the holder has no pipe to say that it is ready');
    const word = await Promise.race([text(words), failed]);
    holder.unref();
    return word;
  } finally {
    closeSync(log);
  }
}

/** A holder that has claimed the run and not started its program yet. */
function isStarting(state: RunState): boolean {
  return state.kind === 'alive' && state.hello.pid === null;
}

/** Waits for a holder that another process has started: it may also die, and of that there is no event. */
async function settled(runDir: string): Promise<RunState> {
  let state = inspectRun(runDir);
  while (isStarting(state)) {
    await delay(20);
    state = inspectRun(runDir);
  }
  return state;
}

function outcome(state: RunState, options: StartOptions): StartedRun {
  if (state.kind === 'none') {
    const said = readIfThere(runFiles(options.runDir).holderLog)?.trim() ?? '';
    const reason = /^\w*(?:Error|Fault)\b.*$/mu.exec(said)?.[0] ?? said.split('\n').at(-1) ?? '';
    const message = `the process that holds session ${options.id} did not start: ${reason}`;
    throw new Fault({ code: 'environment', message, hint: `see ${runFiles(options.runDir).holderLog}` });
  }
  if (state.hello !== undefined && state.hello.nonce !== options.nonce) {
    throw new Fault({ code: 'bug', message: `${options.runDir} belongs to another run of session ${state.hello.id}` });
  }
  return state.kind === 'alive' ? { kind: 'running', hello: state.hello } : state;
}

/**
 * Starts the holder of a run and its program, once: when the run has a holder, has ended or was lost, that is returned and
 * nothing is started. @throws Fault when the holder cannot start, or the directory is another run's.
 */
export async function startHolder(options: StartOptions): Promise<StartedRun> {
  const { runDir, ...request } = options;
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  if (inspectRun(runDir).kind === 'none') {
    writeJson(runFiles(runDir).start, request);
    const word = await launch(runDir);
    if (word === 'ready') return outcome(inspectRun(runDir), options);
  }
  return outcome(await settled(runDir), options);
}
