import { stripVTControlCharacters } from 'node:util';
import { isForbidden } from '../../tty/graphemes.ts';

/** Text that came from an agent or a repository, made harmless: lines of visible characters, tabs as two spaces. */
export function plainText(text: string): string {
  const visible = stripVTControlCharacters(text).replaceAll('\r\n', '\n').replaceAll('\t', '  ');
  let plain = '';
  for (const character of visible) {
    if (character === '\n' || !isForbidden(character.codePointAt(0) ?? 0)) plain += character;
  }
  return plain;
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * The same where every character counts, as in a command that is to be allowed: nothing is left out, what is invisible or
 * would act on the terminal is written as an escape. Lines stay lines.
 */
export function visibleText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').replaceAll(invisible, escaped);
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll(/\s+/g, ' ').trim();
}

// Controls but the line feed, marks of format and direction, private and unassigned characters, halves of pairs, line separators.
const invisible = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
