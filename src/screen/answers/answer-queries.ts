import type { Terminal } from '@xterm/headless';

import type { Inside } from '../emulator/inside.ts';
import type { Links } from '../emulator/links.ts';
import { parameter } from '../emulator/parameters.ts';
import { answerCapabilities } from './capabilities.ts';
import { Colours } from './colours.ts';
import type { ScreenColours } from './colours.ts';
import { KittyKeyboard } from './kitty-keyboard.ts';
import { answerSettings } from './settings.ts';
import { answerSizes } from './sizes.ts';

export interface QueryOptions {
  readonly inside: Inside;
  readonly links: Links;
  readonly colours: ScreenColours;
  /** Called with each answer, in the order of the questions. */
  readonly reply: (answer: string) => void;
}

/** What is known of a program from what it set and asked, beside xterm's own state. */
export interface Asked {
  readonly kitty: KittyKeyboard;
  readonly colours: Colours;
  /** Mode 2031: the program wants to be told when the colour scheme changes. It never does here. */
  wantsScheme: boolean;
}

/**
 * Answers what a program may ask its terminal. xterm itself answers DA1, DA2 and DECRQM of the modes it knows; all the
 * rest is answered here. A question goes to exactly one of the two, so no answer is ever sent twice, and no answer ever
 * holds text of the program: an answer is input, as if a person had typed it.
 *
 * Never answered, on purpose: OSC 52 `?` (the clipboard is the person's, and an empty answer would be taken for its
 * content; programs expect silence from terminals that do not allow it), `CSI 20 t` and `CSI 21 t` (a title is the
 * program's own text), DECRQCRA (it reads the screen), ENQ, and kitty graphics (there are none: no answer says so).
 */
export function answerQueries(terminal: Terminal, options: QueryOptions): Asked {
  const { inside, colours, reply } = options;
  terminal.onData(reply);
  const asked: Asked = {
    kitty: new KittyKeyboard(terminal, reply),
    colours: new Colours(terminal, colours, reply),
    wantsScheme: false,
  };
  answerAttributes(terminal, reply);
  answerStatus(terminal, { inside, asked, reply });
  answerModes(terminal, asked, reply);
  answerSettings(terminal, options);
  answerCapabilities(terminal, reply);
  answerSizes(terminal, inside, reply);
  return asked;
}

/** Which terminal this is: DA3, DECID, XTVERSION, DECREQTPARM. DA1 and DA2 are xterm's. */
function answerAttributes({ parser }: Terminal, reply: (answer: string) => void): void {
  const on = (id: { prefix?: string; final: string }, answer: (asked: number) => string): void => {
    parser.registerCsiHandler(id, (parameters) => {
      const told = answer(parameter(parameters, 0, 0));
      if (told !== '') reply(told);
      return true;
    });
  };
  on({ prefix: '=', final: 'c' }, (unit) => (unit === 0 ? '\x1bP!|00000000\x1b\\' : ''));
  on({ prefix: '>', final: 'q' }, (what) => (what === 0 ? '\x1bP>|signalbox\x1b\\' : ''));
  on({ final: 'x' }, (how) => (how > 1 ? '' : `\x1b[${how + 2};1;1;128;128;1;0x`));
  parser.registerEscHandler({ final: 'Z' }, () => {
    reply('\x1b[?1;2c');
    return true;
  });
}

/** DSR: how it is and where the cursor is. xterm's answer counts a column too many behind the last one. */
function answerStatus(
  terminal: Terminal,
  { inside, asked, reply }: { inside: Inside; asked: Asked; reply: (answer: string) => void },
): void {
  const position = (): string => {
    const { x, y, scrollTop } = inside.buffers.active;
    const above = terminal.modes.originMode ? scrollTop : 0;
    return `${y - above + 1};${Math.min(x, terminal.cols - 1) + 1}`;
  };
  const plain: Readonly<Record<number, () => string>> = { 5: () => '0n', 6: () => `${position()}R` };
  const own: Readonly<Record<number, () => string>> = {
    6: () => `?${position()}R`,
    // No printer, keys cannot be redefined, a North American keyboard, no locator.
    15: () => '?13n',
    25: () => '?21n',
    26: () => '?27;1;0;0n',
    55: () => '?50n',
    996: () => `?997;${asked.colours.dark ? 1 : 2}n`,
  };
  for (const [prefix, answers] of [
    ['', plain],
    ['?', own],
  ] as const) {
    terminal.parser.registerCsiHandler({ prefix, final: 'n' }, (parameters) => {
      const answer = answers[parameter(parameters, 0, 0)];
      if (answer !== undefined) reply(`\x1b[${answer()}`);
      return true;
    });
  }
}

/** Modes that xterm does not know: 2027, clusters of code points are always one cell, and 2031. */
function answerModes({ parser }: Terminal, asked: Asked, reply: (answer: string) => void): void {
  for (const [final, set] of [
    ['h', true],
    ['l', false],
  ] as const) {
    parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(2031)) asked.wantsScheme = set;
      return false;
    });
  }
  parser.registerEscHandler({ final: 'c' }, () => {
    asked.wantsScheme = false;
    return false;
  });
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, (parameters) => {
    const mode = parameter(parameters, 0, 0);
    if (mode !== 2027 && mode !== 2031) return false;
    reply(`\x1b[?${mode};${mode === 2027 ? 3 : asked.wantsScheme ? 1 : 2}$y`);
    return true;
  });
}
