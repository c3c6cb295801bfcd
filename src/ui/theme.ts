/** A colour as Ink takes it; undefined is the terminal's own. ANSI names only, so that the person's palette decides. */
export type ThemeColour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | undefined;

/** Colours by meaning. A state is always a word and a glyph as well. */
export interface Theme {
  readonly name: 'plain' | 'dark' | 'light';
  readonly accent: ThemeColour;
  readonly good: ThemeColour;
  readonly bad: ThemeColour;
  readonly needsYou: ThemeColour;
}

const plain: Theme = { name: 'plain', accent: undefined, good: undefined, bad: undefined, needsYou: undefined };
const dark: Theme = { name: 'dark', accent: 'cyan', good: 'green', bad: 'red', needsYou: 'yellow' };
/** Yellow and cyan are unreadable on white. */
const light: Theme = { name: 'light', accent: 'blue', good: 'green', bad: 'red', needsYou: 'magenta' };

type Environment = Readonly<Record<string, string | undefined>>;

/** The theme for a terminal. NO_COLOR wins; `auto` goes by COLORFGBG and takes dark where nothing is known. */
export function chooseTheme(wanted: 'auto' | 'light' | 'dark', env: Environment): Theme {
  if ((env['NO_COLOR'] ?? '') !== '') return plain;
  if (wanted !== 'auto') return wanted === 'light' ? light : dark;
  const background = Number(env['COLORFGBG']?.split(';').at(-1));
  return background === 7 || background === 15 ? light : dark;
}
