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
