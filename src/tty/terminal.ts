import type { PictureCursor } from '../core/picture.ts';
import { Fault } from '../core/fault.ts';
import type { NotifyWay } from '../core/model/config.ts';
import { systemClock, type Clock, type Timer } from './clock.ts';
import { colourDepth, type ColourEnvironment } from './colour/colour-depth.ts';
import { Compositor, type Overlay } from './compositor.ts';
import { FrameScheduler, type FrameReason, type PaintOutcome } from './frame-scheduler.ts';
import { InputRouter } from './input-router.ts';
import { type InputEvent, isDone } from './keys/input-event.ts';
import type { MouseReport } from './modes/mode-bytes.ts';
import { KittyPictures } from './kitty-pictures.ts';
import { TerminalModes } from './modes/terminal-modes.ts';
import type { KeptRecord } from './modes/terminal-record.ts';
import { TerminalWriter } from './terminal-writer.ts';
import { type TerminalSize, type TtyInput, type TtyOutput, sizeOf } from './tty-streams.ts';
import { VirtualTty } from './virtual-tty.ts';

export interface OpenTerminalOptions {
  readonly stdin: TtyInput;
  readonly stdout: TtyOutput;
  readonly env: ColourEnvironment;
  /** Mouse reports from the start; 'off' leaves selecting text to the terminal. */
  readonly mouse?: MouseReport;
  readonly clock?: Clock;
  /** Where it is noted how the terminal was, for whoever comes after a SIGKILL. */
  readonly record?: KeptRecord | undefined;
  /** The terminal was given back, on whatever way out that a program can see. */
  readonly onLeft?: () => void;
  /** The terminal is gone, or was given back for a signal: nothing can be shown or typed any more. */
  readonly onHangup?: () => void;
}

/** `all`: the terminal may show something else than was painted. */
export type InvalidateReason = FrameReason | 'all';

/** A terminal that took no bytes for so long, in ms, may have been redrawn by someone else meanwhile. */
const longStall = 1000;
/** The least time between two sizes that are taken, in ms. */
const resizeGap = 50;
/** How long keys may be on their way from the terminal, in ms. */
const typedAhead = 500;
/** How long queued bytes are waited for in the end, in ms. */
const settleLimit = 100;

/** The real terminal: the dashboard's full screen is shown on it and typed into it until `close`. */
export class Terminal {
  /** What the chrome is rendered to. */
  readonly chrome: VirtualTty;
  /** What the terminal shows in the place of cells. */
  readonly pictures: KittyPictures;
  readonly #options: OpenTerminalOptions;
  readonly #clock: Clock;
  readonly #compositor: Compositor;
  readonly #scheduler: FrameScheduler;
  readonly #writer: TerminalWriter;
  readonly #modes: TerminalModes;
  readonly #router: InputRouter;
  readonly #onEvent = new Set<(event: InputEvent) => void>();
  readonly #onResize = new Set<(size: TerminalSize) => void>();
  #resizing: Timer | undefined;
  #resizedAt = -Infinity;
  #lent = false;
  #spoken = { flags: 0, until: 0 };
  #size: TerminalSize;
  #overlay: Overlay = { tiles: [] };
  #chromeCursor: PictureCursor | undefined;

