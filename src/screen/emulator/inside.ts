import type { IBufferLine, Terminal } from '@xterm/headless';

/**
 * The parts of xterm 6.0.0 that its public API does not tell and that pictures and checkpoints need. They are looked at
 * once for each terminal: an xterm that is different inside is refused at once instead of giving wrong pictures later.
 * The version is pinned, and the contract test says what broke.
 */
export interface Inside {
  readonly buffers: { readonly active: InnerBuffer; readonly normal: InnerBuffer; readonly alt: InnerBuffer };
  readonly coreService: { isCursorHidden: boolean; readonly decPrivateModes: InnerModes };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _charsetService: { charset: Charset; glevel: number; _charsets: Charset[] };
  readonly unicodeService: CharacterTables & { readonly _activeProvider: CharacterTables };
  readonly _inputHandler: InnerInput;
}

interface CharacterTables {
  /** How a code point joins the one before, whose properties are given. */
  charProperties(codePoint: number, before: number): number;
}

/** A character set: what replaces an ASCII character; undefined for ASCII itself. */
export type Charset = Readonly<Record<string, string>> | undefined;

interface InnerModes {
  readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
  readonly cursorBlink: boolean | undefined;
  readonly wraparound: boolean;
}

interface InnerInput {
  _curAttrData: Pen;
  _windowTitle: string;
  _iconName: string;
  _windowTitleStack: string[];
  _iconNameStack: string[];
  readonly _parser: InnerParser;
  /** Sets the colour that the parameter at `position` begins to tell; gives how many more parameters it took. */
  _extractColor(parameters: InnerParameters, position: number, pen: Pen): number;
  print(codePoints: Uint32Array, start: number, end: number): void;
  setTitle(title: string): boolean;
  setIconName(name: string): boolean;
  eraseInDisplay(parameters: { params: number[]; length: number }, respectProtected: boolean): boolean;
}

interface InnerParameters {
  readonly params: ArrayLike<number>;
  /** What follows a parameter after colons; null when nothing does. */
  getSubParams(index: number): ArrayLike<number> | null;
}

interface InnerParser {
  readonly currentState: number;
  precedingJoinState: number;
  setPrintHandler(print: (codePoints: Uint32Array, start: number, end: number) => void): void;
}

/** One of the two buffers. `savedY` is counted from the first line kept, everything else as its name says, 0-based. */
export interface InnerBuffer {
  ybase: number;
  x: number;
  y: number;
  scrollTop: number;
  scrollBottom: number;
  savedX: number;
  savedY: number;
  readonly savedCurAttrData: { fg: number; bg: number };
  savedCharset: Charset;
  tabs: Record<number, boolean | undefined>;
  /** Does later what is put in it, and warns on stderr when that took long. */
  _memoryCleanupQueue: { enqueue(task: () => boolean | void): void; clear(): void };
  readonly lines: { readonly length: number; maxLength: number; get(index: number): InnerLine | undefined };
}

/** A line: three numbers for each cell, and beside them what does not fit. */
export interface InnerLine {
  readonly _data: Uint32Array;
  /** Texts of several code points, by column. Only valid where the cell has `combinedFlag`. */
  readonly _combined: Record<number, string>;
  /** Underlines and links, by column. Only valid where the cell has `extendedFlag`. */
  readonly _extendedAttrs: Record<number, Extended | undefined>;
  isWrapped: boolean;
  /** Cuts off columns; `fill` is for those that are added. */
  resize(columns: number, fill?: never): boolean;
}

/** Style and colour of underlines, and the number of a link. Never changed in place where a cell holds it. */
export interface Extended {
  _ext: number;
  _urlId: number;
  clone(): Extended;
}

/** What the next printed cell gets. */
export interface Pen {
  fg: number;
  bg: number;
  extended: Extended;
  updateExtended(): void;
}

/** In a cell's first number: its text is in `_combined`. */
export const combinedFlag = 0x200000;
/** In a cell's third number: it has an entry in `_extendedAttrs`. */
export const extendedFlag = 0x10000000;
/** In a cell's third number: selective erase spares it (DECSCA). */
export const protectedFlag = 0x20000000;

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (here, name) => (typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined),
    value,
  );
}

function isBuffer(value: unknown): boolean {
  const numbers = ['ybase', 'x', 'y', 'scrollTop', 'scrollBottom', 'savedX', 'savedY'];
  return (
    numbers.every((name) => typeof at(value, name) === 'number') &&
    typeof at(value, 'savedCurAttrData', 'fg') === 'number' &&
    typeof at(value, 'tabs') === 'object' &&
    typeof at(value, '_memoryCleanupQueue', 'enqueue') === 'function' &&
    typeof at(value, 'lines', 'get') === 'function'
  );
}

function isLine(value: unknown): value is InnerLine {
  return (
    at(value, '_data') instanceof Uint32Array &&
    typeof at(value, '_combined') === 'object' &&
    typeof at(value, '_extendedAttrs') === 'object' &&
    typeof at(value, 'isWrapped') === 'boolean' &&
    typeof at(value, 'resize') === 'function'
  );
}

function isInput(value: unknown): boolean {
  const extended = ['_curAttrData', 'extended'];
  return (
    typeof at(value, '_curAttrData', 'fg') === 'number' &&
    typeof at(value, ...extended, '_ext') === 'number' &&
    typeof at(value, ...extended, '_urlId') === 'number' &&
    typeof at(value, '_windowTitle') === 'string' &&
    typeof at(value, '_iconName') === 'string' &&
    Array.isArray(at(value, '_windowTitleStack')) &&
    typeof at(value, '_parser', 'currentState') === 'number' &&
    typeof at(value, '_parser', 'precedingJoinState') === 'number' &&
    typeof at(value, '_parser', 'setPrintHandler') === 'function' &&
    ['print', '_extractColor', 'setTitle', 'setIconName', 'eraseInDisplay'].every(
      (name) => typeof at(value, name) === 'function',
    )
  );
}

function isInside(core: unknown): core is Inside {
  const lines = at(core, 'buffers', 'normal', 'lines');
  const get = at(lines, 'get');
  return (
    ['active', 'normal', 'alt'].every((name) => isBuffer(at(core, 'buffers', name))) &&
    typeof get === 'function' &&
    isLine(Reflect.apply(get, lines, [0])) &&
    typeof at(core, 'coreService', 'isCursorHidden') === 'boolean' &&
    typeof at(core, 'coreService', 'decPrivateModes', 'wraparound') === 'boolean' &&
    typeof at(core, 'coreMouseService', 'activeEncoding') === 'string' &&
    typeof at(core, '_charsetService', 'glevel') === 'number' &&
    Array.isArray(at(core, '_charsetService', '_charsets')) &&
    typeof at(core, 'unicodeService', 'charProperties') === 'function' &&
    typeof at(core, 'unicodeService', '_activeProvider', 'charProperties') === 'function' &&
    isInput(at(core, '_inputHandler'))
  );
}

/** What is inside a terminal. Throws when this xterm is not the one that was tested. */
export function insideOf(terminal: Terminal): Inside {
  const core: unknown = Reflect.get(terminal, '_core');
  if (!isInside(core)) throw new Error('the installed @xterm/headless is not the one Signalbox was built for');
  return core;
}

/** What is inside a line of the public API. */
export function insideLine(line: IBufferLine): InnerLine {
  const inner: unknown = Reflect.get(line, '_line');
  if (!isLine(inner)) throw new Error('a line is not what xterm makes lines of');
  return inner;
}
