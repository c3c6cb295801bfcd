import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { AgentLink } from '../../../src/agents/adapter.ts';
import { CodexChannel } from '../../../src/agents/codex/channel.ts';
import { planIn, socketIn } from '../../../src/agents/codex/places.ts';
import type { Report } from '../../../src/core/model/report.ts';
import type { Question } from '../../../src/core/model/question.ts';
import { Story } from '../../core/worlds.ts';

const requestSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
});
type Request = z.infer<typeof requestSchema>;

export const threadId = 'thread-1';

/** The app-server's side of the socket, as far as the channel uses it: it answers what it is asked, and says what it is told. */
export class FakeServer {
  readonly #heard: Request[] = [];
  readonly #answers = new Map<string, () => object>();
  readonly #replayed: object[] = [];
  readonly #http: Server;
  #client: WebSocket | null = null;
  #told: () => void = () => undefined;

  private constructor(http: Server) {
    this.#http = http;
    this.answers('initialize', {});
    this.answers('thread/loaded/list', { data: [] });
    this.answers('thread/turns/list', { data: [] });
    this.answers('thread/backgroundTerminals/list', { data: [] });
    this.answers('turn/start', { turn: { id: 'turn-2' } });
    this.answers('turn/interrupt', {});
  }

  static async listen(runDir: string): Promise<FakeServer> {
    const http = createServer();
    const fake = new FakeServer(http);
    new WebSocketServer({ server: http }).on('connection', (client) => {
      fake.#client = client;
      client.on('message', (bytes: Buffer) =>
        fake.#take(client, requestSchema.parse(JSON.parse(bytes.toString('utf8')))),
      );
    });
    await new Promise<void>((resolve) => http.listen(socketIn(runDir), resolve));
    return fake;
  }

  /** What the client sent and nobody waited for, beside the requests by which it finds its way. */
  get heard(): readonly Request[] {
    return this.#heard.filter(({ method }) => method !== 'initialized');
  }

  answers(method: string, result: object): void {
    this.#answers.set(method, () => result);
  }

  /** A thread that is loaded; a client that joins it is asked `asked` again. */
  hasThread(status: string, turns: readonly object[] = [], asked: readonly object[] = []): void {
    const thread = { thread: { id: threadId, status: { type: status }, updatedAt: 1 } };
    this.answers('thread/loaded/list', { data: [threadId] });
    this.answers('thread/read', thread);
    this.answers('thread/resume', thread);
    this.answers('thread/turns/list', { data: turns });
    this.#replayed.splice(0, Infinity, ...asked);
  }

  say(message: object): void {
    this.#client?.send(JSON.stringify(message));
  }

  /** Waits for a message of the client, by its method, or by the id that it answers. */
  async hears(what: string | number): Promise<Request> {
    for (;;) {
      const found = this.#heard.findIndex(({ method, id }) => (method ?? id) === what);
      if (found !== -1) return this.#heard.splice(found, 1)[0] ?? {};
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  async close(): Promise<void> {
    this.#client?.terminate();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #take(client: WebSocket, request: Request): void {
    const { id, method } = request;
    if (method !== undefined && id !== undefined) {
      const result = this.#answers.get(method)?.();
      const answer = result === undefined ? { id, error: { code: -1, message: `no ${method}` } } : { id, result };
      client.send(JSON.stringify(answer));
      if (method === 'thread/resume') for (const asked of this.#replayed) this.say(asked);
    }
    if (method === undefined || ['initialized', 'turn/start', 'turn/interrupt'].includes(method)) {
      this.#heard.push(request);
      this.#told();
    }
  }
}

/** A channel with all that it needs of its session. */
export function openChannel(questions: readonly Question[] = []) {
  const runDir = mkdtempSync(join(tmpdir(), 'signalbox-codex-'));
  onTestFinished(() => rmSync(runDir, { recursive: true, force: true }));
  writeFileSync(planIn(runDir), '{}');
  const story = new Story();
  const session = { ...story.session(story.task()), questions: [...questions] };
  const closed = new AbortController();
  const reports: Report[] = [];
  let told: (() => void) | null = null;
  const screen = { rows: new Array<string>(), typed: '' };
  const link: AgentLink = {
    run: 1,
    runDir,
    stateDir: runDir,
    worktree: '/code/tree',
    repository: '/code/main',
    env: {},
    options: { args: [], interactive: false },
    pid: 1,
    session: () => session,
    report: (report) => {
      reports.push(report);
      told?.();
    },
    afterTurn: () => Promise.resolve(null),
    screen: {
      lines: () => screen.rows,
      title: () => '',
      bracketedPaste: () => true,
      cursor: () => ({ row: 0, column: 0 }),
    },
    type: (bytes) => {
      screen.typed += bytes;
      return true;
    },
    now: () => 0,
    log: (what) => {
      throw new Error(what);
    },
    closed: closed.signal,
  };
  const open = () => new CodexChannel(link);
  /** Waits for a report and all before it, which are gone then. */
  const says = async (kind: Report['kind'], more: object = {}): Promise<Report> => {
    for (;;) {
      const found = reports.findIndex(
        (report) =>
          report.kind === kind && Object.entries(more).every(([key, value]) => Reflect.get(report, key) === value),
      );
      const report = reports[found];
      if (report !== undefined) {
        reports.splice(0, found + 1);
        return report;
      }
      await new Promise<void>((resolve) => (told = resolve));
    }
  };
  return { runDir, open, says, reports, screen, end: () => closed.abort() };
}
