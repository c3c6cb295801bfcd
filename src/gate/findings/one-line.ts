/** A line of a file, or a part of one; `indent` tells what lies in what. */
export interface Piece {
  readonly indent: number;
  readonly text: string;
}

/**
 * A line that holds objects in objects (`export default { test: { retry: 3 } }`) as if it had been written in several,
 * each entry deeper than what it is in. Lists and calls stay whole. Null for a line that is read as it stands.
 */
export function spread(line: string): Piece[] | null {
  const start = line.length - line.trimStart().length;
  const isNested = /\{[^{}]*\{|^\s*(?:export\s+default|module\.exports\s*=|return\b)?[^'":]*\{\s*[^\s}]/.test(line);
  if (!isNested) return null;
  const pieces: Piece[] = [];
  let [text, quote, depth, kept] = ['', '', 0, 0];
  const end = (): void => {
    if (text.trim() !== '') pieces.push({ indent: start + depth, text: text.trim() });
    text = '';
  };
  for (const letter of line.slice(start)) {
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (/["'`]/.test(letter)) quote = letter;
    else if (letter === '[') kept += 1;
    else if (letter === ']') kept -= 1;
    else if (kept === 0 && /[{},]/.test(letter)) {
      if (letter === '{') text += '{';
      end();
      if (letter !== ',') depth += letter === '{' ? 1 : -1;
      continue;
    }
    text += letter;
  }
  end();
  return pieces;
}
