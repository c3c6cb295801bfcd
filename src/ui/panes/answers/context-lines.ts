import { counted } from '../../../core/words/counted.ts';
import type { Glyphs } from '../../glyphs.ts';
import type { QuestionContext } from '../../state/question-context.ts';
import type { Asked } from '../../state/sitting.ts';
import { fit, wrap } from '../../text/fit.ts';
import { oneLine, plainText } from '../../text/plain-text.ts';
import { type StyledLine, line } from '../../text/styled-line.ts';

/** What the lines beside a question are made from; `context` undefined: not known yet. */
export interface ContextSubject {
  readonly asked: Asked;
  readonly context: QuestionContext | undefined;
  readonly columns: number;
  readonly glyphs: Glyphs;
}

/** More of one text is read elsewhere: the goal in `show`, an agent's words in its terminal. */
const mostLines = 40;
const mostCharacters = 8000;

/** What one needs beside the question: what was asked of the agent, what it says, what it touched, what its screen shows. */
export function contextLines(subject: ContextSubject): StyledLine[] {
  const { session } = subject.asked;
  return [
    ...paragraph(subject, 'goal', session.task.prompt),
    ...saidLines(subject),
    ...fileLines(subject),
    ...screenLines(subject),
  ];
}

/** The agent's own words, unless they are the question itself. */
function saidLines(subject: ContextSubject): StyledLine[] {
  const { session, question } = subject.asked;
  const said = plainText(session.lastWords ?? '').trim();
  const asked = plainText(question.text).trim();
  return [
    ...(said === asked ? [] : paragraph(subject, 'it says', said)),
    ...paragraph(subject, 'progress', session.progress ?? ''),
  ];
}

function paragraph({ columns, glyphs }: ContextSubject, name: string, text: string): StyledLine[] {
  // It is wrapped anew with every key that is typed.
  const words = plainText(text.slice(0, mostCharacters)).trim();
  if (words === '') return [];
  const lines = wrap(`${name}: ${words}`, columns - 4);
  const cut = lines.length > mostLines ? [...lines.slice(0, mostLines), glyphs.ellipsis] : lines;
  return cut.map((part, index) =>
    index === 0
      ? [
          { text: `    ${name}:`, tone: 'accent' },
          { text: part.slice(name.length + 1), tone: 'plain' },
        ]
      : line(`    ${part}`),
  );
}

function fileLines({ asked, context, glyphs }: ContextSubject): StyledLine[] {
  const { change } = asked.session;
  const files = context?.files ?? [];
  const count = context === undefined ? change.files : files.length + context.more;
  const head: StyledLine = [
    { text: '    touched:', tone: 'accent' },
    { text: count === 0 ? ' nothing yet' : ` ${counted(count, 'file')}` },
  ];
  const more =
    context === undefined || context.more === 0 ? [] : [line(`      ${glyphs.ellipsis} ${context.more} more`)];
  return [
    head,
    ...files.map(({ path, added, removed }): StyledLine => {
      const size = added === null ? 'not counted' : `+${added} ${glyphs.minus}${removed ?? 0}`;
      return [{ text: `      ${oneLine(path)} ` }, { text: size, tone: 'quiet' }];
    }),
    ...more,
  ];
}

function screenLines({ context, columns, glyphs }: ContextSubject): StyledLine[] {
  const rows = context?.screen ?? [];
  if (rows.length === 0) return [];
  return [
    line('    the end of its screen:', 'accent'),
    ...rows.map((row): StyledLine => [
      { text: `    ${glyphs.frame.down} `, tone: 'quiet' },
      { text: fit(plainText(row).replaceAll('\n', ' '), columns - 6, glyphs.ellipsis) },
    ]),
  ];
}
