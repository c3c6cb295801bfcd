import type { Terminal } from '@xterm/headless';

import { KittyKeyboard } from './kitty-keyboard.ts';
import { parameter } from './parameters.ts';

/** Colours told to a program that asks (OSC 10, 11, 12), as 0xRRGGBB. */
export interface ScreenColours {
  readonly foreground: number;
  readonly background: number;
  readonly cursor: number;
}

/** Light on dark, what agents' themes take for granted. */
export const defaultColours: ScreenColours = { foreground: 0xe5e5e5, background: 0x101010, cursor: 0xe5e5e5 };

/** Pixels of a cell, for programs that ask: a headless screen has none, so this is a plausible fiction. */
const cellPixels = { width: 8, height: 16 };

const stringEnd = '\x1b\\';

/** Longest XTGETTCAP request that is looked at. */
const longestRequest = 4096;

const capabilities: Readonly<Record<string, string>> = {
  TN: 'xterm-256color',
  name: 'xterm-256color',
  Co: '256',
  colors: '256',
  RGB: '8/8/8',
};

function rgbSpec(colour: number): string {
  const channel = (shift: number): string => {
    const byte = ((colour >> shift) & 0xff).toString(16).padStart(2, '0');
    return byte + byte;
  };
  return `rgb:${channel(16)}/${channel(8)}/${channel(0)}`;
}

function toHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex').toUpperCase();
}

function capabilityReply(hexName: string): string {
  const known = /^(?:[0-9a-f]{2})+$/iu.test(hexName);
  const value = known ? capabilities[Buffer.from(hexName, 'hex').toString('latin1')] : undefined;
  // An unknown name is not echoed unless it is plain hex: a reply is input to the program.
  if (value === undefined) return `\x1bP0+r${known ? hexName : ''}${stringEnd}`;
  return `\x1bP1+r${hexName}=${toHex(value)}${stringEnd}`;
}

/** `OSC 10;?` and its kin: the n-th value of the list is about the n-th colour from `first` on. */
function colourReplies(first: number, values: string, colours: ScreenColours): string {
  const known = [colours.foreground, colours.background, colours.cursor];
  return values
    .split(';', known.length)
    .map((value, offset) => {
      const colour = known[first - 10 + offset];
      return value === '?' && colour !== undefined ? `\x1b]${first + offset};${rgbSpec(colour)}${stringEnd}` : '';
    })
    .join('');
}

export interface QueryOptions {
  readonly colours: ScreenColours;
  /** Called with each answer, in the order of the questions. */
  readonly reply: (answer: string) => void;
}

/**
 * Answers what a program may ask its terminal. xterm itself answers DA1, DA2, DSR, CPR, DECRQM, DECRQSS and `CSI 18 t`;
 * the rest is answered here. A question goes to exactly one of the two, so no answer is ever sent twice.
 */
export function answerQueries(terminal: Terminal, options: QueryOptions): KittyKeyboard {
  const { reply, colours } = options;
  const { parser } = terminal;
  terminal.onData(reply);
  for (const first of [10, 11, 12]) {
    parser.registerOscHandler(first, (values) => {
      const answer = colourReplies(first, values, colours);
      if (answer !== '') reply(answer);
      return true;
    });
  }
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, (parameters) => {
    if (parameter(parameters, 0, 0) === 0) reply(`\x1bP>|signalbox${stringEnd}`);
    return true;
  });
  parser.registerCsiHandler({ final: 't' }, (parameters) => {
    const { width, height } = cellPixels;
    const what = parameter(parameters, 0, 0);
    if (what === 14) reply(`\x1b[4;${terminal.rows * height};${terminal.cols * width}t`);
    if (what === 16) reply(`\x1b[6;${height};${width}t`);
    return what === 14 || what === 16;
  });
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, (names) => {
    if (names.length <= longestRequest) reply(names.split(';').map(capabilityReply).join(''));
    return true;
  });
  return new KittyKeyboard(terminal, reply);
}
