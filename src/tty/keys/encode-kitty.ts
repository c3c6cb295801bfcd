import { keyEvent, type KeyPress } from './key-press.ts';
import { modifier } from './key-names.ts';
import { firstKeypadCode, keypad, letters, numbers } from './key-tables.ts';

/** The flags of the kitty keyboard protocol. */
export const kittyFlag = { disambiguate: 1, events: 2, alternates: 4, all: 8, text: 16 } as const;

const escapeCode = 27;
const plainCodes: Readonly<Record<string, number>> = { enter: 13, tab: 9, backspace: 127 };
const plainBytes: Readonly<Record<string, string>> = { enter: '\r', tab: '\t', backspace: '\x7f' };
const locks = modifier.capsLock | modifier.numLock;

/**
 * The bytes of a key under these flags, '' when it is not told under them; undefined where the key has no number that
 * is known. https://sw.kovidgoyal.net/kitty/keyboard-protocol/
 */
export function encodeKitty(press: KeyPress, flags: number): string | undefined {
  const told = press.event === keyEvent.release ? flags & kittyFlag.events : true;
  if (!told) return '';
  const modifiers = flags & kittyFlag.all ? press.modifiers : press.modifiers & ~locks;
  if (!(flags & kittyFlag.all)) {
    const types = press.event === keyEvent.release ? undefined : press.text;
    if (types !== undefined && (modifiers & ~modifier.shift) === 0 && !press.onKeypad) return types;
    const plain = plainBytes[press.base];
    // These three stay what they are, so that a shell can be used after a program that died.
    if (plain !== undefined && modifiers === 0 && !press.onKeypad) return press.event === keyEvent.release ? '' : plain;
  }
  const named = press.onKeypad ? undefined : functionForm(press.base);
  const code = named === undefined ? characterCode(press) : undefined;
  if (named === undefined && code === undefined) return undefined;
  const type = flags & kittyFlag.events && press.event !== keyEvent.press ? `:${press.event}` : '';
  const field = modifiers !== 0 || type !== '' ? `${modifiers + 1}${type}` : '';
  if (named !== undefined) {
    const { number, final } = named;
    return `\x1b[${field === '' && number === 1 ? '' : number}${field === '' ? '' : `;${field}`}${final}`;
  }
  const text = flags & kittyFlag.text && press.event !== keyEvent.release ? textCodes(press, modifiers) : '';
  const rest = text === '' ? (field === '' ? '' : `;${field}`) : `;${field};${text}`;
  return `\x1b[${code}${flags & kittyFlag.alternates ? alternates(press, modifiers) : ''}${rest}u`;
}

/** Function keys keep their older forms; F3's would be a report of the cursor. */
function functionForm(base: string): { number: number; final: string } | undefined {
  if (base === 'f3') return { number: 13, final: '~' };
  const letter = Object.keys(letters).find((final) => letters[final] === base);
  if (letter !== undefined) return { number: 1, final: letter };
  const number = Object.keys(numbers).find((one) => numbers[Number(one)] === base && !/^f1[3-9]|^f2/.test(base));
  return number === undefined ? undefined : { number: Number(number), final: '~' };
}

function characterCode({ base, code, onKeypad }: KeyPress): number | undefined {
  if (code !== undefined) return code;
  if (onKeypad) return firstKeypadCode + keypad.indexOf(base);
  if (base === 'escape') return escapeCode;
  if (base === 'space') return 32;
  const named = /^f(1[3-9]|2[0-4])$/.exec(base);
  if (named !== null) return 57363 + Number(named[1]);
  return plainCodes[base] ?? (Array.from(base).length === 1 ? base.codePointAt(0) : undefined);
}

function alternates({ base, shifted, layout }: KeyPress, modifiers: number): string {
  // Letters are the only keys whose other character is the same everywhere.
  const upper = shifted ?? (/^[a-z]$/.test(base) ? base.toUpperCase().charCodeAt(0) : undefined);
  const withShift = upper !== undefined && modifiers & modifier.shift ? `:${upper}` : '';
  return layout === undefined ? withShift : `${withShift || ':'}:${layout}`;
}

function textCodes({ text }: KeyPress, modifiers: number): string {
  if (!text || (modifiers & ~(modifier.shift | locks)) !== 0) return '';
  return Array.from(text, (character) => character.codePointAt(0)).join(':');
}
