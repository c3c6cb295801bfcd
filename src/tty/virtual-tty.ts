import { Readable, Writable } from 'node:stream';

import type { PictureChange } from '../core/picture.ts';
import { HeadlessScreen } from '../screen/headless-screen.ts';
import type { PictureTracker } from '../screen/picture-tracker.ts';
import type { ColourDepth } from './colour/colour-depth.ts';
import type { InputEvent } from './keys/input-event.ts';

export interface VirtualTtyOptions {
  readonly columns: number;
  readonly rows: number;
  readonly depth: ColourDepth;
  /** Called when something was written: the picture may have changed. */
  readonly onChange: () => void;
}

const depthBits: Record<ColourDepth, number> = { none: 1, '16': 4, '256': 8, truecolor: 24 };

/** The output of a virtual terminal: a stream that passes for a tty. Emits `resize` as a tty does. */
export class VirtualStdout extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #depth: ColourDepth;
  readonly #feed: (text: string) => void;

  constructor(options: VirtualTtyOptions, feed: (text: string) => void) {
    super({ decodeStrings: false, defaultEncoding: 'utf8' });
    this.columns = options.columns;
    this.rows = options.rows;
    this.#depth = options.depth;
    this.#feed = feed;
  }

  getWindowSize(): [columns: number, rows: number] {
    return [this.columns, this.rows];
  }

  getColorDepth(): number {
    return depthBits[this.#depth];
  }

  hasColors(count = 16): boolean {
    return 2 ** depthBits[this.#depth] >= count;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#feed(chunk.toString());
    done();
  }
}

/** The input of a virtual terminal: passes for a tty; each read gives what one call of `send` brought. */
export class VirtualStdin extends Readable {
  readonly isTTY = true;
  isRaw = false;

  constructor() {
    super({ objectMode: true, read: () => undefined });
  }

  setRawMode(raw: boolean): this {
    this.isRaw = raw;
    return this;
  }

  /** It gives strings already; the stream's own way would join what must stay apart. */
  override setEncoding(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/**
 * The terminal that the chrome is drawn to: what is written becomes cells, what is sent becomes key presses. One call of
 * `send` is one key: a reader that gets several keys in one read takes them for one.
 */
export class VirtualTty {
  readonly stdout: VirtualStdout;
  readonly stdin = new VirtualStdin();
  readonly #screen: HeadlessScreen;
  readonly #tracker: PictureTracker;

  constructor(options: VirtualTtyOptions) {
    const { columns, rows, onChange } = options;
    this.#screen = new HeadlessScreen({ columns, rows, convertEol: true, ofInk: true });
    // On the alternate screen a resize cuts rows; the other one would fold them and bring back old ones.
    this.#screen.feed('\x1b[?1049h');
    this.#tracker = this.#screen.track();
    this.stdout = new VirtualStdout(options, (text) => {
      this.#screen.feed(text);
      onChange();
    });
  }

  /** Takes another size and tells the program. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.stdout.columns = columns;
    this.stdout.rows = rows;
    this.stdout.emit('resize');
  }

  /** Presses one key, given as its bytes. */
  send(bytes: string | Buffer): void {
    const key = bytes.toString();
    // A lone escape byte would wait for more and take the next key for a part of it; this form says what it is.
    if (key !== '') this.stdin.push(key === '\x1b' ? '\x1b[27u' : key);
  }

  /** Presses what a person pressed on the real terminal; what is no key is left out. */
  press(event: InputEvent): void {
    if (event.kind === 'text') this.send(event.text);
    else if (event.kind === 'key') this.send(event.raw);
    else if (event.kind === 'paste') this.send(`\x1b[200~${event.text}\x1b[201~`);
  }

  /** What changed on the screen since the last call, undefined when nothing did. */
  takeChange(): PictureChange | undefined {
    return this.#tracker.take();
  }

  /** The screen as plain text. */
  text(): string {
    return this.#screen.text();
  }

  /** Ends the input and frees the screen. */
  close(): void {
    this.stdin.push(null);
    this.#screen.dispose();
  }
}
