/** What stands before the first line's end. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
