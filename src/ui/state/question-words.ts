import type { Question } from '../../core/model/question.ts';
import type { Glyphs } from '../glyphs.ts';
import { oneLine, visibleLine } from '../text/plain-text.ts';

/** The mark before a question: what is to be allowed has another one than what is asked. */
export function questionMark({ about }: Question, { states, warn }: Pick<Glyphs, 'states' | 'warn'>): string {
  return about === 'permission' ? warn : states.asking;
}

/** A question on one line, its kind told by its first words: `wants to: npm test`. */
export function questionWords({ about, text, detail }: Question): string {
  switch (about) {
    case 'question':
      return oneLine(text);
    case 'permission':
      return `wants to: ${wish(text, detail)}`;
    case 'scope':
      return `wants to change ${oneLine((detail ?? '').replaceAll('\n', ', '))}: ${oneLine(text)}`;
    case 'menu':
      return `in its terminal: ${oneLine(text)}`;
    case 'delivery':
      return `did this arrive? ${oneLine(detail ?? text)}`;
  }
}

/** What it wants to do, in its adapter's words; a command in the detail, behind `$ `, tells more. */
function wish(text: string, detail: string | null): string {
  const command = /^\$ (.+)$/mu.exec(detail ?? '')?.[1];
  return visibleLine(command ?? text);
}
