import type { Clock, Timer } from './clock.ts';

/** Why a frame is wanted: `content` waits for the frame gap, `prompt` (a key, chrome, a resize) hardly at all. */
export type FrameReason = 'content' | 'prompt';

/** What one paint came to; `blocked`: the terminal takes no bytes now, `resume` is called when it does. */
export type PaintOutcome = 'wrote' | 'nothing' | 'blocked';

const frameGap = 1000 / 30;
const unfocusedGap = 1000 / 15;
/** A key's consequences come in a burst of a few milliseconds; they make one frame. */
const promptDelay = 4;
/** Content that comes so soon after a key is its echo, and does not wait for the gap. */
const echoWindow = 50;

/**
 * Decides when to paint: content at most 30 times a second (15 without focus), what a person did after 4 ms, and never
 * when nothing is dirty. Only a paint that wrote bytes starts the gap.
 */
export class FrameScheduler {
  readonly #paint: () => PaintOutcome;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #due = 0;
  #lastFrame = -Infinity;
  #lastKey = -Infinity;
  #focused = true;
  #blocked = false;
  #stopped = false;

  constructor(paint: () => PaintOutcome, clock: Clock) {
    this.#paint = paint;
    this.#clock = clock;
  }

  /** Asks for a frame. */
  dirty(reason: FrameReason): void {
    if (this.#blocked || this.#stopped) return;
    const now = this.#clock.now();
    const afterGap = Math.max(now, this.#lastFrame + (this.#focused ? frameGap : unfocusedGap));
    const prompt = reason === 'prompt' || now - this.#lastKey < echoWindow;
    const due = prompt && (reason === 'prompt' || afterGap > now + promptDelay) ? now + promptDelay : afterGap;
    if (this.#timer !== undefined) {
      if (this.#due <= due) return;
      this.#clock.cancel(this.#timer);
    }
    this.#due = due;
    this.#timer = this.#clock.after(Math.max(0, due - now), () => this.#frame());
  }

  /** Notes that a key went to a session: its echo is painted promptly. */
  keySent(): void {
    this.#lastKey = this.#clock.now();
  }

  /** Without focus frames come half as often. */
  setFocused(focused: boolean): void {
    this.#focused = focused;
  }

  /** After `blocked`: the terminal takes bytes again. */
  resume(): void {
    this.#blocked = false;
    this.dirty('prompt');
  }

  /** No frame comes after this. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== undefined) this.#clock.cancel(this.#timer);
    this.#timer = undefined;
  }

  #frame(): void {
    this.#timer = undefined;
    const outcome = this.#paint();
    if (outcome === 'wrote') this.#lastFrame = this.#clock.now();
    if (outcome === 'blocked') this.#blocked = true;
  }
}
