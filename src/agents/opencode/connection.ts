import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from './events.ts';
import type { Heard, OpencodeServer } from './server.ts';
import type { Snapshot } from './watch.ts';

/** Between two looks for the server, ms: often while it may be starting, then rarely. */
const lookEachMs = 100;
const lookRarelyMs = 1000;
const startMs = 15_000;
/** So long an answer may take, ms: each that does not come in time lets the next one take longer, as under load. */
const answerMs = { first: 500, most: 5000 };
/** Before a look at the whole that failed is tried again, ms. */
const againMs = 1000;

/** What a connection tells. */
export interface Listener {
  /** Events are listened to: what must come before the look at the whole. */
  connecting(): Promise<void>;
  /** What is going on at the beginning of a connection. */
  whole(snapshot: Snapshot): void;
  event(event: Event): void;
  /** There is no connection, still. */
  away(): void;
  log(what: string, thrown: unknown): void;
}

/**
 * Listens to a server's events as long as it can, again and again. Each connection begins with a look at the whole,
 * which makes up for what was missed; events that come during it are told after it.
 */
export class Connection {
  readonly #server: OpencodeServer;
  readonly #tell: Listener;
  readonly #closed: AbortSignal;
  /** Events of a connection whose look at the whole is not done. */
  #early: Event[] | null = null;
  #up = false;
  #changed = performance.now();
  readonly #waiting = new Set<() => void>();

  constructor(server: OpencodeServer, tell: Listener, closed: AbortSignal) {
    this.#server = server;
    this.#tell = tell;
    this.#closed = closed;
    void this.#stay();
  }

  /** Whether everything that happens is heard. */
  get up(): boolean {
    return this.#up;
  }

  /** For how long it has been up, or down, ms. */
  get sinceMs(): number {
    return performance.now() - this.#changed;
  }

  /** Waits until it is up; false when that took longer than `ms`. */
  async comesUp(ms: number): Promise<boolean> {
    if (this.#up) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const yes = () => resolve(true);
    this.#waiting.add(yes);
    const timer = setTimeout(() => resolve(false), ms);
    const came = await promise;
    clearTimeout(timer);
    this.#waiting.delete(yes);
    return came;
  }

  async #stay(): Promise<void> {
    let answer = answerMs.first;
    while (!this.#closed.aborted) {
      try {
        const asked = performance.now();
        if (await this.#server.isUp(answer)) {
          answer = answerMs.first;
          await this.#server.listen(
            () => void this.#lookAtAll(),
            (heard) => this.#hear(heard),
          );
        } else if (performance.now() - asked >= answer) answer = Math.min(2 * answer, answerMs.most);
      } catch (thrown) {
        if (!this.#closed.aborted && this.#up) this.#tell.log('its event stream broke off', thrown);
      }
      this.#early = null;
      if (this.#up) this.#set(false);
      await this.#rest(this.sinceMs < startMs ? lookEachMs : lookRarelyMs);
      if (!this.#closed.aborted) this.#tell.away();
    }
  }

  async #lookAtAll(): Promise<void> {
    const early: Event[] = [];
    this.#early = early;
    while (this.#early === early && !this.#closed.aborted) {
      try {
        await this.#tell.connecting();
        const snapshot = await this.#server.snapshot();
        // A later connection looks for itself.
        if (this.#early !== early) return;
        this.#tell.whole(snapshot);
        this.#early = null;
        for (const event of early) this.#tell.event(event);
        this.#set(true);
      } catch (thrown) {
        if (this.#closed.aborted || this.#early !== early) return;
        this.#tell.log('its server could not be looked at; this is tried again', thrown);
        await this.#rest(againMs);
      }
    }
  }

  #hear(heard: Heard): void {
    if ('unread' in heard) this.#tell.log('an event of it could not be read', heard.unread);
    else if (this.#early !== null) this.#early.push(heard.event);
    else this.#tell.event(heard.event);
  }

  #set(up: boolean): void {
    this.#up = up;
    this.#changed = performance.now();
    if (up) for (const came of this.#waiting) came();
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#closed }).catch(() => {});
  }
}
