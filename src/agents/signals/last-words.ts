/** Rows that are a frame or a rule and no text. */
const line = /^[\s─━═╭╮╰╯┌┐└┘│┃├┤┬┴┼╌┄┈_*=-]*$/u;
const mostRows = 12;

/**
 * What stands last on a screen above row `before`, as one text: for agents that tell their last words in no other way.
 * null when there is nothing. Only as good as a screen: wrapped rows stay wrapped.
 */
export function lastWordsAbove(rows: readonly string[], before: number): string | null {
  const words: string[] = [];
  for (let at = Math.min(before, rows.length) - 1; at >= 0 && words.length < mostRows; at--) {
    const row = (rows[at] ?? '').trim();
    if (row !== '' && !line.test(row)) words.unshift(row);
    else if (words.length > 0 && (row === '' ? (rows[at - 1] ?? '').trim() === '' : true)) break;
  }
  return words.length === 0 ? null : words.join('\n');
}
