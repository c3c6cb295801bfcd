import type { Question } from '../../../core/model/question.ts';
import type { Glyphs } from '../../glyphs.ts';
import type { AnswerDraft } from '../../state/drafts.ts';
import { questionMark } from '../../state/question-words.ts';
import { onlyInTerminal, takesText } from '../../state/answer-text.ts';
import { wrap } from '../../text/fit.ts';
import { plainText, visibleLine, visibleText } from '../../text/plain-text.ts';
import { type Piece, type StyledLine, type Tone, line } from '../../text/styled-line.ts';

/** The width and the characters that lines are made with. */
export interface LineLook {
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** Words before a question's own that say what kind it is. */
const leads = {
  question: '',
  permission: 'permission: ',
  menu: 'in its terminal: ',
  scope: 'boundary: ',
  delivery: '',
} as const;

/** What is asked. What an agent wants to do is shown to the last character. */
export function textLines({ about, text }: Question, columns: number): StyledLine[] {
  const words = (about === 'question' ? plainText(text) : visibleText(text)).trim();
  return wrap(`${leads[about]}${words}`, columns - 4).map((part) => [{ text: part, strong: true }]);
}

/** Lines behind the mark of the question that is up, which stands before the first of them. */
export function markedLines(lines: readonly StyledLine[], question: Question, glyphs: Glyphs): StyledLine[] {
  const mark: Piece = { text: `${glyphs.pointer} ${questionMark(question, glyphs)} `, strong: true, tone: 'needsYou' };
  return lines.map((pieces, index) => [index === 0 ? mark : { text: '    ' }, ...pieces]);
}

const wrapped = new WeakMap<Question, LineLook & { readonly lines: readonly StyledLine[] }>();

/**
 * What it is about in full, each line behind a bar; the rest of a line that is too long is marked, so that it is not taken
 * for another line.
 */
export function detailLines(question: Question, { columns, glyphs }: LineLook): readonly StyledLine[] {
  if (question.detail === null) return [];
  const known = wrapped.get(question);
  if (known?.columns === columns && known.glyphs === glyphs) return known.lines;
  const text = visibleText(question.detail).trimEnd();
  const change = question.about === 'permission' && !text.startsWith('$ ');
  const lines = text.split('\n').flatMap((row) => {
    const tone: Tone = !change ? 'plain' : row.startsWith('+') ? 'good' : row.startsWith('-') ? 'bad' : 'plain';
    return wrap(row, columns - 6).map((part, index): StyledLine => {
      const bar = `    ${glyphs.frame.down}${index === 0 ? ' ' : glyphs.wrapped}`;
      return [
        { text: bar, tone: 'quiet' },
        { text: part, tone },
      ];
    });
  });
  wrapped.set(question, { columns, glyphs, lines });
  return lines;
}

/** The answers to pick from, the picked ones marked. */
export function optionLines(question: Question, draft: AnswerDraft, { columns, glyphs }: LineLook): StyledLine[] {
  return question.options.flatMap((option, index) => {
    const picked = draft.options.includes(index) && draft.text === '';
    const recommended = option === question.default ? '  (recommended)' : '';
    const box = question.multiple ? `  [${picked ? 'x' : ' '}]` : picked ? glyphs.pointer : ' ';
    const head = `  ${box} ${index + 1}. `;
    return wrap(`${visibleLine(option)}${recommended}`, columns - head.length - 1).map((part, row): StyledLine => [
      { text: row === 0 ? head : ' '.repeat(head.length), strong: picked },
      { text: part, strong: picked, inverse: picked },
    ]);
  });
}

/** How it is answered, where that is not plain from the options; `terminal`: the key that opens the agent's terminal. */
export function hintLines(question: Question, look: LineLook & { terminal: string }): StyledLine[] {
  const { about, default: recommended, options, multiple, freeText } = question;
  const hints: StyledLine[] = [];
  const say = (text: string, tone: Tone): void => {
    hints.push(...wrap(text, look.columns - 4).map((part) => line(`    ${part}`, tone)));
  };
  if (recommended !== null && !options.includes(recommended)) say(`recommended: ${visibleLine(recommended)}`, 'accent');
  if (onlyInTerminal(question)) say(`Only its terminal can answer this: ${look.terminal} opens it here.`, 'needsYou');
  else if (about === 'menu') say(`${look.terminal} opens its terminal, where it can be answered as well`, 'quiet');
  if (multiple && options.length > 1) say('several may be chosen', 'quiet');
  if (about === 'permission' && freeText) say('a typed answer means: no, and why', 'quiet');
  else if (!freeText && takesText(question)) say('a typed answer must be one of them', 'quiet');
  return hints;
}
