/**
 * Text of an agent or a file, made safe to print: control characters that could move the cursor, set the title or
 * reorder the line become visible escapes. Newlines and tabs stay.
 */
export function printable(text: string): string {
  return text.replaceAll(unsafe, escapeCharacter);
}

/** The same on one line: line breaks and tabs become spaces. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/[\r\n\t]+/g, ' '));
}

/** JSON for a terminal or a pipe; JSON itself escapes only the controls below U+0020. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// C0 without tab and newline, DEL, C1, and the marks that change the direction of text.
const unsafe = new RegExp(
  [
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
  ]
    .map((range) => `[${range.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('-')}]`)
    .join('|'),
  'g',
);

function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (character === '\r') return '';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}
