import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { type IPty, spawn } from 'node-pty';

import type { Adapter, AgentLink, Channel } from '../../../src/agents/adapter.ts';
import type { AgentOptions } from '../../../src/core/model/config.ts';
import type { Report } from '../../../src/core/model/report.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { Story } from '../../core/worlds.ts';

/** Ends a hang with a report; no test is decided by it. */
const hangMs = 20_000;

interface Options extends Partial<AgentOptions> {
  readonly command: string[];
  readonly briefing?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly conversation?: string;
  readonly news?: string;
  /** Gives what the gate says at the end of a turn; null lets it end. */
  readonly afterTurn?: () => Promise<string | null>;
}

/** A real program in a real terminal, and an adapter's channel to it. */
export class InPty {
  readonly dir = mkdtempSync(join(tmpdir(), 'sb-agent-'));
  readonly reports: Report[] = [];
  readonly logged: string[] = [];
  readonly screen: HeadlessScreen;
  readonly exit: Promise<{ exitCode: number }>;
  channel!: Channel;
  readonly #adapter: Adapter;
  readonly #pty: IPty;
  readonly #options: Options;
  readonly #looks = new Set<() => void>();
  #runDir = '';
  #server: Server | null = null;
  #closing = new AbortController();
  #last = '';

  private constructor(adapter: Adapter, options: Options, argv: readonly string[]) {
    this.#adapter = adapter;
    this.#options = options;
    const [file = '', ...args] = argv;
    const env = { PATH: process.env['PATH'] ?? '', HOME: this.dir, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    this.#pty = spawn(file, args, {
      cols: 80,
      rows: 24,
      cwd: this.dir,
      env: { ...env, ...options.env },
      encoding: null,
    });
    this.screen = new HeadlessScreen({
      columns: 80,
      rows: 24,
      onReply: (bytes) => this.#pty.write(bytes),
      onSignal: (signal) => {
        if (signal.kind === 'status') this.channel.seen?.(signal);
        if (signal.kind === 'bell') this.channel.seen?.({ kind: 'bell' });
      },
    });
    this.exit = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  static async start(adapter: Adapter, options: Options): Promise<InPty> {
    const told: { channel: Channel | null } = { channel: null };
    const server = await hearHooks(() => told.channel);
    const runDir = mkdtempSync(join(tmpdir(), 'sb-run-'));
    const story = new Story();
    const session = story.session(story.task());
    const agentOptions: AgentOptions = { args: [], interactive: true, ...options };
    const start = await adapter.start({
      session,
      run: 1,
      command: options.command,
      options: agentOptions,
      env: {},
      worktree: runDir,
      repository: runDir,
      runDir,
      stateDir: runDir,
      briefing: options.briefing ?? 'the task',
      news: options.news ?? '',
      conversation: options.conversation ?? null,
      hooks: { command: `curl -sS --data-binary @- ${server.url}`, url: server.url, token: 'x' },
      mcp: { command: 'true', args: [] },
    });
    const agent = new InPty(adapter, options, start.argv);
    agent.#open(runDir, { session, options: agentOptions, env: start.env });
    agent.#server = server.server;
    agent.#runDir = runDir;
    told.channel = agent.channel;
    return agent;
  }

  #open(
    runDir: string,
    {
      session,
      options,
      env,
    }: { session: ReturnType<Story['session']>; options: AgentOptions; env: Readonly<Record<string, string>> },
  ): void {
    const link = (): AgentLink => ({
      run: 1,
      runDir,
      stateDir: runDir,
      worktree: this.dir,
      repository: this.dir,
      env,
      options,
      pid: this.#pty.pid,
      session: () => session,
      report: (report) => {
        const text = JSON.stringify(report);
        if (text === this.#last) return;
        this.#last = text;
        this.reports.push(report);
        this.#look();
      },
      afterTurn: () => this.#options.afterTurn?.() ?? Promise.resolve(null),
      screen: {
        lines: () =>
          this.screen
            .text()
            .split('\n')
            .map((row) => row.trimEnd()),
        title: () => this.screen.title,
        bracketedPaste: () => this.screen.modes.bracketedPaste,
        cursor: () => this.screen.cursor,
      },
      type: (bytes) => {
        this.#pty.write(bytes);
        return true;
      },
      now: () => Date.now(),
      log: (what) => void this.logged.push(what),
      closed: this.#closing.signal,
    });
    this.reopen = () => {
      this.#closing.abort();
      this.#closing = new AbortController();
      this.channel = this.#adapter.open(link());
    };
    this.channel = this.#adapter.open(link());
    this.#pty.onData((data: string | Buffer) => {
      const title = this.screen.title;
      this.screen.feed(Buffer.from(data));
      if (this.screen.title !== title) this.channel.seen?.({ kind: 'title', title: this.screen.title });
      this.channel.seen?.({ kind: 'screen' });
      this.#look();
    });
  }

  /** Closes the channel and opens another, as a later daemon does. */
  reopen: () => void = () => undefined;

  /** As a person types in the tile. */
  keys(text: string): void {
    this.#pty.write(text);
  }

  /** What the agent of `line-agent.ts` took. */
  took(): { prompt?: string; question?: string; answer?: string }[] {
    const text = readFileSync(this.tookFile, 'utf8');
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  }

  get tookFile(): string {
    return this.#options.command.find((word) => word.endsWith('took.jsonl')) ?? '';
  }

  /** The kinds of reports so far, of an activity which. */
  get told(): string[] {
    return this.reports.map((report) => (report.kind === 'activity' ? report.activity : report.kind));
  }

  /** Waits for the next report of this kind after the first `from`; gives it. */
  async reported<Kind extends Report['kind']>(kind: Kind, from = 0): Promise<Extract<Report, { kind: Kind }>> {
    const is = (report: Report): report is Extract<Report, { kind: Kind }> => report.kind === kind;
    await this.until(`report ${kind}`, () => this.reports.slice(from).some(is));
    const found = this.reports.slice(from).find(is);
    if (found === undefined) throw new Error('gone');
    return found;
  }

  async until(wanted: string, holds: () => boolean): Promise<void> {
    const found = Promise.withResolvers<void>();
    const look = (): void => {
      if (holds()) found.resolve();
    };
    const say = (): string =>
      `wanted: ${wanted}\n${this.told.join(' ')}\n${this.logged.join('\n')}\n${this.screen.text()}`;
    const timer = setTimeout(() => found.reject(new Error(say())), hangMs);
    this.#looks.add(look);
    look();
    await found.promise.finally(() => {
      clearTimeout(timer);
      this.#looks.delete(look);
    });
  }

  #look(): void {
    for (const look of this.#looks) look();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    this.channel.close();
    this.#pty.kill('SIGKILL');
    this.#server?.closeAllConnections();
    this.#server?.close();
    for (const folder of [this.dir, this.#runDir, dirname(this.tookFile)]) {
      if (folder.startsWith(tmpdir())) rmSync(folder, { recursive: true, force: true });
    }
    return Promise.resolve();
  }
}

/** Where the hooks of an agent are heard: each POST is an event, and its answer what the channel replies. */
async function hearHooks(channel: () => Channel | null): Promise<{ server: Server; url: string }> {
  let calls = 0;
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const answer = async (): Promise<void> => {
      const event: unknown = await json(request);
      const reply = await channel()?.hook?.(event, { request: `call-${++calls}`, gone: gone.signal });
      response.end(reply === null || reply === undefined ? '' : JSON.stringify(reply));
    };
    answer().catch((thrown: unknown) => response.writeHead(500).end(String(thrown)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}
