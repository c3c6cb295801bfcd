import { RuleReader, type Finding } from './rule-reader.ts';
import type { ScreenRule, View } from './screen-rules.ts';

/** What a watch needs of its agent; `AgentLink` has all of it. */
export interface Watched {
  readonly screen: { lines(): readonly string[]; title(): string };
  now(): number;
  readonly closed: AbortSignal;
}

/** Screens are read at most this often, ms. */
const throttle = 100;

/** Keeps reading an agent's screen by rules while it is open. */
export class ScreenWatch {
  readonly #reader: RuleReader;
  readonly #watched: Watched;
  readonly #decided: (finding: Finding | null) => void;
  #lookedAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #timerAt = Infinity;

  /** `decided` is told each new finding; null: no rule matches any more. */
  constructor(watched: Watched, rules: readonly ScreenRule[], decided: (finding: Finding | null) => void) {
    this.#watched = watched;
    this.#reader = new RuleReader(rules);
    this.#decided = decided;
    watched.closed.addEventListener('abort', () => this.close(), { once: true });
  }

  /** What was decided last. */
  get finding(): Finding | null {
    return this.#reader.finding;
  }

  /** Whether anything was decided yet. */
  get settled(): boolean {
    return this.#reader.settled;
  }

  /** The screen or its title has changed. */
  changed(): void {
    this.#wake(Math.max(this.#watched.now(), this.#lookedAt + throttle));
  }

  /** What the rules say of the screen at this very moment, without waiting until it settles. */
  atOnce(): Finding | null {
    return this.#reader.match(this.#view());
  }

  /** A prompt was given: failures that are on the screen now are history. */
  mark(): void {
    this.#reader.mark(this.#view());
  }

  /** What shows from here on is decided anew, also when it is the same as before. */
  forget(): void {
    this.#reader.forget();
    this.changed();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wake(at: number): void {
    if (this.#watched.closed.aborted || (this.#timer !== null && this.#timerAt <= at)) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => this.#look(), Math.max(0, at - this.#watched.now()));
    this.#timer.unref();
  }

  #look(): void {
    this.#timer = null;
    const at = this.#watched.now();
    this.#lookedAt = at;
    const decided = this.#reader.look(this.#view(), at);
    if (decided !== undefined) this.#decided(decided);
    // A millisecond more: a timer may fire a little early.
    if (this.#reader.dueAt !== null) this.#wake(Math.max(this.#reader.dueAt + 1, at + 1));
  }

  #view(): View {
    return { title: this.#watched.screen.title(), rows: this.#watched.screen.lines() };
  }
}
