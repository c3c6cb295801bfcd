/**
 * How a text is typed into Claude Code's input box so that it arrives exactly, whatever its length: each line as one
 * bracketed paste with the line's end before it, and Enter alone behind a pause. A paste of four lines or 800 characters,
 * or Enter in the same write, would not be the person's text any more; a line feed of its own is lost by 2.1.197 when
 * the machine is busy. Seen exact with 2.1.197 and 2.1.332.
 */

/** Pause between two lines, and before Enter, ms. */
export const lineMs = 30;
export const enterMs = 300;

export const enter = '\r';
export const escape = '\x1b';
/** Moves to the end of the line. */
export const lineEnd = '\x05';
/** Deletes back to the start of the line, and the line's end before it. */
export const deleteLine = '\x15\x7f';

/** Longest piece of one line in one paste, characters: from 800 on a paste is put aside as an attachment. */
const longestPiece = 700;

/** A first word that would be taken as a command of the input box: `!ls`, `/compact`; not a path. */
const command = /^\s*(?:!|\/[\w:-]+(?:\s|$))/u;

/** What of a text is typed: no escape sequence or other control character, tabs as the box has them, never a command. */
export function typable(text: string): string {
  const plain = text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(/[^\P{Cc}\n]/gu, '')
    .replace(/\n+$/u, '');
  return neverCommand(plain);
}

/** A text as a prompt, whatever its first word is; one on the command line is looked at for commands as well. */
export function neverCommand(text: string): string {
  return command.test(text) ? `Message: ${text.trimStart()}` : text;
}

/** The writes in their order, `lineMs` apart: a line each, with the line's end before it in the same paste. */
export function typingSteps(text: string): string[] {
  return typable(text)
    .split('\n')
    .flatMap((line, index) => pieces(index === 0 ? line : `\n${line}`).map(pasted));
}

function pieces(line: string): string[] {
  const characters = Array.from(line);
  const found: string[] = [];
  for (let at = 0; at < characters.length; at += longestPiece) {
    found.push(characters.slice(at, at + longestPiece).join(''));
  }
  return found;
}

function pasted(text: string): string {
  return `\x1b[200~${text}\x1b[201~`;
}

/** Whether two texts are the same but for white space: the screen wraps, and cuts blanks at its edges. */
export function sameWords(a: string, b: string): boolean {
  return squeeze(a) === squeeze(b);
}

/** Whether `shown`, as much of a text as a small box has room for, is a part of the text. */
export function isPartOf(shown: string, text: string): boolean {
  const part = squeeze(shown);
  return part !== '' && squeeze(typable(text)).includes(part);
}

/** Shortest part of a text that is taken for what we left in the box; less may be the person's own words. */
const shortestRest = 12;

/** Whether `shown` is a text of ours that was typed and not sent. */
export function isRestOf(shown: string, text: string): boolean {
  return sameWords(shown, typable(text)) || (squeeze(shown).length >= shortestRest && isPartOf(shown, text));
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}
