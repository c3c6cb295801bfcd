import { tileSize } from '../../core/picture.ts';
import type { ScreenSignal } from '../../screen/emulator/signals.ts';
import type { HeadlessScreen } from '../../screen/headless-screen.ts';
import type { Client } from '../../wire/serve.ts';
import { SessionScreen, type Typing } from './session-screen.ts';
import { Viewers } from './viewers.ts';
import { type Size, ZoomSizes } from './zoom-sizes.ts';

/** So long after a program is reached, ms, it keeps the size it has: who was zoomed in before comes back by then. */
const returnMs = 10_000;

/** Who listens to what programs say through their terminals. */
interface ScreenEars {
  signalled(session: number, signal: ScreenSignal): void;
  /** The screen may have changed. */
  shown(session: number): void;
}

/** The screens of all sessions, who looks at which, and who types into them. */
export class Screens {
  readonly #ears: ScreenEars;
  readonly #screens = new Map<number, SessionScreen>();
  readonly #viewers = new Viewers((session) => this.#screens.get(session));
  readonly #sizes = new ZoomSizes((session) => this.#fit(session));
  readonly #returns = new Map<number, NodeJS.Timeout>();

  constructor(ears: ScreenEars = { signalled: () => {}, shown: () => {} }) {
    this.#ears = ears;
  }

  /** A blank screen for a session's new run, replacing the one before. */
  begin(session: number, size: Size = tileSize): HeadlessScreen {
    this.#screens.get(session)?.dispose();
    const entry = new SessionScreen(size, (signal) => this.#ears.signalled(session, signal));
    this.#screens.set(session, entry);
    this.#viewers.began(session);
    return entry.screen;
  }

  /** Forgets a screen: nobody will look at it again. */
  drop(session: number): void {
    this.#screens.get(session)?.dispose();
    this.#screens.delete(session);
    this.#viewers.began(session);
  }

  /** The emulator behind a session's screen. */
  picture(session: number): HeadlessScreen | undefined {
    return this.#screens.get(session)?.screen;
  }

  has(session: number): boolean {
    return this.#screens.has(session);
  }

  /** Output of the program. `replay`: bytes of before this daemon's time, whose queries are not answered again. */
  feed(session: number, bytes: Uint8Array | string, replay = false): void {
    const entry = this.#screens.get(session);
    if (entry === undefined) return;
    entry.feed(bytes, replay);
    this.#viewers.changed(session);
    this.#ears.shown(session);
  }

  /**
   * Connects the screen with the running program; null when it has ended. A program that was zoomed when an earlier
   * daemon went is not made smaller for the moment until its dashboard is back: it would draw itself anew, twice.
   */
  connect(session: number, typing: Typing | null): void {
    this.#screens.get(session)?.connect(typing);
    clearTimeout(this.#returns.get(session));
    this.#returns.delete(session);
    if (typing === null) return;
    if (this.#sizes.sizeOf(session) !== undefined) this.#fit(session);
    else this.#returns.set(session, setTimeout(() => this.#returned(session), returnMs).unref());
  }

  /** A client types into the session's program; false when none runs. */
  type(session: number, bytes: Uint8Array, client: Client): boolean {
    const entry = this.#screens.get(session);
    if (entry === undefined || entry.typing === null) return false;
    this.#sizes.typed(client, session);
    entry.typedAt = performance.now();
    entry.typing.write(bytes);
    return true;
  }

  /** An adapter types into its agent; false when none runs. It does not count as a person's: sizes and echo are not touched. */
  typeForAdapter(session: number, bytes: Uint8Array): boolean {
    const typing = this.#screens.get(session)?.typing ?? null;
    typing?.write(bytes);
    return typing !== null;
  }

  /** The session's output from here on was made for a terminal of this size. */
  resized(session: number, { columns, rows }: Size): void {
    this.#screens.get(session)?.resized(columns, rows);
    this.#viewers.changed(session);
  }

  /** So many bytes were typed that the program has not read. */
  unread(session: number, bytes: number): void {
    const entry = this.#screens.get(session);
    if (entry === undefined) return;
    entry.unread = bytes;
    this.#viewers.changed(session);
  }

  /** The client is zoomed into the session: its size is the terminal's until another one zooms or types. */
  zoom(client: Client, session: number, size: Size): void {
    this.#sizes.zoom(client, session, size);
  }

  unzoom(client: Client, session: number): void {
    this.#sizes.unzoom(client, session);
  }

  /** The last lines of the screen that are not blank, top to bottom. */
  lastLines(session: number, count: number): string[] {
    return this.#screens.get(session)?.screen.lastLines(count) ?? [];
  }

  /** All rows of the screen, without trailing blanks. */
  lines(session: number): readonly string[] {
    return this.#screens.get(session)?.screen.text().split('\n') ?? [];
  }

  title(session: number): string {
    return this.#screens.get(session)?.screen.title ?? '';
  }

  bracketedPaste(session: number): boolean {
    return this.#screens.get(session)?.screen.modes.bracketedPaste ?? false;
  }

  cursor(session: number): { readonly row: number; readonly column: number } {
    return this.#screens.get(session)?.screen.cursor ?? { row: 0, column: 0 };
  }

  /** From now on the client is sent these sessions' screens: whole first, then what changes. */
  watch(client: Client, sessions: readonly number[]): void {
    this.#viewers.watch(client, sessions);
  }

  dispose(): void {
    this.#viewers.dispose();
    for (const timer of this.#returns.values()) clearTimeout(timer);
    for (const entry of this.#screens.values()) entry.dispose();
    this.#screens.clear();
  }

  #returned(session: number): void {
    this.#returns.delete(session);
    this.#fit(session);
  }

  /** Nobody zoomed in: the size of a tile, whatever tiles there are, so that looking about resizes nothing. */
  #fit(session: number): void {
    this.#screens.get(session)?.want(this.#sizes.sizeOf(session) ?? tileSize, performance.now());
  }
}
