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

/** What stands below the echo of a prompt on the screen: `rows` from behind the last one that ends as the prompt does. */
export function afterEcho(rows: readonly string[], prompt: string | null): readonly string[] {
  const end = prompt?.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return end === '' ? rows : rows.slice(rows.findLastIndex((row) => row.trimEnd().endsWith(end)) + 1);
}
