import type { InputEvent } from './input-event.ts';
import { controlKeyName, modifier, splitKeyName } from './key-names.ts';
import { firstKeypadCode, keypad, letters, numbers } from './key-tables.ts';

/** What happened to a key, as kitty numbers it. */
export const keyEvent = { press: 1, repeat: 2, release: 3 } as const;

/** A key with all that its bytes tell, independent of the encoding they came in. */
export interface KeyPress {
  /** The character without shift, or the key's name: 'a', 'enter', 'f5'; '' for keys that only kitty has. */
  readonly base: string;
  /** Kitty's number, where the bytes gave one. */
  readonly code?: number;
  /** Sum of `modifier` bits. */
  readonly modifiers: number;
  readonly event: number;
  /** The character with shift, and the one at this place of a US keyboard, where the bytes tell. */
  readonly shifted?: number;
  readonly layout?: number;
  /** What it types, where it types. */
  readonly text?: string;
  readonly onKeypad: boolean;
  /** `kitty`: in a form that only the kitty protocol has; `numbered`: xterm's modifyOtherKeys. */
  readonly form: 'kitty' | 'numbered' | 'usual';
}

type Pressed = Extract<InputEvent, { kind: 'text' | 'key' | 'key-release' }>;

/** Behind the escape byte. */
const kittyForm = /^\[(\d+)(?::(\d*))?(?::(\d+))?(?:;(\d*)(?::(\d))?)?(?:;([\d:]*))?([u~A-S])$/;
const controls: Readonly<Record<string, string>> = { '\r': 'enter', '\t': 'tab', '\x7f': 'backspace' };

/** Reads a key once more, with everything its bytes tell. */
export function readKeyPress(event: Pressed): KeyPress {
  const bytes = event.raw.toString('latin1');
  const match = kittyForm.exec(bytes.slice(1));
  if (match !== null) {
    const [, code = '', shifted, layout, modifiers, kind, texts, final = ''] = match;
    if (final === 'u' || kind !== undefined) {
      return {
        ...baseOf(Number(code), final),
        modifiers: Math.max(0, Number(modifiers ?? 1) - 1),
        event: Number(kind ?? keyEvent.press),
        ...(shifted ? { shifted: Number(shifted) } : {}),
        ...(layout ? { layout: Number(layout) } : {}),
        ...(event.kind === 'text' ? { text: event.text } : texts ? { text: textOf(texts) } : {}),
        form: 'kitty',
      };
    }
  }
  const form = bytes.startsWith('\x1b[27;') ? 'numbered' : 'usual';
  const onKeypad = event.raw.length > 2 && /^O[1-9]?[Xj-y]$/.test(bytes.slice(1));
  if (event.kind === 'text') return { ...typed(event.text), onKeypad, form };
  const { base, modifiers } = splitKeyName(event.name);
  // 'alt-X' is how a terminal without modifiers of its own tells shift.
  const lower = base.toLowerCase();
  const pressed = { modifiers, event: keyEvent.press, onKeypad, form } as const;
  if (base.length !== 1 || lower === base) return { base, ...pressed };
  return { ...pressed, base: lower, modifiers: modifiers | modifier.shift, shifted: base.charCodeAt(0) };
}

/** A character as typed: a capital letter needs shift, of all else only the keyboard knows. */
function typed(text: string): Pick<KeyPress, 'base' | 'modifiers' | 'event' | 'text' | 'shifted'> {
  const lower = text.toLowerCase();
  const isShifted = lower !== text && Array.from(lower).length === 1;
  if (!isShifted) return { base: text, modifiers: 0, event: keyEvent.press, text };
  const shifted = text.codePointAt(0) ?? 0;
  return { base: lower, modifiers: modifier.shift, event: keyEvent.press, text, shifted };
}

function baseOf(code: number, final: string): Pick<KeyPress, 'base' | 'code' | 'onKeypad'> {
  if (final === '~') return { base: numbers[code] ?? '', onKeypad: false };
  if (final !== 'u') return { base: letters[final] ?? '', onKeypad: false };
  const onPad = keypad[code - firstKeypadCode];
  if (onPad !== undefined) return { base: onPad, code, onKeypad: true };
  if (code <= 0x1f || code === 0x7f) {
    return { base: controls[String.fromCharCode(code)] ?? controlKeyName(code), code, onKeypad: false };
  }
  if (code >= 57376 && code <= 57387) return { base: `f${code - 57363}`, code, onKeypad: false };
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code < 0xf900);
  return { base: isCharacter ? String.fromCodePoint(code) : '', code, onKeypad: false };
}

function textOf(codes: string): string {
  const all = codes.split(':').map(Number);
  return all.every((one) => one > 0x1f && one <= 0x10ffff) ? String.fromCodePoint(...all) : '';
}
