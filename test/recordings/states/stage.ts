import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type IPty, spawn } from 'node-pty';

import type { Adapter, AgentLink, Channel } from '../../../src/agents/adapter.ts';
import { adapterNamed } from '../../../src/agents/adapters.ts';
import type { AgentOptions } from '../../../src/core/model/config.ts';
import { decideReport } from '../../../src/core/decide/report.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { endProcesses, findMarkedProcesses } from '../../../src/runner/process/process-tree.ts';
import { Model } from '../../agents/model/model-server.ts';
import { Story } from '../../core/worlds.ts';
import { startHookServer } from './hook-server.ts';
import { followFolder } from './follow-folder.ts';
import { rowsOf } from './rows-of.ts';
import { Shown } from './shown-state.ts';
import { type Entry, type TrueState, writeStateRecording } from './state-recording.ts';
import { type Scene, type Seed, place } from './state-scene.ts';
import { type Told, tapServer } from './tap-server.ts';

const size = { columns: 100, rows: 30 };

/** One scene with a real agent: everything is written down as it happens, with what is true meanwhile. */
export class Stage {
  readonly model: Model;
  readonly entries: Entry[] = [];
  readonly screen: HeadlessScreen;
  readonly #shown = new Shown();
  readonly #startedAt = Date.now();
  readonly #pty: IPty;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #exited = Promise.withResolvers<void>();
  #channel: Channel | null = null;
  #calls = 0;
  #quietSince = Date.now();

  private constructor(model: Model, { server, pty }: { server: Server; pty: IPty }) {
    this.model = model;
    this.#server = server;
    this.#pty = pty;
    this.screen = new HeadlessScreen({
      ...size,
      onReply: (bytes) => pty.write(bytes),
      onSignal: (signal) => {
        if (signal.kind === 'status') this.#channel?.seen?.(signal);
        if (signal.kind === 'bell') this.#channel?.seen?.({ kind: 'bell' });
        if (signal.kind === 'notification') this.#channel?.seen?.({ kind: 'notification', text: signal.text });
      },
    });
  }

