import { setTimeout as pause } from 'node:timers/promises';

import { type IPty, spawn } from 'node-pty';

import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { own } from './belongings.ts';

/** A wait that never ends says what was wanted; no number comes from it. */
const hangMs = 30_000;

/** What runs in the terminal. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
}

/** Bytes and when they came, `performance.now`. */
type Listener = (bytes: Buffer, at: number) => void;

/** The person's terminal: a real pty with a program in it, read as fast as it writes. */
export class OuterTerminal implements AsyncDisposable {
  readonly startedAt = performance.now();
  readonly columns: number;
  readonly rows: number;
  /** Bytes that have arrived. */
  bytes = 0;
  readonly ended: Promise<number>;
  #screen: HeadlessScreen | null;
  readonly #pty: IPty;
  readonly #listeners = new Set<Listener>();
  readonly #close: () => Promise<void>;

  constructor({ command, cwd, env, columns, rows }: Program) {
    const [file, ...words] = command;
    let over = false;
    this.#close = own(async () => {
      this.#pty.resume();
      if (!over) this.#pty.kill('SIGHUP');
      const patience = setTimeout(() => this.#pty.kill('SIGKILL'), 3000);
      await this.ended;
      clearTimeout(patience);
      this.#screen?.dispose();
    });
    this.columns = columns;
    this.rows = rows;
    this.#screen = new HeadlessScreen({ columns, rows });
    this.#pty = spawn(file, words, { cwd, env: { ...env, ...look }, cols: columns, rows, encoding: null });
    this.#pty.onData((data: unknown) => this.#arrived(Buffer.isBuffer(data) ? data : Buffer.from(String(data))));
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode }) => {
        over = true;
        resolve(exitCode);
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(text: string): void {
    this.#pty.write(text);
  }

  /** Stops reading, as a terminal does that hangs. */
  stall(stalled: boolean): void {
    if (stalled) this.#pty.pause();
    else this.#pty.resume();
  }

  /** Calls back for everything that arrives; returns what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Parsing what arrives costs time that a measurement may need: from here on it is only counted. */
  lookAway(): void {
    this.#screen?.dispose();
    this.#screen = null;
  }

  /** The screen as text; '' after `lookAway`. */
  text(): string {
    return this.#screen?.text() ?? '';
  }

  /** Waits until the screen shows this, and gives the moment. */
  async shows(wanted: string | RegExp): Promise<number> {
    const isThere = (): boolean => {
      const text = this.text();
      return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
    };
    if (isThere()) return performance.now();
    return await this.#wait(String(wanted), (_bytes, at) => (isThere() ? at : null));
  }

  /** Waits until bytes with one of these arrive, and gives the moment. Ask before what causes them. */
  async arrives(...wanted: readonly string[]): Promise<number> {
    let tail = '';
    return await this.#wait(wanted.join(' or '), (bytes, at) => {
      const text = tail + bytes.toString('latin1');
      tail = text.slice(-32);
      return wanted.some((one) => text.includes(one)) ? at : null;
    });
  }

  /** Waits until nothing has arrived for so long. */
  async quiet(ms: number): Promise<void> {
    for (let before = -1; before !== this.bytes;) {
      before = this.bytes;
      await pause(ms);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async #wait(wanted: string, look: (bytes: Buffer, at: number) => number | null): Promise<number> {
    const found = Promise.withResolvers<number>();
    const stop = this.listen((bytes, at) => {
      const moment = look(bytes, at);
      if (moment !== null) found.resolve(moment);
    });
    const timer = setTimeout(() => found.reject(new Error(`wanted: ${wanted}\n${this.text()}`)), hangMs);
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  #arrived(bytes: Buffer): void {
    const at = performance.now();
    this.bytes += bytes.length;
    this.#screen?.feed(bytes);
    for (const listener of this.#listeners) listener(bytes, at);
  }
}

/** Every program is told of the same terminal. */
const look = { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' };
