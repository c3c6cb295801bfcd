import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentLink } from '../../../src/agents/adapter.ts';
import { claude } from '../../../src/agents/claude.ts';
import { ClaudeChannel } from '../../../src/agents/claude/channel.ts';
import type { Run } from '../../../src/core/model/session.ts';
import type { Report } from '../../../src/core/model/report.ts';
import { Story } from '../../core/worlds.ts';

const pid = 4711;
const idle = ['', '─'.repeat(40), '❯', '─'.repeat(40), '  ⏵⏵ accept edits on'];

/** A channel of the real adapter to a Claude Code that the test plays: its registry file, its screen, its hooks. */
export class PlayedClaude {
  readonly home = mkdtempSync(join(tmpdir(), 'sb-claude-'));
  readonly reports: Report[] = [];
  readonly typed: string[] = [];
  readonly logged: string[] = [];
  screen: { lines: readonly string[]; row: number; column: number } = { lines: idle, row: 2, column: 2 };
  /** What the gate says at the end of a turn. */
  afterTurn: (request: string, gone: AbortSignal) => Promise<string | null> = () => Promise.resolve(null);
  /** Called with each key that is typed. */
  onType: (bytes: string) => void = () => undefined;
  #closing = new AbortController();
  #heard = new Set<() => void>();
  readonly #sessions = join(this.home, '.claude', 'sessions');
  channel: ClaudeChannel;

  constructor() {
    mkdirSync(this.#sessions, { recursive: true });
    mkdirSync(join(this.home, 'run'));
    this.channel = this.#open();
  }

  #open(): ClaudeChannel {
    const { home } = this;
    const story = new Story();
    const session = story.session(story.task({ title: 'A title' }));
    const closed = this.#closing.signal;
    const link: AgentLink = {
      run: 1,
      runDir: join(home, 'run'),
      stateDir: home,
      worktree: '/home/dev/acme',
      repository: '/home/dev/acme',
      env: { HOME: home },
      options: { args: [], interactive: false },
      pid,
      session: () => ({ ...session, run: this.#run() }),
      report: (report) => {
        this.reports.push(report);
        for (const heard of this.#heard) heard();
      },
      afterTurn: (request, gone) => this.afterTurn(request, gone),
      screen: {
        lines: () => this.screen.lines,
        title: () => '',
        bracketedPaste: () => true,
        cursor: () => this.screen,
      },
      type: (bytes) => {
        this.typed.push(bytes);
        this.onType(bytes);
        return true;
      },
      now: () => Date.now(),
      log: (what) => void this.logged.push(what),
      closed,
    };
    const opened = claude.open(link);
    if (!(opened instanceof ClaudeChannel)) throw new Error('another channel');
    return opened;
  }

  #run(): Run {
    const kind = this.reports.findLast((report) => report.kind === 'activity')?.activity ?? 'starting';
    const activity = { kind, words: null, rule: '', since: 1 };
    return {
      number: 1,
      phase: 'alive',
      pid,
      startedAt: 1,
      waiting: false,
      takes: 'when resting',
      activity,
      subWork: null,
    };
  }

  /** A daemon that comes later: the channel is closed and opened again. */
  reopen(): void {
    this.#close();
    this.#closing = new AbortController();
    this.channel = this.#open();
  }

  #close(): void {
    this.#closing.abort();
    this.channel.close();
  }

  end(): void {
    this.#close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Claude Code's own entry says this from now on. */
  registry(status: string, more: object = {}): void {
    const entry = { pid, sessionId: 's', cwd: '/home/dev/acme', startedAt: 1, status, statusUpdatedAt: Date.now() };
    writeFileSync(join(this.#sessions, `${pid}.json`), JSON.stringify({ ...entry, ...more }));
  }

  /** A hook's event; gives what it prints. */
  hook(event: unknown, request = 'r', gone = new AbortController().signal): Promise<unknown> {
    return this.channel.hook(event, { request, gone });
  }

  /** Resolves with the first report of this kind from now on, or that is there already and `fits`. */
  async reported<Kind extends Report['kind']>(
    kind: Kind,
    fits: (report: Extract<Report, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<Report, { kind: Kind }>> {
    for (;;) {
      const found = this.reports.filter((report) => isKind(report, kind)).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        const heard = () => {
          this.#heard.delete(heard);
          resolve();
        };
        this.#heard.add(heard);
      });
    }
  }

  /** What it is said to be doing, oldest first. */
  get activities(): string[] {
    return this.reports.flatMap((report) => (report.kind === 'activity' ? [report.activity] : []));
  }
}

function isKind<Kind extends Report['kind']>(report: Report, kind: Kind): report is Extract<Report, { kind: Kind }> {
  return report.kind === kind;
}
