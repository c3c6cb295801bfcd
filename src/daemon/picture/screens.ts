import { tileSize } from '../../core/picture.ts';
import { HeadlessScreen } from '../../screen/headless-screen.ts';
import type { PictureTracker } from '../../screen/picture-tracker.ts';
import type { Client } from '../../wire/serve.ts';

/** Screens go to clients at most so often, ms between two looks. */
const frameMs = 50;
/** A viewer with more than this many bytes unsent gets no more screens until it has caught up. */
const slowViewerBytes = 256 * 1024;

/** The way to a session's program while one runs. */
export interface Typing {
  write(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
}

interface SessionScreen {
  screen: HeadlessScreen;
  typing: Typing | null;
  /** Terminal queries in bytes that are replayed were answered long ago. */
  replaying: boolean;
}

/** The screens of all sessions, and who looks at which. */
export class Screens {
  readonly #screens = new Map<number, SessionScreen>();
  readonly #viewers = new Map<Client, Map<number, PictureTracker | null>>();
  #timer: NodeJS.Timeout | null = null;

  /** A blank screen for a session's new run, replacing the one before. */
  begin(session: number, size: { columns: number; rows: number } = tileSize): void {
    this.#screens.get(session)?.screen.dispose();
    const entry: SessionScreen = {
      typing: null,
      replaying: false,
      screen: new HeadlessScreen({
        ...size,
        onReply: (bytes) => {
          if (!entry.replaying) entry.typing?.write(bytes);
        },
      }),
    };
    this.#screens.set(session, entry);
    for (const watched of this.#viewers.values()) if (watched.has(session)) watched.set(session, entry.screen.track());
    this.#arm();
  }

  has(session: number): boolean {
    return this.#screens.has(session);
  }

  /** Output of the program. `replay`: bytes of before this daemon's time, whose queries are not answered again. */
  feed(session: number, bytes: Uint8Array | string, replay = false): void {
    const entry = this.#screens.get(session);
    if (entry === undefined) return;
    entry.replaying = replay;
    entry.screen.feed(bytes);
    this.#arm();
  }

  /** Connects the screen with the running program; null when it has ended. */
  connect(session: number, typing: Typing | null): void {
    const entry = this.#screens.get(session);
    if (entry !== undefined) entry.typing = typing;
  }

  /** Types into the session's program; false when none runs. */
  type(session: number, bytes: Uint8Array): boolean {
    const typing = this.#screens.get(session)?.typing ?? null;
    typing?.write(bytes);
    return typing !== null;
  }

  /** Changes the size of the session's terminal, screen and program alike. */
  resize(session: number, columns: number, rows: number): void {
    const entry = this.#screens.get(session);
    if (entry === undefined) return;
    entry.screen.resize(columns, rows);
    entry.typing?.resize(columns, rows);
    this.#arm();
  }

  /** The last lines of the screen that are not blank, top to bottom. */
  lastLines(session: number, count: number): string[] {
    return this.#screens.get(session)?.screen.lastLines(count) ?? [];
  }

  /** From now on the client is sent these sessions' screens: whole first, then what changes. */
  watch(client: Client, sessions: readonly number[]): void {
    // It may have gone while its request was carried out: then nobody would tell us again.
    if (client.gone.aborted) return;
    if (!this.#viewers.has(client)) client.gone.addEventListener('abort', () => this.#viewers.delete(client));
    const before = this.#viewers.get(client);
    const watched = new Map<number, PictureTracker | null>();
    for (const session of sessions) {
      watched.set(session, before?.get(session) ?? this.#screens.get(session)?.screen.track() ?? null);
    }
    this.#viewers.set(client, watched);
    this.#arm();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { screen } of this.#screens.values()) screen.dispose();
    this.#screens.clear();
    this.#viewers.clear();
  }

  /** One look after something changed; nothing runs while nothing changes. */
  #arm(): void {
    if (this.#timer !== null || this.#viewers.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#send();
    }, frameMs);
  }

  #send(): void {
    for (const [client, watched] of this.#viewers) {
      if (client.queuedBytes > slowViewerBytes) {
        this.#arm();
        continue;
      }
      for (const [session, tracker] of watched) {
        const change = tracker?.take();
        if (change !== undefined) client.notify({ notify: 'screen', session, change: mutable(change) });
      }
    }
  }
}

/** The wire's types are mutable; the picture is not copied, only typed for sending. */
function mutable(change: NonNullable<ReturnType<PictureTracker['take']>>) {
  return {
    ...change,
    changed: change.changed.map(([row, content]): [number, (typeof content)[number][]] => [row, [...content]]),
  };
}
