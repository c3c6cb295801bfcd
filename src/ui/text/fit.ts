import stringWidth from 'string-width';
import { isPlain } from '../../tty/graphemes.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a text covers. */
export function columnsOf(text: string): number {
  // Nearly all text is of this kind, frames are nothing else, and the way over graphemes is a hundred times longer.
  for (let unit = 0; unit < text.length; unit++) if (!isPlain(text.charCodeAt(unit))) return stringWidth(text);
  return text.length;
}

/** The graphemes of a text. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), (piece) => piece.segment);
}

/** The text cut to at most `columns` columns, the cut marked by `ellipsis`. */
export function fit(text: string, columns: number, ellipsis = '…'): string {
  if (columnsOf(text) <= columns) return text;
  if (columns <= 0) return '';
  const room = columns - columnsOf(ellipsis);
  let kept = '';
  let width = 0;
  for (const grapheme of graphemesOf(text)) {
    width += columnsOf(grapheme);
    if (width > room) break;
    kept += grapheme;
  }
  return kept + ellipsis;
}

/** The text cut or filled with blanks to exactly `columns` columns. */
export function pad(text: string, columns: number, ellipsis = '…'): string {
  const fitted = fit(text, columns, ellipsis);
  return fitted + ' '.repeat(Math.max(0, columns - columnsOf(fitted)));
}

/** Left and right on one line of exactly `columns` columns, at least one blank between; the left is cut first. */
export function spread(left: string, right: string, columns: number): string {
  const kept = fit(right, columns);
  const room = columns - columnsOf(kept);
  return kept === '' || room <= 0 ? pad(left, room) + kept : `${pad(left, room - 1)} ${kept}`;
}

/** The text in lines of at most `columns` columns, broken at blanks, inside a word only where it is too long alone. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(1, columns);
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  let open = '';
  for (const word of line.split(/(?<= )/u)) {
    if (columnsOf(open) + columnsOf(word.trimEnd()) > columns) {
      if (open.trim() !== '') lines.push(open.trimEnd());
      open = '';
    }
    open += word;
    while (columnsOf(open.trimEnd()) > columns) {
      const head = fit(open, columns, '');
      // A wide character alone in one column never fits: taking it all the same is what ends the loop.
      const taken = head === '' ? (graphemesOf(open)[0] ?? open) : head;
      lines.push(taken);
      open = open.slice(taken.length);
    }
  }
  lines.push(open.trimEnd());
  return lines;
}
