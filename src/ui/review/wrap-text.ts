import { eachCell } from './each-cell.ts';

/**
 * Text of several lines as lines of at most `columns`, broken at blanks where there are some; safe to paint.
 * An empty text has no lines, an empty line in it stays.
 */
export function wrapText(text: string, columns: number): string[] {
  const trimmed = text.replaceAll('\r\n', '\n').trimEnd();
  if (trimmed === '' || columns <= 0) return [];
  return trimmed.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  /** Where the last blank in `current` ends, and the columns up to there. */
  let breakAt = 0;
  let breakWidth = 0;
  eachCell(line, (cell) => {
    if (width + cell.width > columns && current !== '') {
      const cut = breakAt > 0 ? breakAt : current.length;
      lines.push(current.slice(0, cut).trimEnd());
      current = current.slice(cut);
      width -= breakAt > 0 ? breakWidth : width;
      breakAt = 0;
      breakWidth = 0;
    }
    const tooWide = cell.width > columns;
    current += tooWide ? '›' : cell.text;
    width += tooWide ? 1 : cell.width;
    if (cell.text.trim() === '') {
      breakAt = current.length;
      breakWidth = width;
    }
    return true;
  });
  lines.push(current.trimEnd());
  return lines;
}