  constructor(options: OpenTerminalOptions) {
    const { stdin, stdout, env } = options;
    const clock = options.clock ?? systemClock;
    this.#options = options;
    this.#clock = clock;
    this.#size = sizeOf(stdout);
    const look = { ...this.#size, depth: colourDepth(env) };
    this.#compositor = new Compositor(look);
    this.#scheduler = new FrameScheduler(() => this.#paint(), clock);
    this.#writer = new TerminalWriter({ stdout, clock, onDrain: (stalled) => this.#onDrain(stalled) });
    this.#modes = new TerminalModes({
      stdin,
      fd: stdout.fd,
      mouse: options.mouse ?? 'drag',
      write: (bytes) => this.#writer.write(bytes),
      record: options.record,
      onLeft: options.onLeft,
      onGivenBack: () => this.#onHangup(),
      onContinue: () => this.#onContinue(),
    });
    this.pictures = new KittyPictures({ env, write: (bytes) => this.#writer.write(bytes) });
    this.#router = new InputRouter({ clock, onEvent: (event) => this.#event(event) });
    this.chrome = new VirtualTty({ ...look, onChange: () => this.#scheduler.dirty('chrome') });
    this.#modes.enter();
    stdin.on('data', this.#onData);
    stdin.on('end', this.#onHangup);
    stdin.on('error', this.#onHangup);
    stdout.on('resize', this.#resized);
    stdout.on('error', this.#onHangup);
    this.#scheduler.dirty('prompt');
  }

  /** The size in cells. */
  get size(): TerminalSize {
    return this.#size;
  }

  /** Calls back after each change of size; returns what ends it. */
  onResize(call: (size: TerminalSize) => void): () => void {
    this.#onResize.add(call);
    return () => void this.#onResize.delete(call);
  }

  /** Calls back for everything that is typed; returns what ends it. Releases of keys and replies are among it. */
  onEvent(call: (event: InputEvent) => void): () => void {
    this.#onEvent.add(call);
    return () => void this.#onEvent.delete(call);
  }

  /** Says what lies over the chrome; without a cursor of its own the chrome's is shown where it has one. */
  setTiles(overlay: Overlay): void {
    this.#overlay = overlay;
    this.#scheduler.dirty('content');
  }

  /** Something in the tiles' grids changed: a frame is due. */
  invalidate(reason: InvalidateReason): void {
    if (reason === 'all') this.#compositor.reset();
    this.#scheduler.dirty(reason === 'all' ? 'prompt' : reason);
  }

  /** A key went to a session: what comes back soon is painted promptly. */
  keySent(): void {
    this.#scheduler.keySent();
  }

  /** Asks the terminal to put a text into its clipboard (OSC 52); whether it allows that it does not say. */
  copy(text: string): void {
    this.#writer.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
  }

  /** Has the terminal call the person: its bell, a notification of the desktop (OSC 9), or both. Plain text only. */
  notify(ways: readonly NotifyWay[], text: string): void {
    const said = text.replaceAll(/\p{Cc}/gu, ' ');
    const bytes = ways.map((way) => (way === 'bell' ? '\x07' : `\x1b]9;${said}\x07`)).join('');
    if (bytes !== '') this.#writer.write(bytes);
  }

  /** Turns the mouse on or off. */
  setMouse(report: MouseReport): void {
    this.#modes.setMouse(report);
  }

  /** Mirrors the shape of the cursor of the session in zoom (1..6); 0 takes it back. */
  setCursorShape(shape: number): void {
    this.#modes.setCursorShape(shape);
  }

  /**
   * The kitty keyboard flags under which keys come in: those that were mirrored last, also for a moment after they were
   * taken back, since what was typed by then is still on its way.
   */
  get kittySpoken(): number {
    const { flags, until } = this.#spoken;
    return this.#clock.now() < until ? flags : 0;
  }

  /** Mirrors the kitty keyboard flags of the session in zoom; 0 takes them back. */
  setKittyKeyboard(flags: number): void {
    if (flags !== 0) this.#spoken = { flags, until: Infinity };
    else if (this.#spoken.until === Infinity) {
      this.#spoken = { ...this.#spoken, until: this.#clock.now() + typedAhead };
    }
    this.#modes.setKittyKeyboard(flags);
  }

  /** Leaves the terminal to another program until the work has ended, well or not; then everything is drawn anew. */
  async lend<Result>(work: () => Promise<Result>): Promise<Result> {
    const { stdin } = this.#options;
    this.#lent = true;
    stdin.pause();
    stdin.off('data', this.#onData);
    this.#router.stop();
    await this.#writer.settled(settleLimit);
    try {
      return await this.#modes.lend(work);
    } finally {
      this.#lent = false;
      stdin.on('data', this.#onData);
      stdin.resume();
      this.#scheduler.resume();
      this.#onContinue();
    }
  }

  /** Gives the terminal back as it was. */
  async close(): Promise<void> {
    const { stdin, stdout } = this.#options;
    this.#scheduler.stop();
    if (this.#resizing !== undefined) this.#clock.cancel(this.#resizing);
    stdin.off('data', this.#onData);
    stdin.off('end', this.#onHangup);
    stdout.off('resize', this.#resized);
    this.#router.stop();
    this.pictures.want([]);
    // What is still queued would come out behind the bytes that restore the modes.
    await this.#writer.settled(settleLimit);
    this.#modes.leave();
    this.#writer.release();
    stdout.off('error', this.#onHangup);
    stdin.off('error', this.#onHangup);
    stdin.pause();
    this.chrome.close();
  }

  #paint(): PaintOutcome {
    if (this.#lent || this.#writer.busy) return 'blocked';
    const change = this.chrome.takeChange();
    if (change !== undefined) {
      this.#compositor.chrome.apply(change);
      this.#chromeCursor = change.cursor;
    }
    const cursor = this.#overlay.cursor ?? (this.#chromeCursor?.visible === true ? this.#chromeCursor : undefined);
    this.#compositor.setOverlay(cursor === undefined ? this.#overlay : { ...this.#overlay, cursor });
    const bytes = this.#compositor.paint();
    if (bytes === '') return 'nothing';
    this.#writer.write(bytes);
    return 'wrote';
  }

  #event(event: InputEvent): void {
    if (event.kind === 'reply') this.pictures.hear(event.raw);
    if (event.kind === 'focus') this.#scheduler.setFocused(event.focused);
    else if (isDone(event)) this.#scheduler.keySent();
    for (const call of this.#onEvent) call(event);
  }

  #onContinue(): void {
    // Nobody told us of a resize meanwhile; this makes Node look.
    process.kill(process.pid, 'SIGWINCH');
    this.invalidate('all');
  }

  #onDrain(stalled: number): void {
    if (stalled >= longStall) this.#compositor.reset();
    this.#scheduler.resume();
  }

  readonly #onData = (chunk: Buffer | string): void => {
    this.#router.feed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  };

  readonly #onHangup = (): void => {
    this.#scheduler.stop();
    this.#options.onHangup?.();
  };

  /** A window that is dragged sends many sizes; each one costs a whole picture, so they are taken with a gap between. */
  readonly #resized = (): void => {
    if (this.#resizing !== undefined) return;
    const wait = this.#resizedAt + resizeGap - this.#clock.now();
    if (wait <= 0) this.#takeSize();
    else {
      this.#resizing = this.#clock.after(wait, () => {
        this.#resizing = undefined;
        this.#takeSize();
      });
    }
  };

  #takeSize(): void {
    this.#resizedAt = this.#clock.now();
    this.#size = sizeOf(this.#options.stdout);
    const { columns, rows } = this.#size;
    this.#compositor.resize(columns, rows);
    this.chrome.resize(columns, rows);
    for (const call of this.#onResize) call(this.#size);
    this.#scheduler.dirty('prompt');
  }
}

/**
 * Takes over the terminal for the full screen.
 * @throws {Fault} environment: it is no terminal, or one that cannot show a full screen.
 */
export function openTerminal(options: OpenTerminalOptions): Terminal {
  const hint = 'Use the commands instead (signalbox list, signalbox questions, ...), or another terminal.';
  if (options.stdin.isTTY !== true || options.stdout.isTTY !== true) {
    throw new Fault({ code: 'environment', message: 'The dashboard needs a terminal for input and output', hint });
  }
  if (!options.env['TERM'] || options.env['TERM'] === 'dumb') {
    const message = `This terminal cannot show a full screen (TERM=${options.env['TERM'] ?? ''})`;
    throw new Fault({ code: 'environment', message, hint });
  }
  return new Terminal(options);
}
