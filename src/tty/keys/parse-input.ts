import { csiEvent, ss3Event } from './control-sequence.ts';
import type { InputEvent } from './input-event.ts';
import { isOldRelease, mouseEvent } from './mouse-event.ts';
import { controlKeyName, keyName, modifier } from './key-names.ts';

/** One event and where its bytes end; `paste` instead of an event: a paste begins there. */
export interface ParsedInput {
  readonly event: InputEvent | 'paste';
  readonly end: number;
}

const escape = 0x1b;
const longestControl = 256;
/** An answer; it is read from its start with each chunk, so it must not be long. */
const longestString = 1 << 16;

/** Reads one event at `at`; undefined when its bytes are not complete yet. */
export function parseInput(data: Buffer, at: number): ParsedInput | undefined {
  const byte = data[at] ?? 0;
  if (byte === escape) return parseEscape(data, at);
  if (byte >= 0x80) return parseCharacter(data, at, at);
  const raw = data.subarray(at, at + 1);
  if (byte < 0x20 || byte === 0x7f) return { event: { kind: 'key', name: controlKeyName(byte), raw }, end: at + 1 };
  return { event: { kind: 'text', text: String.fromCharCode(byte), raw }, end: at + 1 };
}

/** What incomplete bytes are when nothing more comes: the escape key, a key with alt, or nothing known. */
export function settleInput(raw: Buffer): InputEvent {
  if (raw[0] !== escape) return { kind: 'key', name: 'unknown', raw };
  if (raw.length === 1) return { kind: 'key', name: 'escape', raw };
  if (raw.length === 2) return altKey(raw);
  return isString(raw[1]) ? { kind: 'reply', raw } : { kind: 'key', name: 'unknown', raw };
}

function parseEscape(data: Buffer, at: number): ParsedInput | undefined {
  const next = data[at + 1];
  switch (next) {
    case undefined:
      return undefined;
    case escape:
      return { event: { kind: 'key', name: 'escape', raw: data.subarray(at, at + 1) }, end: at + 1 };
    case 0x5b:
      return parseCsi(data, at);
    case 0x4f:
      return parseSs3(data, at);
    case 0x5d:
    case 0x50:
    case 0x5f:
      return parseString(data, at);
    default:
      if (next >= 0x80) return parseCharacter(data, at + 1, at);
      return { event: altKey(data.subarray(at, at + 2)), end: at + 2 };
  }
}

function parseCsi(data: Buffer, at: number): ParsedInput | undefined {
  let end = at + 2;
  // The Linux console: ESC [ [ A.
  if (data[end] === 0x5b) end++;
  for (; end < data.length; end++) {
    const byte = data[end] ?? 0;
    if (byte >= 0x40 && byte <= 0x7e) return wholeCsi(data, at, end + 1);
    if (byte < 0x20 || byte > 0x3f || end - at > longestControl) return broken(data, at, end);
  }
  return undefined;
}

function wholeCsi(data: Buffer, at: number, end: number): ParsedInput | undefined {
  const body = data.toString('latin1', at + 2, end);
  if (body === '200~') return { event: 'paste', end };
  if (body === '201~') return { event: { kind: 'reply', raw: data.subarray(at, end) }, end };
  if (body !== 'M') return { event: csiEvent(data.subarray(at, end)), end };
  return oldMouse(data, at, end);
}

/** The mouse report of terminals that know no other: three more bytes, which must not become text. */
function oldMouse(data: Buffer, at: number, from: number): ParsedInput | undefined {
  for (let index = from; index < from + 3; index++) {
    const byte = data[index];
    if (byte === undefined) return undefined;
    if (byte < 0x20) return broken(data, at, index);
  }
  const end = from + 3;
  const [code = 0, x = 0, y = 0] = Array.from(data.subarray(from, end), (byte) => byte - 0x20);
  const raw = data.subarray(at, end);
  return { event: mouseEvent(raw, { code, x, y, release: isOldRelease(code) }), end };
}

function parseSs3(data: Buffer, at: number): ParsedInput | undefined {
  let end = at + 2;
  const digit = data[end];
  if (digit !== undefined && digit >= 0x31 && digit <= 0x39) end++;
  const final = data[end];
  if (final === undefined) return undefined;
  if ((final < 0x40 && final !== 0x20) || final > 0x7e) return broken(data, at, end);
  return { event: ss3Event(data.subarray(at, end + 1)), end: end + 1 };
}

/** An answer of the terminal, up to ST or BEL. What cannot begin one is a key with alt. */
function parseString(data: Buffer, at: number): ParsedInput | undefined {
  const third = data[at + 2];
  if (third === undefined) return undefined;
  const letter = (third >= 0x41 && third <= 0x5a) || (third >= 0x61 && third <= 0x7a);
  const begins = data[at + 1] === 0x5f ? third === 0x47 : !letter && third > 0x20 && third < 0x7f;
  if (!begins) return { event: altKey(data.subarray(at, at + 2)), end: at + 2 };
  for (let end = at + 2; end < data.length; end++) {
    const byte = data[end] ?? 0;
    if (byte === 0x07 || end - at >= longestString) return reply(data, at, end + 1);
    if (byte !== escape) continue;
    if (end + 1 >= data.length) return undefined;
    return reply(data, at, data[end + 1] === 0x5c ? end + 2 : end);
  }
  return undefined;
}

function reply(data: Buffer, at: number, end: number): ParsedInput {
  return { event: { kind: 'reply', raw: data.subarray(at, end) }, end };
}

/** A sequence that a foreign byte cut off; that byte is read anew. */
function broken(data: Buffer, at: number, end: number): ParsedInput {
  return { event: settleInput(data.subarray(at, end)), end };
}

/** A UTF-8 character at `at`; `from` is before it when an escape byte belongs to it. */
function parseCharacter(data: Buffer, at: number, from: number): ParsedInput | undefined {
  const lead = data[at] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const bad: ParsedInput = { event: { kind: 'key', name: 'unknown', raw: data.subarray(from, at + 1) }, end: at + 1 };
  if (lead < 0xc2 || lead > 0xf4) return bad;
  for (let index = at + 1; index < at + length; index++) {
    const byte = data[index];
    if (byte === undefined) return undefined;
    if ((byte & 0xc0) !== 0x80) return bad;
  }
  const end = at + length;
  const text = data.toString('utf8', at, end);
  const raw = data.subarray(from, end);
  // Overlong forms decode to several replacement characters, C1 controls are no text.
  if (/\p{Cc}/u.test(text) || Buffer.byteLength(text) !== length)
    return { ...bad, event: { kind: 'key', name: 'unknown', raw }, end };
  if (from < at) return { event: { kind: 'key', name: keyName(text, modifier.alt), raw }, end };
  return { event: { kind: 'text', text, raw }, end };
}

function altKey(raw: Buffer): InputEvent {
  const byte = raw[1] ?? 0;
  if (byte > 0x20 && byte < 0x7f) return { kind: 'key', name: keyName(String.fromCharCode(byte), modifier.alt), raw };
  const control = byte === 0x20 ? 'space' : byte < 0x80 ? controlKeyName(byte) : 'unknown';
  if (!control.startsWith('ctrl-')) return { kind: 'key', name: keyName(control, modifier.alt), raw };
  return { kind: 'key', name: keyName(control.slice('ctrl-'.length), modifier.alt | modifier.ctrl), raw };
}

function isString(byte: number | undefined): boolean {
  return byte === 0x5d || byte === 0x50 || byte === 0x5f;
}
