import { encodeKitty } from './encode-kitty.ts';
import { keyEvent, type KeyPress } from './key-press.ts';
import { modifier } from './key-names.ts';
import { letters, numbers } from './key-tables.ts';

/** What a program that knows xterm's keys asked for. */
export interface XtermKeyModes {
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
}

const { shift, alt, ctrl } = modifier;
/** Modifiers that xterm's encoding has no place for. */
const foreign = modifier.super | modifier.hyper | modifier.meta;
const cursor = /^(up|down|left|right|home|end|begin)$/;
/** Characters that ctrl makes a control byte of beside @ to _, as terminals do it. */
const odd: Readonly<Record<string, string>> = {
  space: '\0',
  ' ': '\0',
  '2': '\0',
  '3': '\x1b',
  '4': '\x1c',
  '5': '\x1d',
  '6': '\x1e',
  '7': '\x1f',
  '/': '\x1f',
  '8': '\x7f',
  '?': '\x7f',
};
const onKeypad: Readonly<Record<string, string>> = {
  '*': 'j',
  '+': 'k',
  separator: 'l',
  '-': 'm',
  '.': 'n',
  '/': 'o',
  '=': 'X',
  enter: 'M',
};

/** The bytes that xterm sends for a key, '' for one that it has not. */
export function encodeXterm(press: KeyPress, modes: XtermKeyModes): string {
  if (press.event === keyEvent.release) return '';
  const { base, modifiers } = press;
  if (press.onKeypad && modes.applicationKeypad) {
    const final = onKeypad[base] ?? (/^\d$/.test(base) ? String.fromCharCode(base.charCodeAt(0) + 0x40) : undefined);
    if (final !== undefined) return `\x1bO${final}`;
  }
  const form = functionKey(base, modifiers & (shift | alt | ctrl), modes);
  if (form !== undefined) return form;
  const plain = plainKey(press);
  if (plain === undefined) return '';
  // Nothing but kitty's form can tell these apart, and terminals send it unasked then.
  if (modifiers & foreign) return encodeKitty(press, 1) ?? '';
  return (modifiers & alt ? '\x1b' : '') + plain;
}

function functionKey(name: string, modifiers: number, modes: XtermKeyModes): string | undefined {
  const high = /^f(1[3-9]|2[0-4])$/.exec(name);
  // The keys above F12 are the lower ones with shift.
  if (high !== null) return functionKey(`f${Number(high[1]) - 12}`, modifiers | shift, modes);
  const field = modifiers === 0 ? '' : `;${modifiers + 1}`;
  const letter = Object.keys(letters).find((final) => letters[final] === name);
  if (letter !== undefined) {
    if (field !== '') return `\x1b[1${field}${letter}`;
    return `\x1b${cursor.test(name) && !modes.applicationCursor ? '[' : 'O'}${letter}`;
  }
  const number = Object.keys(numbers).find((one) => numbers[Number(one)] === name);
  return number === undefined ? undefined : `\x1b[${number}${field}~`;
}

function plainKey({ base, modifiers, text, shifted }: KeyPress): string | undefined {
  switch (base) {
    case 'enter':
      return '\r';
    case 'escape':
      return '\x1b';
    case 'tab':
      return modifiers & shift ? '\x1b[Z' : '\t';
    case 'backspace':
      return modifiers & ctrl ? '\b' : '\x7f';
    case 'separator':
      return ',';
  }
  const single = base === 'space' ? ' ' : base;
  if (Array.from(single).length !== 1) return undefined;
  if (modifiers & ctrl) {
    const special = odd[base];
    if (special !== undefined) return special;
    const byte = single.toUpperCase().charCodeAt(0);
    if (byte >= 0x40 && byte < 0x60) return String.fromCharCode(byte - 0x40);
  }
  if (text) return text;
  if (!(modifiers & shift)) return single;
  return shifted === undefined ? single.toUpperCase() : String.fromCodePoint(shifted);
}
