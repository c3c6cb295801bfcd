import { type Session, openQuestions } from '../../../core/model/session.ts';
import { choiceOf, questionUp, sittingQuestions } from '../../actions/answering/sitting-view.ts';
import type { Glyphs } from '../../glyphs.ts';
import { type Bindings, keyOf } from '../../keymap/bindings.ts';
import { pileWords } from '../../state/board.ts';
import { questionMark, questionWords } from '../../state/question-words.ts';
import {
  type Asked,
  draftOf,
  keptAnswers,
  oldest,
  partOfDialog,
  sittingSessions,
  unsentAnswers,
} from '../../state/sitting.ts';
import type { DashboardState } from '../../state/store.ts';
import type { ViewOf } from '../../state/views.ts';
import { age } from '../../text/duration.ts';
import { wrap } from '../../text/fit.ts';
import { oneLine, plainText } from '../../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../../text/styled-line.ts';
import { contextLines } from './context-lines.ts';
import { autoLines, proposalLines } from './kept-lines.ts';
import { sentLines } from './sent-lines.ts';
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
  const { view, rows } = place;
  const up = questionUp(state, view);
  const beside = besideLines(state, place);
  if (up === null) {
    const unsent = unsentAnswers(state.world, choiceOf(state, view.only)).length > 0;
    const words = unsent ? 'All answered; closing sends the answers.' : 'No question is open.';
    return { lines: [line(words), ...beside], focus: 0, cursor: null };
  }
  const list = listLines(state, place, up);
  const block = blockOf(state, { up, place, list, beside: beside.length });
  const lines = [...list.before, ...block.lines, ...list.after];
  const first = list.before.length;
  // All of the question is in sight, then what it stands under, then the rest around it as far as there is room.
  const after = first + block.lines.length + beside.length;
  const middle = first - Math.floor((rows - block.lines.length) / 2);
  const top = Math.min(
    first - list.near,
    Math.max(0, after - rows, Math.min(middle, lines.length + beside.length - rows)),
  );
  const cursor = block.cursor === null ? null : { row: first + block.cursor.row, column: block.cursor.column };
  return { lines: [...lines, ...beside], focus: Math.max(0, top) + Math.floor(rows / 2), cursor };
}

/** The part of the question that is up that scrolls; null when none is up. */
export function scrollWindow(state: DashboardState, place: SittingPlace): QuestionBlock['window'] | null {
  const up = questionUp(state, place.view);
  if (up === null) return null;
  const beside = besideLines(state, place).length;
  return blockOf(state, { up, place, list: listLines(state, place, up), beside }).window;
}

/** The questions before and after the one that is up; `near`: lines before it that belong to it. */
interface ListLines {
  readonly before: readonly StyledLine[];
  readonly after: readonly StyledLine[];
  readonly near: number;
}

/** Of the other questions so many lines stay in sight beside a large one. */
const othersInSight = 2;

function listLines(state: DashboardState, { view, rows, glyphs }: SittingPlace, up: Asked): ListLines {
  const asked = sittingQuestions(state, view);
  const before: StyledLine[] = [];
  const after: StyledLine[] = [];
  let lines = before;
  let session = -1;
  let heading = 0;
  for (const one of asked) {
    if (one.session.id !== session) {
      if (session !== -1) lines.push([]);
      if (lines === before) heading = before.length;
      session = one.session.id;
      lines.push(sessionHeading(one.session, { now: state.now, glyphs }));
    }
    if (one.question === up.question) lines = after;
    else lines.push(otherLine(one, glyphs));
  }
  const near = before.length - heading;
  return { before, after, near: near <= rows / 4 ? near : 0 };
}

/** The question that is up, as large as it may be beside so many other lines. */
function blockOf(
  state: DashboardState,
  { up, place, list, beside }: { up: Asked; place: SittingPlace; list: ListLines; beside: number },
): QuestionBlock {
  const { view, columns, rows, glyphs, bindings } = place;
  const others = list.near + Math.min(list.after.length, othersInSight);
  return questionBlock({
    asked: up,
    draft: draftOf(state.drafts, up),
    typing: view.typing,
    scroll: view.scroll,
    now: state.now,
    columns,
    rows: Math.max(6, rows - beside - others),
    glyphs,
    proposal: proposalLines(state, up, { columns, glyphs, bindings }),
    context: contextLines({ asked: up, context: state.contexts[up.session.id], columns, glyphs }),
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

/** Who asks, in what state, and how long it has waited. */
function sessionHeading(session: Session, { now, glyphs }: { now: number; glyphs: Glyphs }): StyledLine {
  const open = openQuestions(session);
  const waits = open.length === 0 ? [] : [`waits ${age(oldest(open), now)}`];
  const round = session.round > 1 ? [`round ${session.round}`] : [];
  const words = [session.state, ...waits, oneLine(session.task.agent), ...round].join(` ${glyphs.dot} `);
  return [
    { text: `#${session.id} `, strong: true, tone: 'accent' },
    { text: pileWords(session), strong: true, tone: 'accent' },
    { text: oneLine(session.task.title), strong: true },
    { text: `  ${words}`, tone: 'quiet' },
  ];
}

/** What stands below all questions: what has become of answers, and what was left over of others. */
function besideLines(state: DashboardState, place: SittingPlace): StyledLine[] {
  const { view, columns, rows, glyphs, bindings } = place;
  const sent = sentLines({
    sessions: sittingSessions(state.world, choiceOf(state, view.only)),
    since: view.since,
    most: Math.max(2, Math.floor(rows / 8)),
    columns,
    glyphs,
    send: keyOf(bindings, 'answers.send'),
  });
  const auto = autoLines(state, { only: view.only, columns, glyphs, bindings });
  return [...auto, ...sent, ...keptLines(state, place)];
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
