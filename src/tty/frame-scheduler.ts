import type { Clock, Timer } from './clock.ts';

/**
 * Why a frame is wanted: `content` waits for the frame gap only, `chrome` in any case for what else belongs to it,
 * `prompt` (a resize, a new view) for nothing but that.
 */
export type FrameReason = 'content' | 'chrome' | 'prompt';

/** What one paint came to; `blocked`: the terminal takes no bytes now, `resume` is called when it does. */
export type PaintOutcome = 'wrote' | 'nothing' | 'blocked';

const frameGap = 1000 / 30;
const unfocusedGap = 1000 / 15;
/** A key's consequences come in a burst of a few milliseconds; they make one frame. */
const promptDelay = 4;
/** Content that comes so soon after a key is its echo, and waits for nothing. */
const echoWindow = 50;
/** The first frames after a key may be other content's; with more of them a flood would be painted as if typed. */
const echoFrames = 3;

/**
 * Decides when to paint: at most 30 times a second (15 without focus), the echo of a key at once, what a person did to the
 * dashboard after 4 ms, and never when nothing is dirty. Only a paint that wrote bytes starts the gap.
 */
export class FrameScheduler {
  readonly #paint: () => PaintOutcome;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #due = 0;
  #lastFrame = -Infinity;
  #lastKey = -Infinity;
  #echoes = 0;
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
    const due = this.#dueAt(reason, now);
    if (this.#timer !== undefined) {
      if (this.#due <= due) return;
      this.#clock.cancel(this.#timer);
    }
    this.#due = due;
    this.#timer = this.#clock.after(Math.max(0, due - now), () => this.#frame());
  }

  /** Notes that a person did something: what it changes is painted promptly. */
  keySent(): void {
    this.#lastKey = this.#clock.now();
    this.#echoes = 0;
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

  #dueAt(reason: FrameReason, now: number): number {
    const prompt = now + promptDelay;
    if (reason === 'prompt') return prompt;
    const afterGap = Math.max(now, this.#lastFrame + (this.#focused ? frameGap : unfocusedGap));
    const isEcho = now - this.#lastKey < echoWindow && this.#echoes < echoFrames;
    if (reason === 'chrome') return isEcho ? prompt : Math.max(prompt, afterGap);
    return isEcho ? now : afterGap;
  }

  #frame(): void {
    this.#timer = undefined;
    const outcome = this.#paint();
    if (outcome === 'wrote') {
      this.#lastFrame = this.#clock.now();
      this.#echoes++;
    }
    if (outcome === 'blocked') this.#blocked = true;
  }
}
