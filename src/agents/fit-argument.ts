/** A text longer than this does not go into an environment variable or argument whole: Linux takes 128 KiB each. */
const maxArgumentBytes = 120_000;

/**
 * A text as the system takes it. The end is what was said last: of one too long the middle is left out, and said so; a
 * NUL, which would end it, is left out too.
 */
export function fitArgument(whole: string): string {
  const text = whole.replaceAll('\0', '');
  if (Buffer.byteLength(text) <= maxArgumentBytes) return text;
  const half = Math.floor(maxArgumentBytes / 8);
  // A character of two halves is not cut in the middle.
  const from = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '');
  const to = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '');
  return `${from}\n[... ${text.length - from.length - to.length} characters left out; signalbox show has the whole text ...]\n${to}`;
}
