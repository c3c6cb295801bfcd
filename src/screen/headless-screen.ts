import type { Terminal } from '@xterm/headless';

import type { PictureChange, PictureCursor, PictureModes, PictureRow } from '../core/picture.ts';
import { answerQueries } from './answers/answer-queries.ts';
import type { Asked } from './answers/answer-queries.ts';
import { defaultColours } from './answers/colours.ts';
import type { ScreenColours } from './answers/colours.ts';
import { cursorShape } from './answers/settings.ts';
import { insideOf } from './emulator/inside.ts';
import type { Inside } from './emulator/inside.ts';
import { Links } from './emulator/links.ts';
import { mend, resizeTerminal } from './emulator/mends.ts';
import { newTerminal } from './emulator/new-terminal.ts';
import type { TerminalSize } from './emulator/new-terminal.ts';
import { SavedRows } from './emulator/saved-rows.ts';
import { hearSignals } from './emulator/signals.ts';
import type { ScreenSignal } from './emulator/signals.ts';
import { separateSpacingMarks } from './emulator/spacing-marks.ts';
import { synchronousWriter } from './emulator/synchronous-write.ts';
import { SynchronizedOutput } from './emulator/synchronized-output.ts';
import { cleanTitles } from './emulator/titles.ts';
import { Utf8Edges } from './emulator/utf8-edges.ts';
import { PictureTracker } from './picture-tracker.ts';
import { RowCache } from './row-cache.ts';

export interface ScreenOptions extends TerminalSize {
  /** Gets the answers to terminal queries, to be written to the program. Without it they go nowhere. */
  readonly onReply?: ((bytes: Buffer) => void) | undefined;
  readonly onSignal?: ((signal: ScreenSignal) => void) | undefined;
  readonly colours?: ScreenColours | undefined;
  /** What is shown was laid out by Ink, which counts the columns of some marks in its own way. */
  readonly ofInk?: boolean | undefined;
  /** The present time, ms, for how long a picture is held. */
  readonly now?: (() => number) | undefined;
}

/** A picture older than this, ms, is not shown in place of a half drawn one: nobody has looked for long. */
const staleAfter = 250;

const encodings: Readonly<Record<string, PictureModes['mouseEncoding']>> = { SGR: 'sgr', SGR_PIXELS: 'sgr-pixels' };

type Aside = Omit<PictureChange, 'changed'>;

