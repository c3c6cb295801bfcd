import type { State } from '../core/model/session.ts';

/** Every drawn character beyond ASCII, each one column wide in every terminal, and its stand-in where the font is poor. */
export interface Glyphs {
  readonly states: Readonly<Record<State, string>>;
  readonly ok: string;
  readonly bad: string;
  readonly warn: string;
  readonly skipped: string;
  readonly dot: string;
  readonly minus: string;
  readonly ellipsis: string;
  readonly pointer: string;
  /** Before the rest of a line that was too long. */
  readonly wrapped: string;
  readonly full: string;
  readonly empty: string;
  readonly cursor: string;
  /** Levels of a small chart, lowest first. */
  readonly levels: string;
  /** Corners, then horizontal and vertical line: top left, top right, bottom left, bottom right. */
  readonly frame: Frame;
  /** The same for the selected tile: differs in shape, not in colour alone. */
  readonly strong: Frame;
}

/** Characters of a frame. */
export interface Frame {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly across: string;
  readonly down: string;
}

function frame(characters: string): Frame {
  const [topLeft = '+', topRight = '+', bottomLeft = '+', bottomRight = '+', across = '-', down = '|'] = characters;
  return { topLeft, topRight, bottomLeft, bottomRight, across, down };
}

/** For terminals that show Unicode. */
export const unicodeGlyphs: Glyphs = {
  states: {
    queued: '·',
    preparing: '○',
    working: '●',
    asking: '?',
    checking: '◇',
    ready: '◆',
    reviewing: '▸',
    landing: '↑',
    landed: '✓',
    stuck: '!',
    failed: '✗',
    stopped: '■',
    discarded: '−',
  },
  ok: '✓',
  bad: '✗',
  warn: '!',
  skipped: '·',
  dot: '·',
  minus: '−',
  ellipsis: '…',
  pointer: '▸',
  wrapped: '↳',
  full: '▮',
  empty: '▯',
  cursor: '▏',
  levels: '▁▂▃▄▅▆▇█',
  frame: frame('╭╮╰╯─│'),
  strong: frame('┏┓┗┛━┃'),
};

/** ASCII only. */
const asciiGlyphs: Glyphs = {
  states: {
    queued: '.',
    preparing: 'o',
    working: '*',
    asking: '?',
    checking: '~',
    ready: '=',
    reviewing: '>',
    landing: '^',
    landed: '+',
    stuck: '!',
    failed: 'x',
    stopped: '#',
    discarded: '-',
  },
  ok: '+',
  bad: 'x',
  warn: '!',
  skipped: '.',
  dot: '-',
  minus: '-',
  ellipsis: '~',
  pointer: '>',
  wrapped: '\\',
  full: '#',
  empty: '.',
  cursor: '_',
  levels: '_.:-=+*#',
  frame: frame('++++-|'),
  strong: frame('####=#'),
};

/** Unicode where the locale is UTF-8, as POSIX ranks the variables. */
export function chooseGlyphs(env: Readonly<Record<string, string | undefined>>): Glyphs {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale) ? unicodeGlyphs : asciiGlyphs;
}
