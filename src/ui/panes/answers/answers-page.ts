import { choiceOf, questionUp, sittingQuestions } from '../../actions/answering/sitting-view.ts';
import type { Glyphs } from '../../glyphs.ts';
import { type Bindings, keyOf } from '../../keymap/bindings.ts';
import { questionMark, questionWords } from '../../state/question-words.ts';
import { type Asked, draftOf, keptAnswers, partOfDialog, unsentAnswers } from '../../state/sitting.ts';
import type { DashboardState } from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';
import { wrap } from '../../text/fit.ts';
import { oneLine, plainText } from '../../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../../text/styled-line.ts';
import { type QuestionBlock, questionBlock } from './question-block.ts';

/** The place that a sitting is drawn in. */
export interface SittingPlace {
  readonly view: ViewOf<'answers'>;
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly bindings: Bindings;
}

/** The sitting: every open question by session; the one that is up with all that is needed to decide it. */
export function answersPage(state: DashboardState, place: SittingPlace): Page {
  const { view, rows, columns, glyphs } = place;
  const asked = sittingQuestions(state, view);
  const up = questionUp(state, view);
  const kept = keptLines(state, place);
  if (up === null) {
    const unsent = unsentAnswers(state.world, choiceOf(state, view.only)).length > 0;
    const words = unsent ? 'All answered; closing sends the answers.' : 'No question is open.';
    return { lines: [line(words), ...kept], focus: 0, cursor: null };
  }
  const block = blockOf(state, { up, place, beside: kept.length });
  const lines: StyledLine[] = [];
  let first = 0;
  let session = -1;
  for (const one of asked) {
    if (one.session.id !== session) {
      if (lines.at(-1)?.length !== 0 && session !== -1) lines.push([]);
      session = one.session.id;
      lines.push(...heading(one, { up: up.session.id === session, columns, glyphs }));
    }
    if (one.question === up.question) {
      first = lines.length;
      lines.push(...block.lines, []);
    } else lines.push(otherLine(one, glyphs));
  }
  // All of the question is in sight, the rest around it as far as there is room.
  const after = first + block.lines.length + kept.length + 1;
  const middle = first - Math.floor((rows - block.lines.length) / 2);
  const top = Math.min(first, Math.max(0, after - rows, Math.min(middle, lines.length + kept.length - rows)));
  const cursor = block.cursor === null ? null : { row: first + block.cursor.row, column: block.cursor.column };
  return { lines: [...lines, ...kept], focus: top + Math.floor(rows / 2), cursor };
}

/** The part of the question that is up that scrolls; null when none is up. */
export function scrollWindow(state: DashboardState, place: SittingPlace): QuestionBlock['window'] | null {
  const up = questionUp(state, place.view);
  return up === null ? null : blockOf(state, { up, place, beside: keptLines(state, place).length }).window;
}

/** The question that is up, as large as it may be beside so many other lines. */
function blockOf(
  state: DashboardState,
  { up, place, beside }: { up: Asked; place: SittingPlace; beside: number },
): QuestionBlock {
  const { view, columns, rows, glyphs, bindings } = place;
  return questionBlock({
    asked: up,
    draft: draftOf(state.drafts, up),
    typing: view.typing,
    scroll: view.scroll,
    now: state.now,
    columns,
    rows: Math.max(6, rows - beside),
    glyphs,
    keys: {
      terminal: keyOf(bindings, 'answers.terminal'),
      down: keyOf(bindings, 'answers.page-down'),
      up: keyOf(bindings, 'answers.page-up'),
    },
  });
}

/** A question that is not up, on one line. */
function otherLine(one: Asked, glyphs: Glyphs): StyledLine {
  const part = partOfDialog(one);
  const place = part === null ? '' : `${part.at} of ${part.of}: `;
  return line(`  ${questionMark(one.question, glyphs)} ${place}${questionWords(one.question)}`, 'quiet');
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

/** Lines of half-typed answers that are shown at most. */
const mostKept = 6;

/** Half-typed answers whose questions went away: they are the person's, and stay until they are dropped. */
function keptLines(state: DashboardState, { view, columns, glyphs, bindings }: SittingPlace): StyledLine[] {
  const kept = keptAnswers(state, choiceOf(state, view.only));
  if (kept.length === 0) return [];
  const copy = keyOf(bindings, 'answers.copy-kept');
  const drop = keyOf(bindings, 'answers.drop-kept');
  const texts = kept.flatMap(({ session, text }) => wrap(`#${session.id}: ${plainText(text)}`, columns - 4));
  const cut = texts.length > mostKept ? [...texts.slice(0, mostKept - 1), glyphs.ellipsis] : texts;
  return [
    [],
    line(`Half-typed, not sent: the question is gone (${copy} copies, ${drop} drops)`, 'needsYou'),
    ...cut.map((text) => line(`  > ${text}`)),
  ];
}
