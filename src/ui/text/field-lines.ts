import type { Field } from './field.ts';
import { columnsOf, graphemesOf } from './fit.ts';

/** A field as it is drawn: lines broken wherever the width ends, and where the cursor is among them. */
export interface FieldLines {
  readonly lines: readonly string[];
  readonly row: number;
  readonly column: number;
}

/** Breaks a field's text into lines of at most `columns` columns. */
export function fieldLines({ text, cursor }: Field, columns: number): FieldLines {
  const width = Math.max(2, columns);
  const lines: string[] = [];
  let open = '';
  let used = 0;
  let offset = 0;
  let place = { row: 0, column: 0 };
  for (const grapheme of graphemesOf(text)) {
    if (offset <= cursor) place = { row: lines.length, column: used };
    offset += grapheme.length;
    const wide = grapheme === '\n' || grapheme === '\r\n' ? 0 : columnsOf(grapheme);
    if (wide === 0 && /[\r\n]/.test(grapheme)) {
      lines.push(open);
      open = '';
      used = 0;
      continue;
    }
    if (used + wide > width - 1) {
      lines.push(open);
      open = '';
      used = 0;
      if (offset - grapheme.length <= cursor) place = { row: lines.length, column: 0 };
    }
    open += grapheme;
    used += wide;
  }
  if (offset <= cursor) place = { row: lines.length, column: used };
  lines.push(open);
  return { lines, ...place };
}
