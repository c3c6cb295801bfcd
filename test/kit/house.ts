import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listSession } from '../../src/core/words/listing.ts';
import { reduce } from '../../src/core/reduce.ts';
import type { Session, State } from '../../src/core/model/session.ts';
import { type World, emptyWorld, sessionsOf } from '../../src/core/model/world.ts';
import { type Connection, openConnection } from '../../src/wire/connection.ts';
import { placesOf } from '../../src/wire/places.ts';
import type { Params } from '../../src/wire/requests.ts';
import { isRunning } from './is-running.ts';
import { type Files, type TestRepository, makeRepository } from './repository.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');
/** Ends a hang with a report; no test is decided by it. */
const defaultPatienceMs = 60_000;

export interface HouseOptions {
  readonly files?: Files;
  /** Name to command. */
  readonly checks?: Readonly<Record<string, string>>;
  /** More lines for config.yaml. */
  readonly config?: string;
  /** Name to shell script. In it `hold NAME` waits for `house.release(NAME)`, and `reach NAME` ends `house.reached(NAME)`. */
  readonly agents: Readonly<Record<string, string>>;
  /** The person's own config.yaml. */
  readonly person?: string;
  /** The person's environment; by default the tests' own. */
  readonly env?: (repo: TestRepository) => Record<string, string>;
  /** How long a wait lasts at most, ms. */
  readonly patienceMs?: number;
}

/** What one command of the program did. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A real daemon with a real repository and real agents, in a folder of its own that is gone at the end of the scope. */
export class House implements AsyncDisposable {
  readonly repo: TestRepository;
  readonly env: Record<string, string>;
  world: World = emptyWorld;
  #connection: Connection | null = null;
  readonly #watchers = new Set<(world: World) => void>();
  readonly #children = new Set<ChildProcess>();

  readonly #patienceMs: number;

  constructor(repo: TestRepository, env: Record<string, string>, patienceMs = defaultPatienceMs) {
    this.repo = repo;
    this.env = env;
    this.#patienceMs = patienceMs;
  }

