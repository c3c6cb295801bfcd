import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, realpathSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What a session of Codex runs as its one program: `node launch.js PLAN`. It starts the app-server, then the TUI that is
 * attached to it; starts an app-server anew that has died while the TUI lives; ends it when the TUI has ended, and ends
 * as the TUI did. Both are in its process group. It loads nothing but Node's own, so that it is there at once.
 */
export interface LaunchPlan {
  /** The app-server's argv, and the path it is told to listen on. */
  readonly server: readonly [string, ...string[]];
  readonly socket: string;
  /** What the app-server prints. */
  readonly log: string;
  /** The argv of the TUI. */
  readonly terminal: readonly [string, ...string[]];
}

/** An app-server that does not listen by then never will, ms. */
const listenMs = 30_000;
const lookMs = 20;
/** Between its death and the next start, ms; doubled with each early death. */
const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** One that lived so long did not die of how it was started, ms. */
const healthyMs = 30_000;
/** What an app-server gets to end in, ms: it waits for running turns at the first TERM, and not at the second. */
const graceMs = 400;

const passedOn = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** How a child ended: one of the two is null. */
interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly words: string;
}

/** As a shell says it of a command that cannot be run. */
const cannotRun = 127;

function ended(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: cannotRun, signal: null, words: error.message }));
    child.once('exit', (code, signal) => resolve({ code, signal, words: signal ?? `exit ${code}` }));
  });
}

function readPlan(path: string): LaunchPlan {
  const plan: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const field = (name: string): unknown => (typeof plan === 'object' && plan !== null ? Reflect.get(plan, name) : null);
  const argv = (name: string): [string, ...string[]] => {
    const words: unknown = field(name);
    const [program, ...rest] = Array.isArray(words) ? words.map(String) : [];
    if (program === undefined) throw new TypeError(`${path} has no ${name}`);
    return [program, ...rest];
  };
  return {
    server: argv('server'),
    terminal: argv('terminal'),
    socket: String(field('socket')),
    log: String(field('log')),
  };
}

/** Whether somebody listens. The path may be a link to a shorter one: a socket's own path is limited to 107 bytes. */
function listens(path: string): Promise<boolean> {
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    const socket = connect(target, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function note(log: number, words: string): void {
  writeSync(log, `signalbox: ${words}\n`);
}

/** The app-server, as long as it is wanted. */
class Server {
  readonly #plan: LaunchPlan;
  readonly #log: number;
  #child: ChildProcess | null = null;
  #wanted = true;

  constructor(plan: LaunchPlan) {
    this.#plan = plan;
    this.#log = openSync(plan.log, 'a', 0o600);
  }

  /** Resolves with its end, which is not wanted before `stop`. */
  async #run(): Promise<End> {
    const [program, ...rest] = this.#plan.server;
    this.#child = spawn(program, rest, { stdio: ['ignore', this.#log, this.#log] });
    const end = await ended(this.#child);
    this.#child = null;
    note(this.#log, `the app-server ended: ${end.words}`);
    return end;
  }

  /** Starts it and keeps it running; resolves when it listens. @throws Error when it ends, or does not listen in time */
  async start(): Promise<void> {
    const first = this.#run();
    // First in the race below: an end that is known counts before the look for a socket that is not there.
    const early = first.then((end) => {
      throw new Error(`codex app-server ended before it listened: ${end.words}`);
    });
    // Its end later on is dealt with below.
    early.catch(() => undefined);
    const deadline = Date.now() + listenMs;
    while (!(await Promise.race([early, listens(this.#plan.socket)]))) {
      if (Date.now() > deadline) throw new Error('codex app-server does not listen');
      await delay(lookMs);
    }
    void this.#keep(first);
  }

  async #keep(first: Promise<End>): Promise<void> {
    let run = first;
    let pauseMs = firstPauseMs;
    for (;;) {
      const since = Date.now();
      await run;
      pauseMs = Date.now() - since > healthyMs ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      await delay(pauseMs);
      if (!this.#wanted) return;
      note(this.#log, 'starting it again');
      run = this.#run();
    }
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGKILL'] as const) {
      const child = this.#child;
      if (child === null) break;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill(signal);
      await Promise.race([gone, delay(graceMs)]);
    }
  }
}

/** The last lines of a file, for the screen. */
function tail(path: string, lines = 20): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

async function launch(plan: LaunchPlan): Promise<void> {
  const server = new Server(plan);
  let terminal: ChildProcess | null = null;
  let told: NodeJS.Signals | null = null;
  for (const signal of passedOn) {
    process.on(signal, () => {
      told ??= signal;
      terminal?.kill(signal);
    });
  }
  // A key in the terminal is the TUI's; ours would be a race with it.
  process.on('SIGINT', () => undefined);
  let end: End = { code: 1, signal: null, words: '' };
  try {
    await server.start();
    if (told === null) {
      const [program, ...rest] = plan.terminal;
      terminal = spawn(program, rest, { stdio: 'inherit' });
      end = await ended(terminal);
      if (end.code === cannotRun) process.stderr.write(`${end.words}\r\n`);
    }
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\r\n${tail(plan.log)}\r\n`);
  }
  await server.stop();
  const signal = end.signal ?? told;
  if (signal === null) process.exit(end.code ?? 1);
  for (const name of passedOn) process.removeAllListeners(name);
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, signal);
}

const [, , planPath] = process.argv;
if (planPath === undefined) throw new TypeError('launch.js needs its plan');
await launch(readPlan(planPath));