/** A terminal without a window: bytes of a program in, pictures out. */
export class HeadlessScreen {
  /** The emulator, what is inside of it, and what the program asked for: for this room only. */
  readonly terminal: Terminal;
  readonly inside: Inside;
  readonly asked: Asked;
  readonly links: Links;
  readonly savedRows: SavedRows;
  readonly #frame: SynchronizedOutput;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #edges = new Utf8Edges();
  readonly #cache: RowCache;
  readonly #options: ScreenOptions;
  readonly #now: () => number;
  #replies: string[] = [];
  #signals: ScreenSignal[] = [];
  #dirty = true;
  #watched = true;
  #lookedAt = -Infinity;
  #revision = 0;
  #aside: Aside | undefined;
  #asideText = '';

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.terminal = newTerminal(options);
    this.inside = insideOf(this.terminal);
    mend(this.terminal, this.inside);
    separateSpacingMarks(this.inside, options.ofInk === true);
    cleanTitles(this.terminal, this.inside);
    this.savedRows = new SavedRows(this.terminal, this.inside);
    this.links = new Links(this.terminal, this.inside);
    this.#cache = new RowCache(this.inside, this.links);
    const reply = (answer: string): void => void this.#replies.push(answer);
    const { inside, links } = this;
    this.asked = answerQueries(this.terminal, { inside, links, colours: options.colours ?? defaultColours, reply });
    hearSignals(this.terminal, { signal: (signal) => void this.#signals.push(signal), reply });
    this.#frame = new SynchronizedOutput(this.terminal, {
      begins: () => this.#frameBegins(),
      now: this.#now,
    });
    this.#write = synchronousWriter(this.terminal, {
      parsed: () => this.#afterWrite(),
      failed: (error) => void this.#signals.push({ kind: 'emulator-failed', error }),
    });
  }

  /** Takes output of the program; pictures, title and replies are up to date when it returns. */
  feed(bytes: Uint8Array | string): void {
    this.#write(this.#edges.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
  }

  /** Sets the size in cells; at least 2x1. A held picture is let go: it has the wrong size. */
  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return;
    this.savedRows.resize(() => resizeTerminal(this.terminal, this.inside, [columns, rows]));
    this.#frame.release();
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
    return this.inside['_inputHandler']['_windowTitle'];
  }

  /** The program is between two frames (DEC 2026). */
  get inSynchronizedOutput(): boolean {
    return this.#frame.inFrame;
  }

  /**
   * How long, ms, the picture is still held as it was before the frame that the program is drawing; 0: not held. Look
   * again when it is over: a program that never ends its frame brings no bytes that would tell.
   */
  get heldFor(): number {
    return this.#frame.heldFor;
  }

  /** Whether a checkpoint may be cut here: no half sequence, no half character, no half frame. */
  get atRest(): boolean {
    return (
      this.inside['_inputHandler']['_parser'].currentState === 0 && !this.#edges.holding && !this.inSynchronizedOutput
    );
  }

  get cursor(): PictureCursor {
    const { x, y } = this.inside.buffers.active;
    const shape = cursorShape(this.inside);
    // After the last column was written the cursor waits behind it; people see it in the last column.
    const column = Math.min(x, this.columns - 1);
    const visible = !this.inside.coreService.isCursorHidden;
    return shape === undefined ? { row: y, column, visible } : { row: y, column, visible, shape };
  }

  get modes(): PictureModes {
    const { modes, buffer } = this.terminal;
    return {
      bracketedPaste: modes.bracketedPasteMode,
      applicationCursor: modes.applicationCursorKeysMode,
      applicationKeypad: modes.applicationKeypadMode,
      focus: modes.sendFocusMode,
      mouse: modes.mouseTrackingMode,
      mouseEncoding: encodings[this.inside.coreMouseService.activeEncoding] ?? 'default',
      kittyKeyboard: this.asked.kitty.flags,
      alternateScreen: buffer.active.type === 'alternate',
    };
  }

  /** Grows whenever anything a viewer sees has changed. Costs nothing while the screen is idle. */
  get revision(): number {
    this.#watched = true;
    if (this.heldFor === 0 || this.#now() - this.#lookedAt > staleAfter) this.#look();
    return this.#revision;
  }

  /**
   * The rows that changed after `revision`, and everything else that may. Viewers use a `PictureTracker`. While the
   * program draws a frame this is the picture of before.
   */
  changesSince(revision: number): PictureChange {
    // Reading it brings the rows up to date.
    const changed = this.revision === revision ? [] : this.#cache.changedSince(revision);
    const { rows, columns, cursor, modes, title } = this.#aside ?? this;
    return { rows, columns, changed, cursor, modes, title };
  }

  /** The rows as of the last look at `revision`: the same objects as long as they look the same, also after scrolling. */
  get pictureRows(): readonly PictureRow[] {
    return this.#cache.rows;
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

  /** Brings rows and the rest up to date. */
  #look(): void {
    this.#lookedAt = this.#now();
    if (!this.#dirty) return;
    this.#dirty = false;
    const next = this.#revision + 1;
    const rowsChanged = this.#cache.refresh(this.rows, next);
    const { rows, columns, cursor, modes, title } = this;
    this.#aside = { rows, columns, cursor, modes, title };
    const asideText = JSON.stringify(this.#aside);
    if (rowsChanged || asideText !== this.#asideText) this.#revision = next;
    this.#asideText = asideText;
  }

  /** Keeps the last whole picture for those who look during the frame; once for each look, however many frames come. */
  #frameBegins(): void {
    this.#dirty = true;
    if (this.#watched) this.#look();
    this.#watched = false;
    this.#dirty = true;
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