  get connection(): Connection {
    if (this.#connection === null) throw new Error('the house has no daemon now');
    return this.#connection;
  }

  /** Runs a command line as a person would, in the repository. */
  cli(...words: string[]): Promise<Outcome> {
    return this.run(words);
  }

  run(
    words: readonly string[],
    options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
  ): Promise<Outcome> {
    return new Promise((done, failed) => {
      const child = spawn(process.execPath, [launcher, ...words], {
        cwd: options.cwd ?? this.repo.root,
        env: { ...this.env, ...options.env },
      });
      this.#children.add(child);
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
      child.once('error', failed);
      child.once('close', (status) => {
        this.#children.delete(child);
        done({ status, stdout, stderr });
      });
      child.stdin.end(options.input ?? '');
    });
  }

  /** Connects to the daemon, started by the program itself when none is there, and follows the world. */
  async connect(): Promise<void> {
    const started = await this.cli('daemon', 'start');
    if (started.status !== 0) throw new Error(`the daemon did not start: ${started.stderr}\n${this.daemonLog()}`);
    const connection = await openConnection(placesOf(this.env).controlSocket);
    this.#connection = connection;
    connection.onNotification((notification) => {
      if (notification.notify !== 'event' || notification.recorded.seq <= this.world.seq) return;
      this.world = reduce(this.world, notification.recorded);
      for (const watcher of this.#watchers) watcher(this.world);
    });
    this.world = (await connection.request('world/subscribe', {})).world;
    for (const watcher of this.#watchers) watcher(this.world);
  }

  /** Calls `look` with the world now and after each event. */
  watch(look: (world: World) => void): void {
    this.#watchers.add(look);
    look(this.world);
  }

  /** Waits until `find` finds something in the world; a wait that never ends says what was wanted and what was there. */
  async until<Found>(wanted: string, find: (world: World) => Found | null | undefined | false): Promise<Found> {
    const found = Promise.withResolvers<Found>();
    const look = (world: World) => {
      const value = find(world);
      if (value !== null && value !== undefined && value !== false) found.resolve(value);
    };
    const timer = setTimeout(() => found.reject(new Error(`wanted: ${wanted}\n${this.report()}`)), this.#patienceMs);
    this.watch(look);
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(look);
    }
  }

  /** Waits until the session is in one of these states. */
  reaches(id: number, ...states: State[]): Promise<Session> {
    return this.until(`#${id} ${states.join(' or ')}`, (world) => {
      const session = world.sessions[id];
      return session !== undefined && states.includes(session.state) ? session : null;
    });
  }

  /** The session as it is now. */
  session(id: number): Session {
    const session = this.world.sessions[id];
    if (session === undefined) throw new Error(`there is no #${id}`);
    return session;
  }

  /** Makes a task for one of the house's agents and gives its number. */
  async start(title: string, task: Partial<Params<'task/create'>> & { agent: string }): Promise<number> {
    const { session } = await this.connection.request('task/create', {
      path: this.repo.root,
      title,
      prompt: `please: ${title}`,
      kind: 'isolated',
      scope: [],
      checks: [],
      stop: [],
      priority: 0,
      after: [],
      env: { ...this.env },
      ...task,
    });
    return session;
  }

  /** Lets the agent that holds, or comes to hold, at `name` go on. */
  async release(name: string): Promise<void> {
    await writeFile(this.#step(name), 'on\n');
  }

  /** Waits until a script says that it has reached `name`. */
  async reached(name: string): Promise<void> {
    await readFile(this.#step(name));
  }

  /** `name` can be held at, or reached, from now on. */
  prepareStep(name: string): void {
    if (!existsSync(this.#step(name))) execFileSync('mkfifo', [this.#step(name)]);
  }

  async daemonPid(): Promise<number> {
    return (await this.connection.request('daemon/status', {})).pid;
  }

  /** Kills the daemon without a warning, and waits until the connection is lost. */
  async killDaemon(): Promise<void> {
    const { connection } = this;
    const pid = await this.daemonPid();
    process.kill(pid, 'SIGKILL');
    await connection.closed;
    // Its other connections end with it, each in its turn.
    while (isRunning(String(pid))) await pause(5);
    this.#connection = null;
  }

  /** The daemon's last log lines. */
  daemonLog(): string {
    const path = placesOf(this.env).daemonLog;
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-20).join('\n') : 'no daemon log';
  }

  report(): string {
    const sessions = sessionsOf(this.world).map((session) =>
      JSON.stringify({
        ...listSession(this.world, session),
        last: session.history.slice(-6).map((entry) => entry.what),
        run: session.run,
        screen: session.exit?.screen.slice(-4),
      }),
    );
    return `world at ${this.world.seq}:\n${sessions.join('\n')}\ndaemon log:\n${this.daemonLog()}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    // Whatever a story did to the daemon, the one that is there now takes its agents with it.
    await this.cli('daemon', 'start');
    const status = await this.cli('daemon', 'status', '--json');
    const stopped = await this.cli('daemon', 'stop', '--agents');
    const pid = /"pid": (\d+)/.exec(status.stdout)?.[1];
    if (stopped.status !== 0 || pid === undefined) throw new Error(`the daemon is not put away: ${stopped.stderr}`);
    while (isRunning(pid)) await pause(20);
    await this.repo[Symbol.asyncDispose]();
  }

  #step(name: string): string {
    return join(this.repo.folder, 'steps', name);
  }
}

/** Opens a house whose repository is trusted and whose daemon runs. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const repo = makeRepository(options.files === undefined ? {} : { files: options.files });
  const home = join(repo.folder, 'sb');
  const env: Record<string, string> = {
    ...(options.env === undefined ? ownEnvironment() : options.env(repo)),
    SIGNALBOX_HOME: home,
    HOUSE_STEPS: join(repo.folder, 'steps'),
  };
  mkdirSync(env['HOUSE_STEPS'] ?? '', { recursive: true });
  mkdirSync(home, { mode: 0o700 });
  if (options.person !== undefined) writeFileSync(join(home, 'config.yaml'), options.person);
  const house = new House(repo, env, options.patienceMs);
  for (const script of [...Object.values(options.agents), ...Object.values(options.checks ?? {})]) {
    for (const [, name] of script.matchAll(/\b(?:hold|reach) (\w+)/g)) house.prepareStep(name ?? '');
  }
  repo.commit({ '.signalbox/config.yaml': configText(repo.folder, options) });
  await house.connect();
  await house.connection.request('repo/trust', { path: repo.root });
  return house;
}

function ownEnvironment(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(SIGNALBOX_|NODE_|VITEST|npm_)/.test(name)) env[name] = value;
  }
  return env;
}

const preamble = `hold() { read -r _ < "$HOUSE_STEPS/$1"; }
reach() { echo on > "$HOUSE_STEPS/$1"; }\n`;

function configText(folder: string, { checks = {}, agents, config = '' }: HouseOptions): string {
  const scripts = join(folder, 'agents');
  mkdirSync(scripts, { recursive: true });
  writeFileSync(join(scripts, 'steps.sh'), preamble);
  const named = Object.entries(agents).map(([name, script]) => {
    writeFileSync(join(scripts, `${name}.sh`), `${preamble}${script}\n`);
    return `  ${name}: { command: [sh, ${join(scripts, `${name}.sh`)}] }`;
  });
  const checked = Object.entries(checks).map(
    ([name, run]) => `  - { name: ${name}, run: ${JSON.stringify(withSteps(scripts, run))} }`,
  );
  return [
    'target: main',
    ...(checked.length === 0 ? [] : ['checks:', ...checked]),
    'agents:',
    ...named,
    config,
    '',
  ].join('\n');
}

/** A check stays as it was written, unless it uses the steps. */
function withSteps(scripts: string, run: string): string {
  return /\b(hold|reach) \w/.test(run) ? `. ${join(scripts, 'steps.sh')}; ${run}` : run;
}
