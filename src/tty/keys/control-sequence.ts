import type { InputEvent } from './input-event.ts';
import { controlKeyName, keyName, modifier } from './key-names.ts';
import { isOldRelease, mouseEvent } from './mouse-event.ts';
import { firstKeypadCode, keypad, letters, numbers } from './key-tables.ts';

const rxvtMarks: Record<string, number> = { '^': modifier.ctrl, '@': modifier.shift | modifier.ctrl };

/** The event of a whole CSI sequence, `ESC [` up to its last byte. */
export function csiEvent(raw: Buffer): InputEvent {
  const body = raw.toString('latin1', 2);
  const final = body.at(-1) ?? '';
  const parameters = body.slice(0, -1);
  if (body.startsWith('[')) return key(raw, linuxConsoleKey(final));
  if (parameters.startsWith('<') && (final === 'M' || final === 'm')) {
    return mouseReport(raw, parameters.slice(1), final === 'm');
  }
  if (/^[?>=<]/.test(parameters)) return { kind: 'reply', raw };
  if (parameters === '' && (final === 'I' || final === 'O')) return { kind: 'focus', focused: final === 'I', raw };
  if (parameters === '' && final === 'Z') return key(raw, 'shift-tab');
  const fields = parameters.split(';');
  const [code = 0, modifiers = 0] = fields.map((field) => Number.parseInt(field, 10) || 0);
  if (final === 'M') return mouseReport(raw, parameters, false);
  const look: Pressed = { raw, modifiers: modifiers > 0 ? modifiers - 1 : 0, event: eventOf(fields[1]) };
  if (final === 'u') return characterKey(code, look, { shifted: fields[0]?.split(':')[1], text: fields[2] });
  if (final === '~' && code === 27) return characterKey(Number.parseInt(fields[2] ?? '', 10) || 0, look, {});
  if (final === 'Z') return named('tab', { ...look, modifiers: look.modifiers | modifier.shift });
  // A cursor report of any but the first row looks like F3 with a strange first number.
  if (final === 'R' && (code > 1 || modifiers > 16)) return { kind: 'reply', raw };
  if (final === 'n' || final === 'c' || final === 't' || final === 'y' || final === 'x') return { kind: 'reply', raw };
  const mark = rxvtMarks[final];
  const name = final === '~' || mark !== undefined ? numbers[code] : letters[final];
  if (name !== undefined) return named(name, { ...look, modifiers: look.modifiers | (mark ?? 0) });
  const shifted = parameters === '' ? letters[final.toUpperCase()] : undefined;
  return key(raw, shifted !== undefined && 'abcd'.includes(final) ? `shift-${shifted}` : 'unknown');
}

/** The event of a whole SS3 sequence, `ESC O` and its last byte, perhaps with a modifier between. */
export function ss3Event(raw: Buffer): InputEvent {
  const final = raw.toString('latin1', raw.length - 1);
  const modifiers = Math.max(0, (Number.parseInt(raw.toString('latin1', 2), 10) || 1) - 1);
  const look: Pressed = { raw, modifiers, event: '1' };
  if (final === 'M') return named('enter', look);
  const name = letters[final];
  if (name !== undefined) return named(name, look);
  if ('abcd'.includes(final)) return key(raw, `ctrl-${letters[final.toUpperCase()] ?? ''}`);
  // The number pad in application mode: * + , - . / 0..9.
  if (final === 'I') return named('tab', look);
  if (final === ' ' || final === 'X') return { kind: 'text', text: final === 'X' ? '=' : final, raw };
  if (final >= 'j' && final <= 'y') return { kind: 'text', text: String.fromCharCode(final.charCodeAt(0) - 0x40), raw };
  return key(raw, 'unknown');
}

interface Pressed {
  readonly raw: Buffer;
  readonly modifiers: number;
  /** '2': repeated, '3': let go. */
  readonly event: string | undefined;
}

function key(raw: Buffer, name: string): InputEvent {
  return { kind: 'key', name, raw };
}

function named(base: string, { raw, modifiers, event }: Pressed): InputEvent {
  const name = keyName(base, modifiers);
  if (event === '3') return { kind: 'key-release', name, raw };
  return event === '2' ? { kind: 'key', name, repeat: true, raw } : { kind: 'key', name, raw };
}

function eventOf(field: string | undefined): string | undefined {
  return field?.split(':')[1];
}

/** SGR's report, and with 32 more in its first number urxvt's, which knows not which button went up. */
function mouseReport(raw: Buffer, parameters: string, release: boolean): InputEvent {
  const [code, x, y] = parameters.split(';').map(Number);
  if (code === undefined || !x || !y) return { kind: 'reply', raw };
  if (raw[2] === 0x3c) return mouseEvent(raw, { code, x, y, release });
  return mouseEvent(raw, { code: code - 32, x, y, release: isOldRelease(code - 32) });
}

function linuxConsoleKey(final: string): string {
  return final >= 'A' && final <= 'E' ? `f${final.charCodeAt(0) - 0x40}` : 'unknown';
}

/** A key by its character, as kitty and modifyOtherKeys send it. */
function characterKey(
  code: number,
  pressed: Pressed,
  more: { shifted?: string | undefined; text?: string | undefined },
): InputEvent {
  const base = keypad[code - firstKeypadCode] ?? '';
  if (base.length > 1) return named(base, pressed);
  const character = base || (code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : '');
  if (code <= 0x1f || code === 0x7f) return named(controlKeyName(code), pressed);
  if (code >= 0xd800 && code < 0xf900 && base === '') return functionKey(code, pressed);
  const strong = pressed.modifiers & ~(modifier.shift | modifier.capsLock | modifier.numLock);
  if (strong === modifier.alt && character !== ' ' && pressed.modifiers & modifier.shift) {
    // The name that a terminal without these modes gives it: alt-A.
    return named(shiftedText(character, more.shifted), { ...pressed, modifiers: modifier.alt });
  }
  if (strong !== 0 || pressed.event === '3') return named(character === ' ' ? 'space' : character, pressed);
  const codes = (more.text ?? '').split(':').map(Number);
  const text = codes.every((one) => one > 0x1f && one <= 0x10ffff) ? String.fromCodePoint(...codes) : undefined;
  const shifted = pressed.modifiers & modifier.shift ? shiftedText(character, more.shifted) : character;
  return { kind: 'text', text: text ?? shifted, raw: pressed.raw };
}

function shiftedText(character: string, alternate: string | undefined): string {
  const code = Number(alternate);
  return code > 0x1f && code <= 0x10ffff ? String.fromCodePoint(code) : character.toUpperCase();
}

function functionKey(code: number, pressed: Pressed): InputEvent {
  if (code >= 57376 && code <= 57398) return named(`f${code - 57363}`, pressed);
  return named('unknown', { ...pressed, modifiers: 0 });
}
