import { hasCode } from '../../core/has-code.ts';
import type { Recorded } from '../../core/model/events.ts';
import { describeFault } from '../../core/fault.ts';
import { reduce } from '../../core/reduce.ts';
import type { World } from '../../core/model/world.ts';
import type { Connection } from '../../wire/connection.ts';
import type { Notification } from '../../wire/notifications.ts';
import type { Params, RequestName, Result } from '../../wire/requests.ts';
import type { Screens } from './screens.ts';
import type { DashboardStore } from './store.ts';

/** What a link is made of. */
export interface LinkParts {
  readonly connection: Connection;
  /** Starts the daemon if needed and connects to it. */
  reconnect(): Promise<Connection>;
  readonly path: string;
  readonly store: DashboardStore;
  readonly screens: Screens;
  /** A bug in what came over the wire, or of ours: the dashboard ends with it. */
  onBug(thrown: unknown): void;
}

/** How long to wait after a failed attempt to reach the daemon, milliseconds. */
const retryMs = 1000;

/**
 * The dashboard's side of the daemon: requests, the world kept up by numbered events, live screens. When the daemon dies
 * it says so in the store, connects anew and goes on from a new snapshot.
 */
export class Link {
  readonly #parts: LinkParts;
  #connection: Connection;
  /** Events that came while a snapshot is on its way; null when none is. */
  #early: Recorded[] | null = null;
  #watched: readonly number[] = [];
  #stopListening: () => void = () => {};
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#connection = parts.connection;
  }

  /** Opens the repository and takes the first snapshot. Throws the daemon's `Fault`. */
  async open(): Promise<Result<'repo/open'>> {
    return await this.#begin(this.#connection);
  }

  /** Asks the daemon. Throws its `Fault`, or a `Fault` 'daemon' while there is no connection. */
  async request<Name extends RequestName>(name: Name, params: Params<Name>): Promise<Result<Name>> {
    return await this.#connection.request(name, params);
  }

  /** Names the sessions whose screens are wanted; the same list again costs nothing. */
  watch(sessions: readonly number[]): void {
    if (sessions.length === this.#watched.length && sessions.every((id, index) => id === this.#watched[index])) return;
    this.#watched = [...sessions];
    this.#sendWatched();
  }

  /** Ends the link; the daemon and its agents go on. */
  close(): void {
    this.#closed = true;
    this.#stopListening();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#connection.close();
  }

  async #begin(connection: Connection): Promise<Result<'repo/open'>> {
    this.#connection = connection;
    this.#stopListening();
    this.#stopListening = connection.onNotification((notification) => this.#hear(notification));
    void connection.closed.then(() => this.#lost(connection));
    const opened = await connection.request('repo/open', { path: this.#parts.path });
    this.#parts.store.setState({ repo: opened.repo.id });
    await this.#takeSnapshot();
    if (this.#watched.length > 0) this.#sendWatched();
    this.#parts.store.setState({ link: { kind: 'live' } });
    return opened;
  }

  async #takeSnapshot(): Promise<void> {
    if (this.#early !== null) return;
    this.#early = [];
    try {
      const { world } = await this.#connection.request('world/subscribe', {});
      const later = this.#early.filter((recorded) => recorded.seq > world.seq);
      this.#parts.store.setState({ world: later.reduce<World>(reduce, world) });
    } finally {
      this.#early = null;
    }
  }

  #hear(notification: Notification): void {
    if (notification.notify === 'screen') {
      this.#parts.screens.apply(notification.session, notification.change, notification.unread);
      return;
    }
    const { recorded } = notification;
    if (this.#early !== null) {
      this.#early.push(recorded);
      return;
    }
    const { world } = this.#parts.store.getState();
    if (recorded.seq === world.seq + 1) this.#parts.store.setState({ world: reduce(world, recorded) });
    else if (recorded.seq > world.seq) this.#follow(this.#takeSnapshot());
  }

  #sendWatched(): void {
    this.#follow(this.#connection.request('screen/watch', { sessions: [...this.#watched] }));
  }

  /** For requests nobody waits for: a lost connection is dealt with where it is noticed, all else is a bug. */
  #follow(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => {
      if (!isLostConnection(thrown)) this.#parts.onBug(thrown);
    });
  }

  #lost(connection: Connection): void {
    if (this.#closed || connection !== this.#connection) return;
    this.#parts.store.setState({ link: { kind: 'lost', why: null } });
    this.#follow(this.#reach());
  }

  async #reach(): Promise<void> {
    let connection: Connection;
    try {
      connection = await this.#parts.reconnect();
    } catch (thrown) {
      if (this.#closed) return;
      this.#parts.store.setState({ link: { kind: 'lost', why: describeFault(thrown) } });
      this.#retry = setTimeout(() => this.#follow(this.#reach()), retryMs);
      return;
    }
    if (this.#closed) connection.close();
    else await this.#begin(connection);
  }
}

function isLostConnection(thrown: unknown): boolean {
  return hasCode(thrown, 'daemon');
}
