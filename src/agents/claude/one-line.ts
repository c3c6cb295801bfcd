/** Longest text that goes into one line of a tile or of `signalbox show`. */
const longest = 120;

/** A text as one line: white space folded, control characters left out, cut to `limit` characters. */
export function oneLine(text: string, limit = longest): string {
  // Control characters are what a terminal would obey.
  const folded = text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  const characters = Array.from(folded);
  return characters.length <= limit ? folded : `${characters.slice(0, limit - 1).join('')}…`;
}
