import { graphemesOf } from './fit.ts';

/** A text being typed. `cursor` counts UTF-16 units and stands between graphemes. */
export interface Field {
  readonly text: string;
  readonly cursor: number;
}

/** A field with this text and the cursor at its end. */
export function fieldOf(text: string): Field {
  return { text, cursor: text.length };
}

/** Puts text in at the cursor: a typed character or a whole paste. */
export function insert(field: Field, text: string): Field {
  const { before, after } = halves(field);
  return { text: before + text + after, cursor: before.length + text.length };
}

/** What an editing key makes of a field; null when the key is no editing key. Keys are named as in the keymap. */
export function edit(field: Field, key: string): Field | null {
  const { before, after } = halves(field);
  switch (key) {
    case 'backspace':
    case 'ctrl-h':
      return without(field, before.length - lastGrapheme(before).length, before.length);
    case 'delete':
    case 'ctrl-d':
      return without(field, before.length, before.length + firstGrapheme(after).length);
    case 'ctrl-w':
    case 'alt-backspace':
      return without(field, wordStart(before), before.length);
    case 'ctrl-u':
      return without(field, lineStart(before), before.length);
    case 'ctrl-k':
      return without(field, before.length, before.length + lineRest(after));
    case 'left':
    case 'ctrl-b':
      return at(field, before.length - lastGrapheme(before).length);
    case 'right':
    case 'ctrl-f':
      return at(field, before.length + firstGrapheme(after).length);
    case 'ctrl-left':
    case 'alt-left':
    case 'alt-b':
      return at(field, wordStart(before));
    case 'ctrl-right':
    case 'alt-right':
    case 'alt-f':
      return at(field, before.length + wordEnd(after));
    case 'home':
    case 'ctrl-a':
      return at(field, lineStart(before));
    case 'end':
    case 'ctrl-e':
      return at(field, before.length + lineRest(after));
    default:
      return null;
  }
}

/** Moves the cursor a line up or down in the same column; null when there is no such line. */
export function moveLine(field: Field, by: 1 | -1): Field | null {
  const { before, after } = halves(field);
  const start = lineStart(before);
  const column = before.length - start;
  if (by === -1) {
    if (start === 0) return null;
    const above = lineStart(field.text.slice(0, start - 1));
    return at(field, Math.min(above + column, start - 1));
  }
  const end = before.length + lineRest(after);
  if (end === field.text.length) return null;
  const rest = field.text.slice(end + 1);
  return at(field, end + 1 + Math.min(column, lineRest(rest)));
}

function halves(field: Field): { before: string; after: string } {
  return { before: field.text.slice(0, field.cursor), after: field.text.slice(field.cursor) };
}

function at(field: Field, cursor: number): Field {
  return { text: field.text, cursor: Math.max(0, Math.min(cursor, field.text.length)) };
}

function without(field: Field, from: number, to: number): Field {
  const start = Math.max(0, from);
  return { text: field.text.slice(0, start) + field.text.slice(to), cursor: start };
}

function firstGrapheme(text: string): string {
  return graphemesOf(text)[0] ?? '';
}

function lastGrapheme(text: string): string {
  return graphemesOf(text).at(-1) ?? '';
}

function lineStart(before: string): number {
  return before.lastIndexOf('\n') + 1;
}

function lineRest(after: string): number {
  const end = after.indexOf('\n');
  return end === -1 ? after.length : end;
}

function wordStart(before: string): number {
  return before.length - (/\S*\s*$/u.exec(before)?.[0].length ?? 0);
}

function wordEnd(after: string): number {
  return /^\s*\S*/u.exec(after)?.[0].length ?? 0;
}
