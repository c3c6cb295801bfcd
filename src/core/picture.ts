/**
 * A terminal's picture as plain data: what a session's screen looks like, independent of the emulator that made it.
 * The daemon sends rows of it to clients; the dashboard's compositor paints them.
 */

/**
 * A colour: -1 the default, 0..255 the palette, 0x1000000 + 0xRRGGBB true colour.
 */
export type Colour = number;

/** Size of a session's terminal while nobody is zoomed in: columns x rows. Tiles crop it, they never resize it. */
export const tileSize = { columns: 100, rows: 30 } as const;

/** The most columns, or rows, of any terminal here: an emulator keeps all cells in memory. */
export const longestSide = 1000;

/** Pixels of a cell, for programs that ask: a session's screen has none, so this is a plausible fiction. */
export const cellPixels = { width: 8, height: 16 } as const;

/** Attribute bits of a run of text. */
export const attribute = {
  bold: 1,
  dim: 2,
  italic: 4,
  underline: 8,
  blink: 16,
  inverse: 32,
  invisible: 64,
  strike: 128,
  overline: 256,
} as const;

/** The SGR parameter that switches each attribute on. */
export const attributeSgr: readonly (readonly [bit: number, code: number])[] = [
  [attribute.bold, 1],
  [attribute.dim, 2],
  [attribute.italic, 3],
  [attribute.underline, 4],
  [attribute.blink, 5],
  [attribute.inverse, 7],
  [attribute.invisible, 8],
  [attribute.strike, 9],
  [attribute.overline, 53],
];

/** How an underline that is not a single line is drawn: the n of SGR `4:n`. */
export const underlineStyle = { double: 2, curly: 3, dotted: 4, dashed: 5 } as const;
export type UnderlineStyle = (typeof underlineStyle)[keyof typeof underlineStyle];

/** Longest link that is kept, in bytes: what terminals agree on. */
const longestLink = 2000;

/** Whether a link may be shown to a person and given to a terminal: of a known kind, printable ASCII, not too long. */
export function isSafeLink(uri: string): boolean {
  return uri.length <= longestLink && /^(?:https?|file|mailto):[\x21-\x7e]+$/i.test(uri);
}

/** How text looks. The optional parts are there only where they differ from the usual: most text has none of them. */
export interface Look {
  readonly fg: Colour;
  readonly bg: Colour;
  /** Sum of `attribute` bits. */
  readonly attributes: number;
  /** Only with `attribute.underline`; absent: a single line. */
  readonly underline?: UnderlineStyle;
  /** Only with `attribute.underline`; absent: the colour of the text. */
  readonly underlineColour?: Colour;
  /** Where a click leads (OSC 8); passes `isSafeLink`. */
  readonly link?: string;
}

/** Text in the default colours without attributes. */
export const plainLook: Look = { fg: -1, bg: -1, attributes: 0 };

/** Whether two looks are the same. */
export function sameLook(one: Look, other: Look): boolean {
  return (
    one.fg === other.fg &&
    one.bg === other.bg &&
    one.attributes === other.attributes &&
    one.underline === other.underline &&
    one.underlineColour === other.underlineColour &&
    one.link === other.link
  );
}

/** Text of one look. `text` holds whole graphemes; a wide grapheme covers two columns. */
export interface Run extends Look {
  readonly text: string;
  /** Columns that `text` covers. */
  readonly width: number;
}

/** One row, left to right; columns after the last run are blank in the default colours. */
export type PictureRow = readonly Run[];

/** Blinking and steady block, blinking and steady underline, blinking and steady bar: the n of DECSCUSR. */
export type CursorShape = 1 | 2 | 3 | 4 | 5 | 6;

/** The cursor, 0-based. */
export interface PictureCursor {
  readonly row: number;
  readonly column: number;
  readonly visible: boolean;
  /** What the program asked for with `CSI n SP q`, 1..6; absent: whatever the terminal's usual shape is. */
  readonly shape?: CursorShape;
}

/** Modes that a client must mirror when a person types into the session. */
export interface PictureModes {
  readonly bracketedPaste: boolean;
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  /** DECSET 1004. */
  readonly focus: boolean;
  readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  /** How mouse reports are written: three bytes, SGR (1006), SGR with pixels for cells (1016). */
  readonly mouseEncoding: 'default' | 'sgr' | 'sgr-pixels';
  /** Kitty keyboard flags the program asked for, 0 when none. */
  readonly kittyKeyboard: number;
  readonly alternateScreen: boolean;
}

/** Modes of a terminal whose program has asked for nothing. */
export const plainModes: PictureModes = {
  bracketedPaste: false,
  applicationCursor: false,
  applicationKeypad: false,
  focus: false,
  mouse: 'none',
  mouseEncoding: 'default',
  kittyKeyboard: 0,
  alternateScreen: false,
};

/** A change of a picture: the rows that differ, and everything else that may. Each is applied once, in order. */
export interface PictureChange {
  readonly rows: number;
  readonly columns: number;
  /** First the whole picture moved up by so many rows, blank ones coming in from below; not at all when absent. */
  readonly scrolled?: number;
  /** Changed rows by 0-based row number. */
  readonly changed: readonly (readonly [row: number, content: PictureRow])[];
  readonly cursor: PictureCursor;
  readonly modes: PictureModes;
  readonly title: string;
}
