import { CellGrid } from '../../src/tty/cells.ts';
import type { Connection } from '../../src/wire/connection.ts';
import type { Notification } from '../../src/wire/notifications.ts';

/** Ends a hang with a report; no test is decided by it. */
const hangMs = 90_000;

type Shown = Extract<Notification, { notify: 'screen' }>;

/** A client's picture of one screen, kept up to date by the daemon's notifications. */
export class WatchedScreen {
  readonly #connection: Connection;
  readonly #number: number;
  readonly #grid = new CellGrid(1, 1);
  readonly #looks = new Set<() => void>();
  last: Shown | null = null;

  private constructor(connection: Connection, number: number) {
    this.#connection = connection;
    this.#number = number;
    connection.onNotification((notification) => {
      if (notification.notify !== 'screen' || notification.session !== number) return;
      this.last = notification;
      this.#grid.apply(notification.change);
      for (const look of this.#looks) look();
    });
  }

  /** Watches the screen of a session, or of a person's own terminal, by its number. */
  static async watch(connection: Connection, number: number): Promise<WatchedScreen> {
    const watched = new WatchedScreen(connection, number);
    await connection.request('screen/watch', { sessions: [number] });
    return watched;
  }

  get text(): string {
    return this.#grid.text();
  }

  /** The size of its terminal as `columns x rows`. */
  get size(): string {
    return `${this.#grid.columns}x${this.#grid.rows}`;
  }

  async type(text: string): Promise<void> {
    await this.#connection.request('screen/type', {
      session: this.#number,
      bytes: Buffer.from(text).toString('base64'),
    });
  }

  /** Waits until the screen shows a text; a wait that never ends says what was wanted and what is shown. */
  shows(text: string): Promise<void> {
    return this.until(`the text ${text}`, () => this.text.includes(text));
  }

  async until(wanted: string, holds: () => boolean): Promise<void> {
    const found = Promise.withResolvers<void>();
    const look = () => {
      if (holds()) found.resolve();
    };
    const timer = setTimeout(() => found.reject(new Error(`wanted: ${wanted}\nshown:\n${this.text}`)), hangMs);
    this.#looks.add(look);
    look();
    try {
      await found.promise;
    } finally {
      clearTimeout(timer);
      this.#looks.delete(look);
    }
  }
}
