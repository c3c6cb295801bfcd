import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { NotifyWay } from '../../src/core/model/config.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { openDashboard } from '../../src/ui/open-dashboard.tsx';
import type { Connection } from '../../src/wire/connection.ts';
import type { SmallDaemon } from './small-daemon.ts';

class Keyboard extends PassThrough {
  readonly isTTY = true;
  setRawMode(): void {}
}

/** A terminal's output that is read from a headless screen; waiters look at each frame as it comes. */
class Screen extends Writable {
  readonly isTTY = true;
  readonly fd: number;
  columns: number;
  rows: number;
  readonly seen: HeadlessScreen;
  /** Texts that were put into the terminal's clipboard. */
  readonly copied: string[] = [];
  /** What it called the person with: `bell`, or the text of a notification. */
  readonly rung: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(fd: number, size: { columns: number; rows: number }) {
    super();
    this.fd = fd;
    this.columns = size.columns;
    this.rows = size.rows;
    this.seen = new HeadlessScreen(size);
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.seen.feed(chunk);
    for (const [, text = ''] of chunk.toString().matchAll(/\]52;c;([A-Za-z0-9+/=]*)/g)) {
      this.copied.push(Buffer.from(text, 'base64').toString());
    }
    this.rung.push(...ringsIn(chunk.toString()));
    for (const look of this.#waiting) look();
    done();
  }

  /** Resolves when the condition holds after some frame. */
  until(holds: (text: string) => boolean): Promise<string> {
    return new Promise((resolve) => {
      const look = (): void => {
        const text = this.seen.text();
        if (!holds(text)) return;
        this.#waiting.delete(look);
        resolve(text);
      };
      this.#waiting.add(look);
      look();
    });
  }
}

/** How a terminal is made to call somebody: a bell by itself, or the text of a notification (OSC 9). */
function ringsIn(bytes: string): string[] {
  const bell = '\u0007';
  const [plain = '', ...strings] = bytes.split('\u001b]');
  const rings = plain.includes(bell) ? ['bell'] : [];
  for (const string of strings) {
    const [text = '', ...rest] = string.split(bell);
    if (text.startsWith('9;')) rings.push(text.slice(2));
    if (rest.length > 1) rings.push('bell');
  }
  return rings;
}

/** A person at a dashboard: types keys, and waits for what the screen says. */
export interface Person {
  /** Types text or raw bytes. */
  press(keys: string): void;
  /** Resolves with the screen once it shows the text (or no longer shows it, with `not`). */
  sees(text: string): Promise<string>;
  seesNo(text: string): Promise<string>;
  resize(size: { columns: number; rows: number }): void;
  /** Resolves when the dashboard has ended. */
  readonly left: Promise<void>;
  readonly draftsFile: string;
  readonly copied: readonly string[];
  /** How its terminal called the person. */
  readonly rung: readonly string[];
  /** The shape of the terminal's cursor, undefined: the usual one. */
  cursorShape(): number | undefined;
}

/** Opens a real dashboard on a daemon; the terminal is made of streams. */
export async function sitDown(
  daemon: SmallDaemon,
  options: {
    size?: { columns: number; rows: number };
    reconnect?: () => Promise<Connection>;
    session?: number;
    keys?: Record<string, string>;
    notify?: readonly NotifyWay[];
  } = {},
): Promise<Person & AsyncDisposable> {
  const fd = openSync('/dev/null', 'w');
  const keyboard = new Keyboard();
  const screen = new Screen(fd, options.size ?? { columns: 120, rows: 40 });
  const draftsFile = join(daemon.folder, 'drafts.json');
  const left = openDashboard({
    connection: await daemon.connect(),
    reconnect: options.reconnect ?? (() => daemon.connect()),
    path: '/home/me/acme-app',
    env: { LANG: 'C.UTF-8', TERM: 'xterm-256color', MINE: 'yes' },
    stdin: keyboard,
    stdout: screen,
    draftsFile,
    session: options.session ?? null,
    keys: options.keys ?? {},
    notify: options.notify ?? [],
  });
  // A failed dashboard is seen where `left` is awaited.
  left.catch(() => undefined);
  return {
    press: (keys) => void keyboard.write(keys),
    sees: (text) => screen.until((shown) => shown.includes(text)),
    seesNo: (text) => screen.until((shown) => !shown.includes(text)),
    resize: (size) => {
      screen.columns = size.columns;
      screen.rows = size.rows;
      screen.seen.resize(size.columns, size.rows);
      screen.emit('resize');
    },
    left,
    draftsFile,
    copied: screen.copied,
    rung: screen.rung,
    cursorShape: () => screen.seen.cursor.shape,
    [Symbol.asyncDispose]: async () => {
      // Out of a session's terminal first, then out of whatever is open.
      keyboard.write('\x1d\x03\x03\x03\x03\x03');
      await left.catch(() => undefined);
      screen.seen.dispose();
      closeSync(fd);
    },
  };
}
