/** Longer lines are quoted by their beginning and a name for the whole of them: events stay small. */
const longestQuote = 240;
/** Lines around a commented one that are kept, on each side. */
export const quotedAround = 3;

/** A line as a comment quotes it; different lines are quoted differently. */
export function quoteLine(text: string): string {
  if (text.length <= longestQuote) return text;
  return `${text.slice(0, longestQuote)} … (${text.length} characters, ${hashOf(text)})`;
}

/** What a comment keeps of the line with this index. */
export function quoteAt(
  lines: readonly string[],
  index: number,
): { readonly quoted: string; readonly before: string[]; readonly after: string[] } {
  return {
    quoted: quoteLine(lines[index] ?? ''),
    before: lines.slice(Math.max(0, index - quotedAround), index).map(quoteLine),
    after: lines.slice(index + 1, index + 1 + quotedAround).map(quoteLine),
  };
}

/** Tells long lines apart; nobody would gain from making two alike. */
function hashOf(text: string): string {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    other = Math.imul(other ^ code, 1597334677);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
