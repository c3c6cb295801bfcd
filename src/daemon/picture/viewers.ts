import type { PictureChange } from '../../core/picture.ts';
import type { PictureTracker } from '../../screen/picture-tracker.ts';
import type { Client } from '../../wire/serve.ts';
import type { SessionScreen } from './session-screen.ts';

/** Screens go to clients at most so often, ms between two looks at all of them. */
const frameMs = 33;
/** What a program shows so soon after a person typed into it is their echo, ms, and does not wait for the next look. */
const echoMs = 100;
/** Between two echoes, ms. */
const echoGapMs = 5;
/** A viewer with more than this many bytes unsent gets no more screens until it has caught up. */
const slowViewerBytes = 256 * 1024;

/** What one viewer has been sent of one screen. */
interface Watched {
  readonly screen: SessionScreen;
  readonly tracker: PictureTracker;
  unread: number;
}

/**
 * Sends clients the screens they look at: rows that changed, at most 30 times a second, and the echo of what was typed
 * at once. Frames in between are never made, a slow viewer is never waited for, and nothing runs while nothing changes.
 */
export class Viewers {
  readonly #find: (session: number) => SessionScreen | undefined;
  readonly #viewers = new Map<Client, Map<number, Watched | null>>();
  /** Screens that do not wait for the next look. */
  readonly #prompt = new Set<number>();
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #lookedAt = -Infinity;
  #echoedAt = -Infinity;

  constructor(find: (session: number) => SessionScreen | undefined) {
    this.#find = find;
  }

  /** From now on the client is sent these sessions' screens: whole first, then what changes. */
  watch(client: Client, sessions: readonly number[]): void {
    // It may have gone while its request was carried out: then nobody would tell us again.
    if (client.gone.aborted) return;
    if (!this.#viewers.has(client)) client.gone.addEventListener('abort', () => this.#viewers.delete(client));
    const before = this.#viewers.get(client);
    const watched = new Map<number, Watched | null>();
    for (const session of sessions) {
      const known = before?.get(session);
      watched.set(session, known ?? this.#track(session));
      // Somebody waits for a first picture.
      if (known == null) this.#promptly(session);
    }
    this.#viewers.set(client, watched);
    this.#arm();
  }

  /** A session has a new screen. */
  began(session: number): void {
    for (const watched of this.#viewers.values()) if (watched.has(session)) watched.set(session, this.#track(session));
    this.#arm();
  }

  /** Something of the session's screen has changed. */
  changed(session: number): void {
    const now = performance.now();
    const typedAt = this.#find(session)?.typedAt ?? -Infinity;
    if (now - typedAt < echoMs && now - this.#echoedAt >= echoGapMs) this.#promptly(session);
    this.#arm();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#viewers.clear();
  }

  #promptly(session: number): void {
    this.#prompt.add(session);
    this.#immediate ??= setImmediate(() => this.#sendPrompt());
  }

  #track(session: number): Watched | null {
    const screen = this.#find(session);
    return screen === undefined ? null : { screen, tracker: screen.screen.track(), unread: 0 };
  }

  /** One look after something changed: at once when the last one is long ago. */
  #arm(): void {
    if (this.#timer !== null || this.#viewers.size === 0) return;
    const wait = Math.max(0, this.#lookedAt + frameMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#lookedAt = performance.now();
      for (const [client, watched] of this.#viewers) for (const session of watched.keys()) this.#send(client, session);
    }, wait);
  }

  #sendPrompt(): void {
    this.#immediate = null;
    this.#echoedAt = performance.now();
    for (const session of this.#prompt) for (const client of this.#viewers.keys()) this.#send(client, session);
    this.#prompt.clear();
  }

  #send(client: Client, session: number): void {
    const watched = this.#viewers.get(client)?.get(session);
    if (watched == null) return;
    const { screen, tracker } = watched;
    if (client.queuedBytes > slowViewerBytes) {
      this.#arm();
      return;
    }
    // A frame that is never ended brings no bytes that would tell when it is held no more.
    if (screen.screen.heldFor > 0) this.#arm();
    const { unread } = screen;
    const change = tracker.take() ?? (unread === watched.unread ? undefined : tracker.nothing());
    watched.unread = unread;
    if (change !== undefined) client.notify({ notify: 'screen', session, change: mutable(change), unread });
  }
}

/** The wire's types are mutable; the picture is not copied, only typed for sending. */
function mutable(change: PictureChange) {
  return {
    ...change,
    changed: change.changed.map(([row, content]): [number, (typeof content)[number][]] => [row, [...content]]),
  };
}
