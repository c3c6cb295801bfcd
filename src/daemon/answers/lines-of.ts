/** A text's lines, the end of the last one begins no further one; null without a text. */
export function linesOf(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