  /** Records a scene; gives what went wrong, null when nothing did. */
  static async record(agent: string, scene: Scene, seed: Seed): Promise<string> {
    const adapter = adapterNamed(agent);
    if (adapter === undefined) throw new Error(`no adapter ${agent}`);
    const model = await Model.start(scene.model);
    const told: { stage: Stage | null } = { stage: null };
    const { server, url } = await startHookServer((request, response) => {
      const { stage } = told;
      return stage === null ? undefined : stage.#hook(request, response);
    });
    const runDir = place.run;
    rmSync(runDir, { recursive: true, force: true });
    mkdirSync(runDir, { mode: 0o700 });
    const env = {
      HOME: place.home,
      PATH: `${place.bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      ...seed(model.url),
      ...scene.env,
    };
    const options: AgentOptions = { args: [...(scene.args ?? [])], interactive: false };
    const story = new Story();
    const id = story.task();
    story.atWork(id, adapter.takes);
    const session = story.session(id);
    const order = {
      session,
      run: 1,
      command: [adapter.program],
      options,
      env,
      worktree: place.root,
      repository: place.root,
      runDir,
      stateDir: runDir,
      briefing: scene.prompt ?? 'Do the task.',
      news: '',
      conversation: null,
      hooks: { command: `sh -c 'exec curl -sS --data-binary @- ${url}' hook`, url, token: 'token' },
      mcp: { command: process.execPath, args: [join(import.meta.dirname, 'mcp-stub.ts')] },
    };
    const start = await adapter.start(order);
    const [file = '', ...args] = start.argv;
    const whole = { ...env, ...start.env, SIGNALBOX_RECORDING: runDir };
    const pty = spawn(file, args, { cols: size.columns, rows: size.rows, cwd: place.root, env: whole, encoding: null });
    const stage = new Stage(model, { server, pty });
    told.stage = stage;
    const release = tapServer((entry) => stage.note(entry));
    try {
      stage.#open(adapter, { runDir, env: whole, options, story });
      await scene.play(stage);
      await stage.pause(600);
    } catch (thrown) {
      process.stderr.write(`${String(thrown)}\n${model.report()}\n${stage.screen.text()}\n`);
      throw thrown;
    } finally {
      release();
      await stage.#close(runDir);
    }
    const words = model.complaints.map((line) => `not foreseen: ${line}`);
    const said = spawnSync(adapter.program, [...adapter.version.args], { env: whole, encoding: 'utf8' });
    const version = adapter.version.read(said.stdout + said.stderr);
    const head = {
      agent,
      version: version ?? '',
      ...size,
      startedAt: stage.#startedAt,
      pid: pty.pid,
      worktree: place.root,
      home: place.home,
      run: place.run,
      args: [...(scene.args ?? [])],
    };
    mkdirSync(join(import.meta.dirname, agent), { recursive: true });
    const bytes = writeStateRecording(`${agent}/${scene.name}.gz`, head, stage.entries);
    return [`${agent}/${scene.name}: ${stage.entries.length} entries, ${bytes} bytes`, ...words].join('; ');
  }

  /** Something that the adapter is told beside hooks and the terminal. */
  note(entry: Told): void {
    this.entries.push({ ...entry, at: this.#at() });
  }

  /** From now on this is true. */
  truth(state: TrueState, more: { or?: TrueState; asks?: boolean } = {}): void {
    this.entries.push({ is: 'truth', at: this.#at(), state, ...more });
    process.stderr.write(`  ${this.#at()} true: ${state}; shown: ${this.#shown.state}\n`);
  }

  keys(text: string): void {
    this.#pty.write(text);
  }

  /** Lets the model go on. */
  release(hold: string): void {
    this.model.release(hold);
  }

  async pause(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Waits until the screen shows it. */
  async shows(wanted: RegExp, ms = 25_000): Promise<void> {
    for (const end = Date.now() + ms; !wanted.test(this.screen.text());) {
      if (Date.now() > end) throw new Error(`not shown: ${wanted}`);
      await this.pause(5);
    }
  }

  /** Waits until it has printed nothing for so long. */
  async quiet(ms: number): Promise<void> {
    while (Date.now() - this.#quietSince < ms) await this.pause(20);
  }

  /** Answers the open dialog as from the dashboard. */
  async answer(...answers: string[]): Promise<void> {
    const { dialog } = this.#shown;
    if (dialog === null || this.#channel === null) throw new Error('no dialog is open');
    this.entries.push({ is: 'answer', at: this.#at(), answers });
    const outcome = await this.#channel.answer(dialog, answers);
    if (outcome === 'answered') this.#shown.answered(dialog);
    else process.stderr.write(`  the answer came too late\n`);
  }

  /** The label of an option of the open dialog. */
  optionOf(wanted: RegExp): string {
    const label = this.#shown.options.find((option) => wanted.test(option));
    if (label === undefined) throw new Error(`no option ${wanted} in ${this.#shown.options.join(', ')}`);
    return label;
  }

  kill(): void {
    process.kill(this.#pty.pid, 'SIGKILL');
  }

  /** Follows the files of a folder that the adapter reads by itself. */
  follow(folder: string): void {
    const note = (path: string, text: string | null): void =>
      void this.entries.push({ is: 'file', at: this.#at(), path, text });
    this.#timers.push(followFolder(folder, note));
  }

  #at(): number {
    return Date.now() - this.#startedAt;
  }

  #open(
    adapter: Adapter,
    { runDir, env, options, story }: Pick<AgentLink, 'runDir' | 'env' | 'options'> & { story: Story },
  ): void {
    const { screen } = this;
    const [id = 0] = Object.keys(story.world.sessions).map(Number);
    this.#pty.onExit(() => this.#exited.resolve());
    this.#pty.onData((data: string | Buffer) => {
      const bytes = Buffer.from(data);
      this.entries.push({ is: 'out', at: this.#at(), bytes: bytes.toString('latin1') });
      this.#quietSince = Date.now();
      const { title } = screen;
      screen.feed(bytes);
      if (screen.title !== title) this.#channel?.seen?.({ kind: 'title', title: screen.title });
      dirty = true;
    });
    let dirty = false;
    const look = (): void => {
      if (dirty) this.#channel?.seen?.({ kind: 'screen' });
      dirty = false;
    };
    this.#timers.push(setInterval(look, 100));
    this.#channel = adapter.open({
      run: 1,
      runDir,
      stateDir: runDir,
      worktree: place.root,
      repository: place.root,
      env,
      options,
      pid: this.#pty.pid,
      session: () => story.session(id),
      report: (report) => {
        const before = this.#shown.state;
        this.#shown.take(report);
        story.decided(decideReport(story.session(id), { run: 1, report, request: String(++this.#calls) }));
        if (before !== this.#shown.state) {
          process.stderr.write(`  ${this.#at()} shown: ${this.#shown.state} (${this.#shown.rule})\n`);
        }
      },
      afterTurn: async (request) => {
        await this.pause(150);
        this.entries.push({ is: 'after-turn', at: this.#at(), call: Number(request), text: null });
        return null;
      },
      screen: {
        lines: () => rowsOf(screen),
        title: () => screen.title,
        bracketedPaste: () => screen.modes.bracketedPaste,
        cursor: () => screen.cursor,
      },
      type: (bytes) => {
        this.#pty.write(bytes);
        return true;
      },
      now: () => Date.now(),
      log: (what, thrown) =>
        void process.stderr.write(`  log: ${what} ${thrown instanceof Error ? thrown.message : ''}\n`),
      closed: this.#closing.signal,
    });
  }

  async #hook(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = ++this.#calls;
    const event: unknown = await json(request);
    this.entries.push({ is: 'hook', at: this.#at(), call, event });
    const gone = new AbortController();
    response.on('close', () => {
      if (response.writableFinished) return;
      this.entries.push({ is: 'gone', at: this.#at(), call });
      gone.abort();
    });
    const reply = await this.#channel?.hook?.(event, { request: String(call), gone: gone.signal });
    if (!response.destroyed) response.end(reply === null || reply === undefined ? '' : JSON.stringify(reply));
  }

  async #close(runDir: string): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#closing.abort();
    this.#channel?.close();
    this.#pty.kill('SIGTERM');
    // What a program that was killed has left behind.
    const left = findMarkedProcesses(`SIGNALBOX_RECORDING=${runDir}`);
    const late = setTimeout(() => this.#pty.kill('SIGKILL'), 3_000);
    await this.#exited.promise;
    clearTimeout(late);
    await endProcesses(left, 3_000);
    this.#server.closeAllConnections();
    this.#server.close();
    await this.model[Symbol.asyncDispose]();
    rmSync(runDir, { recursive: true, force: true });
  }
}
