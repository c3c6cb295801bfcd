import { sentenceOf } from '../actions/answering/keep-answer.ts';
import type { Glyphs } from '../glyphs.ts';
import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { fieldLines } from '../text/field-lines.ts';
import { fit, wrap } from '../text/fit.ts';
import { oneLine, plainText, visibleLine } from '../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

interface Look {
  readonly columns: number;
  readonly glyphs: Glyphs;
  /** The line with the keys. */
  readonly hints: StyledLine;
}

/** Lines of a question that are shown at most: it is in sight behind the dialog. */
const mostAsked = 4;

/** The sentence as which an answer is kept, being written. */
export function keepPage(state: DashboardState, view: ViewOf<'keep'>, { columns, glyphs, hints }: Look): Page {
  const asked = state.world.sessions[view.session]?.questions.find(({ number }) => number === view.question);
  const question = wrap(plainText(asked?.text ?? '').trim(), columns - 2);
  const cut = question.length > mostAsked ? [...question.slice(0, mostAsked - 1), glyphs.ellipsis] : question;
  const lines: StyledLine[] = [
    ...cut.map((text) => line(`  ${text}`, 'quiet')),
    ...wrap(`-> ${visibleLine(view.answer)}`, columns - 2)
      .slice(0, mostAsked)
      .map((text) => line(`  ${text}`)),
    [],
    ...wrap('Every later session is told this sentence, and the same question is answered by it:', columns).map(
      (text) => line(text, 'quiet'),
    ),
  ];
  const typed = fieldLines({ text: sentenceOf(state, view), cursor: view.cursor }, columns - 2);
  const first = lines.length;
  lines.push(...typed.lines.map((text) => line(`  ${plainText(text)}`)), [], hints);
  const row = first + typed.row;
  return { lines, focus: row, cursor: { row, column: 2 + typed.column } };
}

/** What conventions have answered, by the digits that take it back. */
export function revokePage(state: DashboardState, view: ViewOf<'revoke'>, { columns, glyphs, hints }: Look): Page {
  const lines = view.answers.flatMap(({ session: id, question: number }, index): StyledLine[] => {
    const session = state.world.sessions[id];
    const question = session?.questions.find((each) => each.number === number);
    const convention = state.world.repos[session?.repo ?? '']?.conventions.find(
      (each) => each.id === question?.answer?.convention,
    );
    const answer = question?.answer == null ? 'taken back' : `-> ${visibleLine(question.answer.text)}`;
    return [
      [
        { text: `${index + 1} `, tone: 'accent', strong: true },
        { text: fit(`#${id} ${oneLine(question?.text ?? '')}`, columns - 2, glyphs.ellipsis) },
      ],
      line(`  ${fit(answer, columns - 2, glyphs.ellipsis)}`),
      line(
        `  ${fit(`by: ${convention?.sentence ?? 'a convention that is no more'}`, columns - 2, glyphs.ellipsis)}`,
        'quiet',
      ),
    ];
  });
  return { lines: [...lines, [], hints], focus: 0, cursor: null };
}
