import { sessionsOf } from '../../core/world.ts';
import { questionUp, sittingQuestions } from '../actions/answers.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Asked, draftOf } from '../state/sitting.ts';
import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { age } from '../text/duration.ts';
import { fieldLines } from '../text/field-lines.ts';
import { wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

/** The sitting: every open question by session; the one that is up with all that is needed to decide it. */
export function answersPage(
  state: DashboardState,
  { view, columns, glyphs }: { view: ViewOf<'answers'>; columns: number; glyphs: Glyphs },
): Page {
  const asked = sittingQuestions(state, view);
  const up = questionUp(state, view);
  if (up === null) {
    const unsent = sessionsOf(state.world).some(({ questions }) =>
      questions.some((one) => one.answer !== null && !one.sent),
    );
    return {
      lines: [line(unsent ? 'All answered; closing sends the answers.' : 'No question is open.')],
      focus: 0,
      cursor: null,
    };
  }
  const lines: StyledLine[] = [];
  let page: Page = { lines, focus: 0, cursor: null };
  let session = -1;
  for (const one of asked) {
    if (one.session.id !== session) {
      if (session !== -1) lines.push([]);
      session = one.session.id;
      lines.push(...heading(one, { up: up.session.id === session, columns, glyphs }));
    }
    if (one.question === up.question) page = { ...page, ...openQuestion(state, { one, view, columns, glyphs, lines }) };
    else lines.push(line(`  ${glyphs.states.asking} ${oneLine(one.question.text)}`, 'quiet'));
  }
  return page;
}

function heading({ session }: Asked, look: { up: boolean; columns: number; glyphs: Glyphs }): StyledLine[] {
  const { files, added, removed } = session.change;
  const head: StyledLine = [
    { text: `#${session.id} `, strong: true, tone: 'accent' },
    { text: oneLine(session.task.title), strong: true },
  ];
  if (!look.up) return [head];
  const { columns, glyphs } = look;
  const goal = plainText(session.task.prompt).trim();
  const lines = goal === '' ? [] : wrap(`goal: ${goal}`, columns - 2);
  const cut = lines.length > 4 ? [...lines.slice(0, 3), `${lines[3] ?? ''}${glyphs.ellipsis}`] : lines;
  const size = files > 0 ? [line(`  ${files} files +${added} ${glyphs.minus}${removed}`, 'quiet')] : [];
  return [head, ...cut.map((text) => line(`  ${text}`, 'quiet')), ...size];
}

interface OpenQuestion {
  readonly one: Asked;
  readonly view: ViewOf<'answers'>;
  readonly columns: number;
  readonly glyphs: Glyphs;
  /** Where the lines go. */
  readonly lines: StyledLine[];
}

/** The question that is up: its words, options, the agent's recommendation, and the answer so far. */
function openQuestion(
  state: DashboardState,
  { one, view, columns, glyphs, lines }: OpenQuestion,
): Pick<Page, 'focus' | 'cursor'> {
  const { question } = one;
  const draft = draftOf(state.drafts, one);
  const waits = one.session.state === 'asking' ? 'the agent waits for it' : 'blocking';
  const urgency = question.blocking ? waits : 'the agent goes on meanwhile';
  lines.push([]);
  const focus = lines.length;
  const words = wrap(plainText(question.text).trim(), columns - 4);
  words.forEach((text, index) =>
    lines.push([
      { text: index === 0 ? `${glyphs.pointer} ? ` : '    ', strong: true, tone: 'needsYou' },
      { text, strong: true },
    ]),
  );
  lines.push(line(`    ${urgency} ${glyphs.dot} asked ${age(question.askedAt, state.now)} ago`, 'quiet'));
  question.options.forEach((option, index) => {
    const picked = draft.option === index && draft.text === '';
    const recommended = option === question.default ? `  (recommended)` : '';
    const mark = picked ? glyphs.pointer : ' ';
    wrap(`${oneLine(option)}${recommended}`, columns - 8).forEach((text, row) =>
      lines.push([
        { text: row === 0 ? `  ${mark} ${index + 1}. ` : '       ', strong: picked },
        { text, strong: picked, inverse: picked },
      ]),
    );
  });
  if (question.default !== null && !question.options.includes(question.default)) {
    lines.push(
      ...wrap(`recommended: ${oneLine(question.default)}`, columns - 4).map((text) => line(`    ${text}`, 'accent')),
    );
  }
  const typed = fieldLines({ text: draft.text, cursor: view.typing ?? draft.text.length }, columns - 6);
  const first = lines.length;
  if (view.typing !== null || draft.text !== '') {
    typed.lines.forEach((text, index) =>
      lines.push([{ text: index === 0 ? '    > ' : '      ', tone: 'accent' }, { text }]),
    );
  }
  lines.push([]);
  const cursor = view.typing === null ? null : { row: first + typed.row, column: 6 + typed.column };
  return { focus: cursor === null ? focus : cursor.row, cursor };
}
