import type { Clock, Timer } from './clock.ts';
import type { InputEvent } from './keys/input-event.ts';
import { parseInput, settleInput } from './keys/parse-input.ts';

export interface InputRouterOptions {
  readonly onEvent: (event: InputEvent) => void;
  readonly clock: Clock;
}

const pasteStart = Buffer.from('\x1b[200~');
const pasteEnd = Buffer.from('\x1b[201~');
const none = Buffer.alloc(0);
/** After this long an escape byte is the escape key. */
const escapeDelay = 25;
/** Nobody types a longer beginning of a sequence by hand: it is waited for over a slow line. */
const sequenceDelay = 500;
/** A sequence that was given up is known again by its rest for so long. */
const lateDelay = 2000;
/** A paste whose end was lost must not swallow the keyboard for ever. */
const pasteDelay = 5000;

/**
 * Turns the bytes of the real terminal into events, one for each key that was pressed, wherever the chunks were cut.
 * The events of some bytes do not depend on how they were cut, except that a lone escape byte becomes a key with time.
 */
export class InputRouter {
  readonly #options: InputRouterOptions;
  #pending: Buffer = none;
  #paste: Buffer[] | undefined;
  #timer: Timer | undefined;
  #givenUp: { bytes: Buffer; until: number } | undefined;

  constructor(options: InputRouterOptions) {
    this.#options = options;
  }

  /** Takes bytes as they came from the terminal. */
  feed(chunk: Buffer): void {
    this.#cancelTimer();
    const data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = none;
    let at = this.#late(data);
    while (at < data.length) {
      const end: number | undefined = this.#paste === undefined ? this.#next(data, at) : this.#pasteNext(data, at);
      if (end === undefined) break;
      at = end;
    }
    this.#startTimer();
  }

  /** Makes events of bytes that wait for more, as if no more came. */
  flush(): void {
    this.#cancelTimer();
    const pending = this.#pending;
    this.#pending = none;
    if (this.#paste !== undefined) this.#endPaste(pending, none);
    else if (pending.length > 0) this.#options.onEvent(settleInput(pending));
  }

  /** Forgets bytes that wait for more. */
  stop(): void {
    this.#cancelTimer();
    this.#pending = none;
    this.#paste = undefined;
    this.#givenUp = undefined;
  }

  /**
   * The rest of a sequence whose beginning was given up as a key: on a slow line it would be typed as text. Only what a
   * person can't have typed: a report or an answer, or the beginning of a paste, whose text would be typed as keys.
   */
  #late(data: Buffer): number {
    const { bytes, until } = this.#givenUp ?? { bytes: none, until: 0 };
    this.#givenUp = undefined;
    if (bytes.length === 0 || this.#options.clock.now() > until) return 0;
    const parsed = parseInput(Buffer.concat([bytes, data]), 0);
    const end = (parsed?.end ?? 0) - bytes.length;
    if (parsed === undefined || end < (bytes.length > 2 ? 1 : 3)) return 0;
    if (parsed.event === 'paste') {
      this.#paste = [];
      return end;
    }
    const { kind } = parsed.event;
    if (kind !== 'mouse' && kind !== 'reply') return 0;
    this.#options.onEvent({ ...parsed.event, raw: data.subarray(0, end) });
    return end;
  }

  #next(data: Buffer, at: number): number | undefined {
    const parsed = parseInput(data, at);
    if (parsed === undefined) {
      this.#pending = data.subarray(at);
      return undefined;
    }
    if (parsed.event === 'paste') this.#paste = [];
    else this.#options.onEvent(parsed.event);
    return parsed.end;
  }

  /** Collects a paste; each byte is looked at once, and once more where a chunk may have cut the end mark. */
  #pasteNext(data: Buffer, at: number): number | undefined {
    const end = data.indexOf(pasteEnd, at);
    if (end >= 0) {
      this.#endPaste(data.subarray(at, end), pasteEnd);
      return end + pasteEnd.length;
    }
    const kept = Math.max(at, data.length - pasteEnd.length + 1);
    if (kept > at) this.#paste?.push(data.subarray(at, kept));
    this.#pending = data.subarray(kept);
    return undefined;
  }

  #endPaste(last: Buffer, mark: Buffer): void {
    const bytes = Buffer.concat([...(this.#paste ?? []), last]);
    this.#paste = undefined;
    const raw = Buffer.concat([pasteStart, bytes, mark]);
    this.#options.onEvent({ kind: 'paste', text: bytes.toString('utf8'), raw });
  }

  #startTimer(): void {
    const { length } = this.#pending;
    if (length === 0 && this.#paste === undefined) return;
    const short = this.#pending[0] === 0x1b && length <= 2;
    const delay = this.#paste !== undefined ? pasteDelay : short ? escapeDelay : sequenceDelay;
    this.#timer = this.#options.clock.after(delay, () => this.#giveUp());
  }

  #giveUp(): void {
    const bytes = this.#pending;
    const sequence = this.#paste === undefined && bytes[0] === 0x1b;
    this.flush();
    if (sequence) this.#givenUp = { bytes, until: this.#options.clock.now() + lateDelay };
  }

  #cancelTimer(): void {
    if (this.#timer !== undefined) this.#options.clock.cancel(this.#timer);
    this.#timer = undefined;
  }
}
