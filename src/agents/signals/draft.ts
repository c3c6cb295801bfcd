/** How an agent's input box looks. */
export interface InputBox {
  /** Its first row, with what is typed as the first group: `^❯ ?(.*)$`. */
  readonly first: RegExp;
  /** What stands in an empty one. */
  readonly placeholders: readonly RegExp[];
  /** A row that ends the box: the frame or the hints below it. */
  readonly end: RegExp;
}

/**
 * What somebody has typed into an agent's input and not sent, '' when nothing; null when there is no input box on the
 * screen. Text that is typed behind it would be sent together with it. The last box counts: those above are history.
 */
export function draftIn(rows: readonly string[], box: InputBox): string | null {
  const at = rows.findLastIndex((row) => box.first.test(row));
  if (at === -1) return null;
  const typed = [box.first.exec(rows[at] ?? '')?.[1] ?? ''];
  for (const row of rows.slice(at + 1)) {
    if (row.trim() === '' || box.end.test(row)) break;
    typed.push(row.trim());
  }
  const text = typed.join('\n').trim();
  return box.placeholders.some((placeholder) => placeholder.test(text)) ? '' : text;
}
