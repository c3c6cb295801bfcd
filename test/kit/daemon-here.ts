import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session, State } from '../../src/core/model/session.ts';
import { type World, emptyWorld } from '../../src/core/model/world.ts';
import { reduce } from '../../src/core/reduce.ts';
import { startDaemon } from '../../src/daemon/daemon.ts';
import { Journal } from '../../src/journal/journal.ts';
import { type Connection, openConnection } from '../../src/wire/connection.ts';
import { type Places, placesOf, sessionSocket } from '../../src/wire/places.ts';
import { type Files, type TestRepository, makeRepository } from './repository.ts';

/** Ends a hang with a report; no test is decided by it. */
const hangMs = 40_000;

export interface DaemonHereOptions {
  /** Name to command. In it `$STEPS` is a folder with the fifos of `steps`. */
  readonly checks?: Readonly<Record<string, string>>;
  readonly setup?: readonly string[];
  /** Script of the agent; default: it stays until `release('agent')`. The test itself speaks on the session's socket. */
  readonly agent?: string;
  readonly steps?: readonly string[];
  readonly files?: Files;
}

/** A real daemon in this process: real repository, journal, holders and agents; it can be stopped and started again. */
export class DaemonHere implements AsyncDisposable {
  readonly repo: TestRepository;
  readonly places: Places;
  readonly log: string[] = [];
  world: World = emptyWorld;
  #connection: Connection | null = null;
  #daemon: Awaited<ReturnType<typeof startDaemon>> | null = null;
  readonly #agents = new Set<Connection>();
  readonly #lookers = new Set<() => void>();

  private constructor(repo: TestRepository) {
    this.repo = repo;
    this.places = placesOf({ SIGNALBOX_HOME: join(repo.folder, 'sb') });
  }

  static async open(options: DaemonHereOptions = {}): Promise<DaemonHere> {
    const here = new DaemonHere(makeRepository(options.files === undefined ? {} : { files: options.files }));
    mkdirSync(here.#step(''));
    for (const step of ['agent', ...(options.steps ?? [])]) execFileSync('mkfifo', [here.#step(step)]);
    const checks = Object.entries(options.checks ?? {}).map(([name, run]) => ({ name, run }));
    const agents = { script: { command: ['sh', '-c', options.agent ?? 'read -r _ < "$STEPS/agent"'] } };
    // JSON is YAML.
    const config = JSON.stringify({ target: 'main', checks, setup: options.setup ?? [], agents });
    here.repo.commit({ '.signalbox/config.yaml': config });
    await here.start();
    await here.connection.request('repo/trust', { path: here.repo.root });
    return here;
  }

  /** As a person's client. */
  get connection(): Connection {
    if (this.#connection === null) throw new Error('no daemon runs');
    return this.#connection;
  }

  async start(): Promise<void> {
    const journal = Journal.open(this.places.journal);
    if (journal === null) throw new Error('the journal is locked');
    this.#daemon = await startDaemon({
      places: this.places,
      journal,
      movedHome: this.places.home,
      log: (what, thrown) => void this.log.push(thrown instanceof Error ? `${what}: ${thrown.stack}` : what),
      now: Date.now,
    });
    const connection = await openConnection(this.places.controlSocket);
    this.#connection = connection;
    connection.onNotification((notification) => {
      if (notification.notify !== 'event') return;
      this.world = reduce(this.world, notification.recorded);
      for (const look of this.#lookers) look();
    });
    this.world = (await connection.request('world/subscribe', {})).world;
  }

  /** Puts the daemon away; agents go on unless they are ended too. */
  async stop(agents = false): Promise<void> {
    const ended = this.#daemon?.ended;
    await this.connection.request('daemon/stop', { agents });
    await ended;
    this.#daemon = null;
    this.#connection = null;
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Makes a task and gives its number. */
  async task(title = 'work', { lead = false } = {}): Promise<number> {
    const { session } = await this.connection.request('task/create', {
      path: this.repo.root,
      title,
      prompt: title,
      kind: 'isolated',
      scope: [],
      checks: [],
      stop: [],
      agent: null,
      priority: 0,
      after: [],
      lead,
      env: { PATH: process.env['PATH'] ?? '', STEPS: this.#step('') },
    });
    return session;
  }

  /** Makes a task and waits until its agent runs. */
  async atWork(title?: string): Promise<number> {
    const id = await this.task(title);
    await this.until((world) => world.sessions[id]?.run?.phase === 'alive');
    return id;
  }

  /** The same, of a lead. */
  async lead(): Promise<number> {
    const id = await this.task('lead it', { lead: true });
    await this.until((world) => world.sessions[id]?.run?.phase === 'alive');
    return id;
  }

  /** A connection as that session's agent has it. */
  async agent(id: number): Promise<Connection> {
    const connection = await openConnection(sessionSocket(this.places, id));
    this.#agents.add(connection);
    return connection;
  }

  session(id: number): Session {
    const session = this.world.sessions[id];
    if (session === undefined) throw new Error(`there is no #${id}`);
    return session;
  }

  /** Writes into a session's worktree. */
  write(id: number, files: Files): void {
    const { worktree } = this.session(id);
    if (worktree === null) throw new Error(`#${id} has no worktree`);
    this.repo.write(files, worktree.path);
  }

  /** Waits until the world is so. */
  async until(isSo: (world: World) => boolean): Promise<void> {
    const so = Promise.withResolvers<void>();
    const look = () => {
      if (isSo(this.world)) so.resolve();
    };
    const report = () => `${isSo.toString()}\n${JSON.stringify(this.world.sessions, null, 1)}\n${this.log.join('\n')}`;
    const timer = setTimeout(() => so.reject(new Error(`waited for ${report()}`)), hangMs);
    this.#lookers.add(look);
    look();
    await so.promise.finally(() => {
      clearTimeout(timer);
      this.#lookers.delete(look);
    });
  }

  async reaches(id: number, state: State): Promise<Session> {
    await this.until((world) => world.sessions[id]?.state === state);
    return this.session(id);
  }

  /** Waits until a script writes to this step. */
  async reached(step: string): Promise<void> {
    await readFile(this.#step(step));
  }

  /** Lets the script go on that reads this step, now or later. */
  async release(step: string): Promise<void> {
    await writeFile(this.#step(step), 'on\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#connection === null) await this.start();
    await this.stop(true);
    for (const agent of this.#agents) agent.close();
    await this.repo[Symbol.asyncDispose]();
  }

  #step(name: string): string {
    return join(this.repo.folder, 'steps', name);
  }
}
