import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AgentLink, Channel } from '../../../src/agents/adapter.ts';
import { GeminiChannel } from '../../../src/agents/gemini/channel.ts';
import type { Activity, Report } from '../../../src/core/model/report.ts';
import { newSession } from '../../../src/core/reduce/new-session.ts';
import type { Session } from '../../../src/core/model/session.ts';
import { taskOf } from '../../core/worlds.ts';
import { screenOf } from './recorded.ts';

/** Ends a hang with a report; no test is decided by it. */
const hangMs = 10_000;

const titles = { ready: '◇  Ready (wt)', working: '✦  Working… (wt)', action: '✋  Action Required (wt)' };

/** Plays a Gemini CLI to a channel: recorded screens and events, a real conversation file, and keys that lead to the next screen. */
export class PlayedAgent {
  readonly folder = mkdtempSync(join(tmpdir(), 'signalbox-gemini-'));
  readonly reports: Report[] = [];
  readonly typed: string[] = [];
  channel: Channel;
  /** What a key, or a paste, does. */
  onType: (bytes: string) => void = () => undefined;
  /** What the gate says at a turn's end. */
  afterTurn: AgentLink['afterTurn'] = () => Promise.resolve(null);
  #lines: readonly string[] = [];
  #title = '';
  #closing = new AbortController();
  #activity: Activity = 'starting';
  #calls = 0;
  readonly #looks = new Set<() => void>();

  constructor() {
    this.channel = this.#open();
  }

  get conversation(): string {
    return join(this.folder, 'gemini-home', '.gemini', 'tmp', 'wt', 'chats', 'session-2026-11-28T16-00-8fc73dbf.jsonl');
  }

  /** Writes the conversation so far. */
  says(text: string): void {
    mkdirSync(dirname(this.conversation), { recursive: true });
    writeFileSync(this.conversation, `{"sessionId":"8fc73dbf-0000"}\n${text}`);
  }

  title(state: keyof typeof titles): void {
    this.#title = titles[state];
    this.channel.seen?.({ kind: 'title', title: this.#title });
  }

  /** Shows a recorded screen, or these rows. */
  shows(screen: string | readonly string[]): void {
    this.#lines = typeof screen === 'string' ? screenOf(screen) : screen;
    this.channel.seen?.({ kind: 'screen' });
  }

  hook(event: Readonly<Record<string, unknown>>, gone = new AbortController().signal): Promise<unknown> {
    const told = { ...event, transcript_path: this.conversation };
    return this.channel.hook?.(told, { request: `call-${++this.#calls}`, gone }) ?? Promise.resolve(null);
  }

  /** As a later daemon does. */
  reopen(activity: Activity): void {
    this.#closing.abort();
    this.channel.close();
    this.#closing = new AbortController();
    this.#activity = activity;
    this.channel = this.#open();
    this.channel.seen?.({ kind: 'title', title: this.#title });
    this.channel.seen?.({ kind: 'screen' });
  }

  /** Waits for a report of this kind after the first `from`. */
  async reported<Kind extends Report['kind']>(kind: Kind, from = 0): Promise<Extract<Report, { kind: Kind }>> {
    const is = (report: Report): report is Extract<Report, { kind: Kind }> => report.kind === kind;
    const find = () => this.reports.slice(from).find(is);
    const found = Promise.withResolvers<Extract<Report, { kind: Kind }>>();
    const look = () => {
      const report = find();
      if (report !== undefined) found.resolve(report);
    };
    const timer = setTimeout(() => found.reject(new Error(`wanted ${kind}: ${JSON.stringify(this.reports)}`)), hangMs);
    this.#looks.add(look);
    look();
    return found.promise.finally(() => {
      clearTimeout(timer);
      this.#looks.delete(look);
    });
  }

  get told(): string[] {
    return this.reports.map((report) => (report.kind === 'activity' ? report.activity : report.kind));
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
    this.channel.close();
    rmSync(this.folder, { recursive: true });
  }

  #open(): Channel {
    const link: AgentLink = {
      run: 1,
      runDir: this.folder,
      stateDir: this.folder,
      worktree: this.folder,
      repository: this.folder,
      env: {},
      options: { args: [], interactive: false },
      pid: 1,
      session: () => this.#session(),
      report: (report) => {
        this.reports.push(report);
        for (const look of this.#looks) look();
      },
      afterTurn: (request, gone) => this.afterTurn(request, gone),
      screen: {
        lines: () => this.#lines,
        title: () => this.#title,
        bracketedPaste: () => true,
        cursor: () => ({ row: 0, column: 0 }),
      },
      type: (bytes) => {
        this.typed.push(bytes);
        this.onType(bytes);
        return true;
      },
      now: Date.now,
      log: () => undefined,
      closed: this.#closing.signal,
    };
    return new GeminiChannel(link);
  }

  #session(): Session {
    const made = newSession({ type: 'task.created', session: 1, repo: 'r', task: taskOf({}) }, 0);
    const activity = { kind: this.#activity, words: null, rule: '', since: 0 };
    const run = { number: 1, phase: 'alive', pid: 1, startedAt: 0, waiting: false, takes: 'when resting' } as const;
    return { ...made, conversation: '8fc73dbf-0000', run: { ...run, activity, subWork: null } };
  }
}
