import { watch, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';

import type { AgentLink, Channel } from '../../../src/agents/adapter.ts';
import { adapterNamed } from '../../../src/agents/adapters.ts';
import { decideReport } from '../../../src/core/decide/report.ts';
import { proseQuestion } from '../../../src/core/words/prose-question.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { Story } from '../../core/worlds.ts';
import { planIn, socketIn } from '../../../src/agents/codex/places.ts';
import { CodexReplay } from './replay-codex.ts';
import { OpencodeReplay } from './replay-opencode.ts';
import { endOf } from './score.ts';
import { Shown } from './shown-state.ts';
import { rowsOf } from './rows-of.ts';
import type { ShownState } from './shown-state.ts';
import type { Entry, StateRecording } from './state-recording.ts';

/** The state that was shown from a time on, ms, and the rule that decided. */
export interface ShownFrom {
  readonly at: number;
  readonly state: ShownState;
  readonly rule: string;
}

export interface Replayed {
  readonly shown: readonly ShownFrom[];
  /** When a turn's last words asked the person something, as far as that is noticed. */
  readonly askedAt: readonly number[];
}

type EntryOf<Is extends Entry['is']> = Extract<Entry, { is: Is }>;

/**
 * Plays a recording to its agent's own adapter, in the recording's time: the clock must be vitest's. Only reading and
 * sockets take real time, and the next entry waits for them.
 */
export class Replay {
  readonly #recording: StateRecording;
  readonly #screen: HeadlessScreen;
  readonly #dir = mkdtempSync(join(tmpdir(), 'sb-replay-'));
  readonly #shown = new Shown();
  readonly #history: ShownFrom[] = [];
  readonly #asked: number[] = [];
  readonly #gone = new Map<number, AbortController>();
  readonly #afterTurn = new Map<string, (text: string | null) => void>();
  readonly #closing = new AbortController();
  #channel: Channel | null = null;
  #dirty = false;
  #codex: CodexReplay | null = null;
  #opencode: OpencodeReplay | null = null;

  private constructor(recording: StateRecording) {
    const { columns, rows } = recording;
    this.#recording = recording;
    this.#screen = new HeadlessScreen({
      columns,
      rows,
      onSignal: (signal) => {
        if (signal.kind === 'status') this.#channel?.seen?.(signal);
        if (signal.kind === 'bell') this.#channel?.seen?.({ kind: 'bell' });
        if (signal.kind === 'notification') this.#channel?.seen?.({ kind: 'notification', text: signal.text });
      },
    });
  }

  static async play(recording: StateRecording): Promise<Replayed> {
    const replay = new Replay(recording);
    try {
      await replay.#play();
    } finally {
      replay.#closing.abort();
      replay.#channel?.close();
      replay.#codex?.close();
      rmSync(replay.#dir, { recursive: true, force: true });
    }
    return { shown: replay.#history, askedAt: replay.#asked };
  }

  async #play(): Promise<void> {
    const { entries, startedAt } = this.#recording;
    vi.setSystemTime(startedAt);
    const runDir = join(this.#dir, 'run');
    if (this.#recording.agent === 'codex') {
      const methods = entries.flatMap((entry) => (entry.is === 'answered' ? [entry.method] : []));
      // By the time of this file the adapter knows when the run began.
      mkdirSync(runDir, { recursive: true });
      writeFileSync(planIn(runDir), '{}');
      utimesSync(planIn(runDir), startedAt / 1000, startedAt / 1000);
      this.#codex = await CodexReplay.listen(socketIn(runDir), methods);
    }
    this.#open(runDir);
    await this.#codex?.connected();
    const looks = setInterval(() => {
      if (this.#dirty) this.#channel?.seen?.({ kind: 'screen' });
      this.#dirty = false;
    }, 100);
    for (const entry of entries) {
      await vi.advanceTimersByTimeAsync(Math.max(0, startedAt + entry.at - Date.now()));
      await this.#take(entry);
      this.#look();
    }
    await vi.advanceTimersByTimeAsync(Math.max(1, startedAt + endOf(this.#recording) - Date.now()));
    clearInterval(looks);
  }

  #open(runDir: string): void {
    const { agent, args, pid, worktree } = this.#recording;
    const adapter = adapterNamed(agent);
    if (adapter === undefined) throw new Error(`no adapter ${agent}`);
    mkdirSync(join(runDir, 'prompts'), { recursive: true });
    mkdirSync(join(this.#dir, 'home'), { recursive: true });
    const story = new Story();
    const id = story.task();
    story.atWork(id, adapter.takes);
    const link: AgentLink = {
      run: 1,
      runDir,
      stateDir: runDir,
      worktree,
      repository: worktree,
      env: { HOME: join(this.#dir, 'home') },
      options: { args, interactive: false },
      pid,
      session: () => story.session(id),
      report: (report) => {
        this.#shown.take(report);
        const request = String(this.#history.length);
        story.decided(decideReport(story.session(id), { run: 1, report, request }));
        if (
          report.kind === 'turn-ended' &&
          report.background.length === 0 &&
          proseQuestion(report.words ?? '') !== null
        ) {
          this.#asked.push(Date.now() - this.#recording.startedAt);
        }
        this.#look();
      },
      afterTurn: (request) => new Promise((resolve) => this.#afterTurn.set(request, resolve)),
      screen: {
        lines: () => rowsOf(this.#screen),
        title: () => this.#screen.title,
        bracketedPaste: () => this.#screen.modes.bracketedPaste,
        cursor: () => this.#screen.cursor,
      },
      type: () => true,
      now: () => Date.now(),
      log: () => undefined,
      closed: this.#closing.signal,
    };
    if (agent === 'opencode') {
      this.#opencode = new OpencodeReplay(this.#recording.startedAt, (report) => link.report(report));
    } else this.#channel = adapter.open(link);
  }

  /** Notes the state if it is another than before. */
  #look(): void {
    const { state, rule } = this.#shown;
    if (this.#history.at(-1)?.state === state) return;
    this.#history.push({ at: Date.now() - this.#recording.startedAt, state, rule });
  }

  async #take(entry: Entry): Promise<void> {
    switch (entry.is) {
      case 'out':
        return this.#print(entry);
      case 'hook':
        return this.#hook(entry);
      case 'gone':
        this.#gone.get(entry.call)?.abort();
        return settled();
      case 'after-turn':
        this.#afterTurn.get(String(entry.call))?.(entry.text);
        return settled();
      case 'answer':
        return this.#answer(entry);
      case 'file':
        return this.#write(entry);
      case 'told':
        this.#opencode?.told(entry.message);
        return this.#codex?.told(entry.message);
      case 'answered':
        this.#opencode?.answered(entry.method, entry.result);
        return this.#codex?.answered(entry);
      case 'truth':
    }
  }

  #print({ bytes }: EntryOf<'out'>): void {
    const { title } = this.#screen;
    this.#screen.feed(Buffer.from(bytes, 'latin1'));
    if (this.#screen.title !== title) this.#channel?.seen?.({ kind: 'title', title: this.#screen.title });
    this.#dirty = true;
  }

  async #hook({ call, event }: EntryOf<'hook'>): Promise<void> {
    const gone = new AbortController();
    this.#gone.set(call, gone);
    // Its reply goes nowhere: what came of it is in the recording.
    void this.#channel?.hook?.(this.#here(event), { request: String(call), gone: gone.signal });
    await settled();
  }

  async #answer({ answers }: EntryOf<'answer'>): Promise<void> {
    const { dialog } = this.#shown;
    if (dialog === null) return;
    this.#opencode?.forget(dialog);
    // What became of it is in the recording.
    if (this.#channel === null || this.#codex !== null) return this.#shown.answered(dialog);
    if ((await this.#channel?.answer(dialog, answers)) === 'answered') this.#shown.answered(dialog);
  }

  /** With the folders of this replay in the place of the recorded ones. */
  #here(told: unknown): unknown {
    const { home, run } = this.#recording;
    const text = JSON.stringify(told).replaceAll(home, join(this.#dir, 'home'));
    return JSON.parse(text.replaceAll(run, join(this.#dir, 'run')));
  }

  /** Writes a file that the adapter reads by itself, and waits until who watches its folder has heard of it. */
  async #write({ path, text }: EntryOf<'file'>): Promise<void> {
    const file = String(this.#here(path));
    mkdirSync(dirname(file), { recursive: true });
    const heard = Promise.withResolvers<void>();
    const watcher = watch(dirname(file), () => heard.resolve());
    if (text === null) rmSync(file, { force: true });
    else writeFileSync(file, text);
    await heard.promise;
    watcher.close();
    await settled();
  }
}

/** Lets what was begun go on as far as it can without more time. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}
