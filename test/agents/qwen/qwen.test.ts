import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AgentLink, Channel } from '../../../src/agents/adapter.ts';
import { qwen } from '../../../src/agents/qwen.ts';
import type { Activity, Report } from '../../../src/core/model/report.ts';
import { newSession } from '../../../src/core/reduce/new-session.ts';
import { taskOf } from '../../core/worlds.ts';

/** What the real Qwen Code 0.24.4 wrote: a task, a permission, its answer, the last words; and a failure. */
const recorded = readFileSync(join(import.meta.dirname, 'recorded', 'events.jsonl'), 'utf8')
  .trim()
  .split('\n');
const lineOf = (text: string) => recorded.findIndex((line) => line.includes(text));
const [permission, failure] = [lineOf('"subtype":"can_use_tool"'), lineOf('[API Error')];

/** Plays the files and the title of a Qwen Code to a channel. */
class PlayedQwen {
  readonly dir = mkdtempSync(join(tmpdir(), 'signalbox-qwen-'));
  readonly reports: Report[] = [];
  channel: Channel;
  title = 'Qwen - wt';
  #closing = new AbortController();

  constructor() {
    this.channel = this.open('starting');
  }

  open(activity: Activity): Channel {
    this.#closing.abort();
    this.#closing = new AbortController();
    const made = newSession({ type: 'task.created', session: 1, repo: 'r', task: taskOf({}) }, 0);
    const run = { number: 1, phase: 'alive', pid: 1, startedAt: 0, waiting: false, takes: 'when resting' } as const;
    const now = { kind: activity, words: null, rule: '', since: 0 };
    const questions = this.reports.flatMap((report) => (report.kind === 'dialog-opened' ? [report] : []));
    const link: AgentLink = {
      run: 1,
      runDir: this.dir,
      stateDir: this.dir,
      worktree: this.dir,
      repository: this.dir,
      env: {},
      options: { args: [], interactive: false },
      pid: 1,
      session: () => ({
        ...made,
        run: { ...run, activity: now, subWork: null },
        questions: questions.map(({ dialog }) => ({
          number: 1,
          about: 'permission',
          text: '',
          detail: null,
          options: [],
          default: null,
          multiple: false,
          freeText: false,
          dialog,
          blocking: true,
          askedAt: 0,
          request: dialog,
          answer: null,
          sent: false,
          withdrawn: false,
          closedBy: null,
          widens: [],
        })),
      }),
      report: (report) => void this.reports.push(report),
      afterTurn: () => Promise.resolve(null),
      screen: {
        lines: () => [],
        title: () => this.title,
        bracketedPaste: () => true,
        cursor: () => ({ row: 0, column: 0 }),
      },
      type: () => true,
      now: Date.now,
      log: () => undefined,
      closed: this.#closing.signal,
    };
    this.channel = qwen.open(link);
    return this.channel;
  }

  /** Writes these recorded lines, and lets the channel look. */
  writes(from: number, to: number): void {
    appendFileSync(join(this.dir, 'qwen-events.jsonl'), `${recorded.slice(from, to).join('\n')}\n`);
    this.channel.seen?.({ kind: 'screen' });
  }

  get commands(): unknown[] {
    const text = readFileSync(join(this.dir, 'qwen-commands.jsonl'), 'utf8').trim();
    return text.split('\n').map((line): unknown => JSON.parse(line));
  }

  /** Waits for a report of this kind; the test's own time limit ends a hang. */
  async reported(kind: Report['kind']): Promise<Report> {
    for (;;) {
      const found = this.reports.find((report) => report.kind === kind);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
    this.channel.close();
    rmSync(this.dir, { recursive: true });
  }
}

test('a task: a permission is answered through its file, and the last words end the turn', async () => {
  using played = new PlayedQwen();
  played.title = '◐ Qwen - wt';
  played.writes(0, permission + 1);
  const opened = played.reports.find((report) => report.kind === 'dialog-opened');
  expect(opened).toMatchObject({
    about: 'permission',
    questions: [{ text: 'Shell echo so so > a.txt', detail: 'echo so so > a.txt', options: ['Allow once', 'Deny'] }],
  });
  const answered = played.channel.answer(opened?.dialog ?? '', ['Allow once']);
  expect(played.commands).toEqual([{ type: 'confirmation_response', request_id: opened?.dialog, allowed: true }]);
  played.writes(permission + 1, failure);
  expect(await answered).toBe('answered');
  expect(played.reports.map((report) => report.kind)).not.toContain('turn-ended');
  played.title = 'Qwen - wt';
  expect(await played.reported('turn-ended')).toMatchObject({
    held: false,
    words: expect.stringMatching(/^Tool said/),
  });
  expect(played.reports.map((report) => report.kind)).not.toContain('dialog-closed');
});

test('a later daemon reads on, and answers the dialog that it finds open', async () => {
  using played = new PlayedQwen();
  played.title = '✳︎ Qwen - wt';
  played.writes(0, permission + 1);
  const before = played.reports.length;
  const opened = played.reports.find((report) => report.kind === 'dialog-opened');
  played.open('working');
  played.channel.seen?.({ kind: 'screen' });
  expect(played.reports).toHaveLength(before);
  const answered = played.channel.answer(opened?.dialog ?? '', ['Deny']);
  expect(played.commands).toMatchObject([{ allowed: false }]);
  // A refusal is in no event: its turn is over.
  played.title = 'Qwen - wt';
  expect(await answered).toBe('answered');
  await played.reported('interrupted');
});

test('a failure is none of its last words', async () => {
  using played = new PlayedQwen();
  played.writes(failure, failure + 1);
  expect(await played.reported('turn-failed')).toMatchObject({ reason: 'API error 400: scripted failure 400' });
});

test('a prompt goes through its file, whole, and only when it rests', async () => {
  using played = new PlayedQwen();
  played.title = '◐ Qwen - wt';
  played.channel.seen?.({ kind: 'screen' });
  expect(await played.channel.deliver('more')).toBe('later');
  played.title = 'Qwen - wt';
  played.channel.seen?.({ kind: 'screen' });
  const delivered = played.channel.deliver('one\n\n  two\n');
  expect(played.commands).toEqual([{ type: 'submit', text: 'one\n\n  two' }]);
  const message = { role: 'user', content: [{ type: 'text', text: 'one\n\n  two' }] };
  const event = { type: 'user', parent_tool_use_id: null, message };
  appendFileSync(join(played.dir, 'qwen-events.jsonl'), `${JSON.stringify(event)}\n`);
  expect(await delivered).toBe('delivered');
});
