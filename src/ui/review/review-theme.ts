import { attribute, type Colour } from '../../core/picture.ts';
import { type Glyphs, unicodeGlyphs } from '../glyphs.ts';

/** How a run of text looks. */
export interface CellLook {
  readonly fg: Colour;
  readonly bg: Colour;
  /** Sum of `attribute` bits. */
  readonly attributes: number;
}

/** What a piece of text on the review pages means; a theme says how that looks. */
export type Meaning =
  | 'plain'
  | 'dim'
  | 'heading'
  | 'good'
  | 'bad'
  | 'warning'
  | 'loud'
  | 'chosen'
  | 'hunk'
  | 'note'
  | 'gutter'
  | 'cut'
  | 'strange'
  | 'found'
  | 'added'
  | 'removed'
  | 'addedWord'
  | 'removedWord'
  | 'keyword'
  | 'string'
  | 'comment'
  | 'number'
  | 'title'
  | 'type'
  | 'tag';

type Looks = Readonly<Record<Meaning, CellLook>>;

/** How the review pages are painted. */
export interface ReviewTheme {
  readonly looks: Looks;
  readonly glyphs: Glyphs;
  /** Pictures are drawn: not without colours, and not where a font has no half blocks. */
  readonly pictures: boolean;
}

/** Text of one meaning; rows of the brief and the file list are made of these. */
export interface Piece {
  readonly text: string;
  readonly as: Meaning;
}

const { bold, dim, italic, underline, inverse } = attribute;

function look(fg: Colour, attributes = 0, bg: Colour = -1): CellLook {
  return { fg, bg, attributes };
}

/** Looks without a colour: words, signs and attributes carry the meaning alone (NO_COLOR). */
const plain: Looks = {
  plain: look(-1),
  dim: look(-1, dim),
  heading: look(-1, bold),
  good: look(-1),
  bad: look(-1, bold),
  warning: look(-1, bold),
  loud: look(-1, bold | inverse),
  chosen: look(-1, inverse),
  hunk: look(-1, bold),
  note: look(-1, italic),
  gutter: look(-1, dim),
  cut: look(-1, dim),
  strange: look(-1, inverse),
  found: look(-1, inverse),
  added: look(-1),
  removed: look(-1),
  addedWord: look(-1, bold | underline),
  removedWord: look(-1, bold | underline),
  keyword: look(-1),
  string: look(-1),
  comment: look(-1),
  number: look(-1),
  title: look(-1),
  type: look(-1),
  tag: look(-1),
};

/** Foregrounds are the terminal's own sixteen colours; they suit dark and light alike. */
const coloured: Looks = {
  ...plain,
  good: look(2),
  bad: look(1, bold),
  warning: look(3, bold),
  loud: look(3, bold | inverse),
  hunk: look(6),
  note: look(5),
  cut: look(3),
  strange: look(5, inverse),
  found: look(0, 0, 3),
  keyword: look(5),
  string: look(3),
  comment: look(-1, dim),
  number: look(6),
  title: look(4),
  type: look(6),
  tag: look(4),
};

// The sixteen colours have no quiet backgrounds under which coloured text stays readable: the palette's cube has.

const dark: Looks = {
  ...coloured,
  added: look(-1, 0, 22),
  removed: look(-1, 0, 52),
  addedWord: look(15, bold, 28),
  removedWord: look(15, bold, 88),
};

const light: Looks = {
  ...coloured,
  added: look(-1, 0, 194),
  removed: look(-1, 0, 224),
  addedWord: look(0, bold, 157),
  removedWord: look(0, bold, 217),
};

/** The theme of a name; `plain` is without a colour (NO_COLOR). */
export function reviewTheme(name: 'dark' | 'light' | 'plain', glyphs: Glyphs = unicodeGlyphs): ReviewTheme {
  const pictures = name !== 'plain' && glyphs === unicodeGlyphs;
  return { looks: { dark, light, plain }[name], glyphs, pictures };
}

/** What is painted with when nothing else is said. */
export const defaultTheme: ReviewTheme = reviewTheme('dark');
