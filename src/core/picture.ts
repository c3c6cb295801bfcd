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
];

/** Text of one look. `text` holds whole graphemes; a wide grapheme covers two columns. */
export interface Run {
  readonly text: string;
  /** Columns that `text` covers. */
  readonly width: number;
  readonly fg: Colour;
  readonly bg: Colour;
  /** Sum of `attribute` bits. */
  readonly attributes: number;
}

/** One row, left to right; columns after the last run are blank in the default colours. */
export type PictureRow = readonly Run[];

/** The cursor, 0-based. */
export interface PictureCursor {
  readonly row: number;
  readonly column: number;
  readonly visible: boolean;
}

/** Modes that a client must mirror when a person types into the session. */
export interface PictureModes {
  readonly bracketedPaste: boolean;
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  /** DECSET 1004. */
  readonly focus: boolean;
  readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  /** SGR (1006) coordinates. */
  readonly mouseSgr: boolean;
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
  mouseSgr: false,
  kittyKeyboard: 0,
  alternateScreen: false,
};

/** A change of a picture: the rows that differ, and everything else that may. Applying it is idempotent. */
export interface PictureChange {
  readonly rows: number;
  readonly columns: number;
  /** Changed rows by 0-based row number. */
  readonly changed: readonly (readonly [row: number, content: PictureRow])[];
  readonly cursor: PictureCursor;
  readonly modes: PictureModes;
  readonly title: string;
}
