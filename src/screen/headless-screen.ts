import type { Terminal } from '@xterm/headless';

import type { PictureChange, PictureCursor, PictureModes } from '../core/picture.ts';
import type { KittyKeyboard } from './emulator/kitty-keyboard.ts';
import { newTerminal } from './emulator/new-terminal.ts';
import type { TerminalSize } from './emulator/new-terminal.ts';
import { PictureTracker } from './picture-tracker.ts';
import { plainText } from './plain-text.ts';
import { PrivateModes } from './emulator/private-modes.ts';
import { answerQueries, defaultColours } from './emulator/queries.ts';
import type { ScreenColours } from './emulator/queries.ts';
import { RowCache } from './row-cache.ts';
import { hearSignals } from './emulator/signals.ts';
import type { ScreenSignal } from './emulator/signals.ts';
import { synchronousWriter } from './emulator/synchronous-write.ts';
import { Utf8Edges } from './emulator/utf8-edges.ts';
import { parserAtGround } from './emulator/xterm-state.ts';

export interface ScreenOptions extends TerminalSize {
  /** Gets the answers to terminal queries, to be written to the program. Without it they go nowhere. */
  readonly onReply?: ((bytes: Buffer) => void) | undefined;
  readonly onSignal?: ((signal: ScreenSignal) => void) | undefined;
  readonly colours?: ScreenColours | undefined;
}

const longestTitle = 200;

/** A terminal without a window: bytes of a program in, pictures out. */
export class HeadlessScreen {
  /** The emulator: for the painter in this room only. */
  readonly terminal: Terminal;
  readonly kitty: KittyKeyboard;
  readonly privateModes: PrivateModes;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #edges = new Utf8Edges();
  readonly #cache = new RowCache();
  readonly #options: ScreenOptions;
  #replies: string[] = [];
  #signals: ScreenSignal[] = [];
  #title = '';
  #dirty = true;
  #revision = 0;
  #aside = '';

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.terminal = newTerminal(options);
    const reply = (answer: string): void => void this.#replies.push(answer);
    this.kitty = answerQueries(this.terminal, { colours: options.colours ?? defaultColours, reply });
    this.privateModes = new PrivateModes(this.terminal);
    hearSignals(this.terminal, { signal: (signal) => void this.#signals.push(signal), reply });
    this.terminal.onTitleChange((title) => (this.#title = plainText(title, longestTitle)));
    this.#write = synchronousWriter(this.terminal, {
      parsed: () => this.#afterWrite(),
      failed: (error) => void this.#signals.push({ kind: 'emulator-failed', error }),
    });
  }

  /** Takes output of the program; pictures, title and replies are up to date when it returns. */
  feed(bytes: Uint8Array | string): void {
    this.#write(this.#edges.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
  }

  /** Sets the size in cells; at least 2x1. */
  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.terminal.resize(columns, rows);
    this.#cache.forget();
    this.#dirty = true;
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  /** What the program calls its window: at most 200 characters, none of them control characters. */
  get title(): string {
    return this.#title;
  }

  /** The program is between two frames (DEC 2026): viewers hold their paint, for at most 100 ms. */
  get inSynchronizedOutput(): boolean {
    return this.terminal.modes.synchronizedOutputMode;
  }

  /** Whether a checkpoint may be cut here: no half sequence, no half character, no half frame. */
  get atRest(): boolean {
    return parserAtGround(this.terminal) && !this.#edges.holding && !this.inSynchronizedOutput;
  }

  get cursor(): PictureCursor {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    // After the last column was written the cursor waits behind it; people see it in the last column.
    const column = Math.min(cursorX, this.columns - 1);
    return { row: cursorY, column, visible: this.privateModes.cursorVisible };
  }

  get modes(): PictureModes {
    const { modes, buffer } = this.terminal;
    return {
      bracketedPaste: modes.bracketedPasteMode,
      applicationCursor: modes.applicationCursorKeysMode,
      applicationKeypad: modes.applicationKeypadMode,
      focus: modes.sendFocusMode,
      mouse: modes.mouseTrackingMode,
      mouseSgr: this.privateModes.mouseEncoding !== 'default',
      kittyKeyboard: this.kitty.flags,
      alternateScreen: buffer.active.type === 'alternate',
    };
  }

  /** Grows whenever anything a viewer sees has changed. Costs nothing while the screen is idle. */
  get revision(): number {
    if (!this.#dirty) return this.#revision;
    this.#dirty = false;
    const next = this.#revision + 1;
    const rowsChanged = this.#cache.refresh(this.terminal, next);
    const aside = JSON.stringify([this.cursor, this.modes, this.#title, this.columns, this.rows]);
    if (rowsChanged || aside !== this.#aside) this.#revision = next;
    this.#aside = aside;
    return this.#revision;
  }

  /** The rows that changed after `revision`, and everything else that may. Viewers use a `PictureTracker`. */
  changesSince(revision: number): PictureChange {
    // Reading it brings the rows up to date.
    const changed = this.revision === revision ? [] : this.#cache.changedSince(revision);
    const { rows, columns, cursor, modes, title } = this;
    return { rows, columns, changed, cursor, modes, title };
  }

  /** The whole picture. */
  picture(): PictureChange {
    return this.changesSince(0);
  }

  /** A viewer of its own. */
  track(): PictureTracker {
    return new PictureTracker(this);
  }

  /** The screen as plain text, rows without trailing blanks, no blank rows at the end. */
  text(): string {
    return this.#lines().join('\n').trimEnd();
  }

  /** The last `count` rows that are not blank, top to bottom. */
  lastLines(count: number): string[] {
    return this.#lines()
      .filter((line) => line !== '')
      .slice(-count);
  }

  dispose(): void {
    this.terminal.dispose();
  }

  #lines(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  /** Callbacks run after the parse: one that throws must not leave xterm in the middle of a sequence. */
  #afterWrite(): void {
    this.#dirty = true;
    const replies = this.#replies;
    const signals = this.#signals;
    if (replies.length > 0) {
      this.#replies = [];
      this.#options.onReply?.(Buffer.from(replies.join('')));
    }
    if (signals.length > 0) {
      this.#signals = [];
      for (const signal of signals) this.#options.onSignal?.(signal);
    }
  }
}
