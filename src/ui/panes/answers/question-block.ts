import type { Glyphs } from '../../glyphs.ts';
import type { AnswerDraft } from '../../state/drafts.ts';
import { answerText, takesText } from '../../state/answer-text.ts';
import { type Asked, partOfDialog } from '../../state/sitting.ts';
import { age } from '../../text/duration.ts';
import { fieldLines } from '../../text/field-lines.ts';
import { wrap } from '../../text/fit.ts';
import { visibleLine } from '../../text/plain-text.ts';
import { type StyledLine, line } from '../../text/styled-line.ts';
import { detailLines, hintLines, markedLines, optionLines, textLines } from './question-lines.ts';

/** What a question is drawn from. */
export interface BlockSubject {
  readonly asked: Asked;
  readonly draft: AnswerDraft;
  /** Where the cursor stands in the typed answer; null while keys choose. */
  readonly typing: number | null;
  readonly scroll: number;
  readonly now: number;
  readonly columns: number;
  /** The most lines that it may have. */
  readonly rows: number;
  readonly glyphs: Glyphs;
  /** The kept answer that is proposed. */
  readonly proposal: readonly StyledLine[];
  /** What is known beside it. */
  readonly context: readonly StyledLine[];
  /** The keys that are named in it. */
  readonly keys: { readonly terminal: string; readonly down: string; readonly up: string };
}

/** A question as it is drawn: all that is needed to decide it, never more lines than there are rows. */
export interface QuestionBlock {
  readonly lines: readonly StyledLine[];
  readonly cursor: { readonly row: number; readonly column: number } | null;
  /** The part that scrolls: its first line in sight, how many are in sight, and how many there are. */
  readonly window: { readonly top: number; readonly shown: number; readonly total: number };
}

/** A text of more lines, or of more than a third of them all, scrolls together with what it is about. */
const longText = 6;
/** What is to be read keeps at least so many lines; where options leave less they scroll with it. */
const leastBody = 4;

/** Of what is known beside a question so many lines are in sight where it has room at all. */
const leastContext = 3;

/**
 * Draws the question that is up, what is known beside it last. Where not all of it fits, a part scrolls and a line says
 * how much is out of sight: what stands beside it, or where there is no room for that, all that is to be read before an
 * answer.
 */
export function questionBlock(subject: BlockSubject): QuestionBlock {
  const { asked, draft, rows, columns, glyphs, keys, context } = subject;
  const { question } = asked;
  const text = textLines(question, columns);
  const short = text.length <= Math.min(longText, Math.floor(rows / 3));
  const field = typedLines(subject);
  const options = [
    ...optionLines(question, draft, subject),
    ...hintLines(question, { columns, glyphs, terminal: keys.terminal }),
    ...subject.proposal,
  ];
  // What scrolls takes no mark along: that of a long question stands on the line above it.
  const head = markedLines([...(short ? text : []), line(situation(subject), 'quiet')], question, glyphs);
  const long = short ? [] : text.map((pieces): StyledLine => [{ text: '    ' }, ...pieces]);
  const body = [...long, ...detailLines(question, subject)];
  const whole = [...head, ...body, ...options];
  const beside = Math.min(leastContext, context.length);
  if (whole.length + field.lines.length + (beside === 0 ? 0 : beside + 1) <= rows) {
    const pinned = { lines: [...whole, ...field.lines], field, at: whole.length };
    return scrolling(subject, { before: pinned, scrolled: context, after: null });
  }
  // One line says what is out of sight.
  const left = rows - head.length - field.lines.length - 1;
  const crowded = left - options.length < Math.min(leastBody, body.length);
  const scrolled = [...body, ...(crowded ? options : []), ...context];
  const after = [...(crowded ? [] : options), ...field.lines];
  return scrolling(subject, {
    before: { lines: head, field, at: null },
    scrolled,
    after: { lines: after, at: after.length - field.lines.length },
  });
}

interface Parts {
  /** `at`: where the typed answer begins in it; null: it is not in it. */
  readonly before: { lines: readonly StyledLine[]; field: Pick<QuestionBlock, 'cursor'>; at: number | null };
  readonly scrolled: readonly StyledLine[];
  readonly after: { lines: readonly StyledLine[]; at: number } | null;
}

/** Puts the parts together; the one between fills what is left, and scrolls where that is too little. */
function scrolling({ scroll, rows, glyphs, keys }: BlockSubject, { before, scrolled, after }: Parts): QuestionBlock {
  const room = rows - before.lines.length - (after?.lines.length ?? 0) - 1;
  const shown = scrolled.length <= room + 1 ? scrolled.length : Math.max(1, room);
  const top = Math.max(0, Math.min(scroll, scrolled.length - shown));
  const total = scrolled.length;
  const lines = [...before.lines, ...scrolled.slice(top, top + shown)];
  if (shown < total) {
    const range = `lines ${top + 1}-${top + shown} of ${total}`;
    lines.push(line(`    ${range}: ${keys.down}, ${keys.up} ${glyphs.dot} ${total - shown} out of sight`, 'needsYou'));
  }
  const field = before.at ?? lines.length + (after?.at ?? 0);
  lines.push(...(after?.lines ?? []));
  const { cursor } = before.field;
  return {
    lines,
    cursor: cursor === null ? null : { ...cursor, row: cursor.row + field },
    window: { top, shown, total },
  };
}

/** Who waits for it, how long, and what it belongs to. */
function situation({ asked, now, glyphs }: BlockSubject): string {
  const { session, question } = asked;
  const waits = session.state === 'asking' ? 'the agent waits for it' : 'blocking, and yet its agent goes on';
  const words = [question.blocking ? waits : 'the agent goes on meanwhile', `asked ${age(question.askedAt, now)} ago`];
  const part = partOfDialog(asked);
  if (part !== null) words.unshift(`${part.at} of ${part.of} in one dialog`);
  return words.join(` ${glyphs.dot} `);
}

/** The answer so far: what is typed, around the cursor, or the labels of several options. */
function typedLines({ asked, draft, typing, columns, rows }: BlockSubject): Pick<QuestionBlock, 'lines' | 'cursor'> {
  const { question } = asked;
  const isTyped = takesText(question) && (typing !== null || draft.text !== '');
  if (!isTyped) {
    const chosen = question.multiple ? answerText(question, draft) : null;
    const words = chosen === null ? [] : wrap(`chosen: ${visibleLine(chosen)}`, columns - 4).slice(0, 3);
    return { lines: words.map((part) => line(`    ${part}`, 'accent')), cursor: null };
  }
  const typed = fieldLines({ text: draft.text, cursor: typing ?? draft.text.length }, columns - 6);
  const most = Math.max(2, Math.floor(rows / 3));
  const first = Math.max(0, Math.min(typed.row - most + 1, typed.lines.length - most));
  const lines = typed.lines
    .slice(first, first + most)
    .map((text, index): StyledLine => [{ text: first + index === 0 ? '    > ' : '      ', tone: 'accent' }, { text }]);
  return { lines, cursor: typing === null ? null : { row: typed.row - first, column: 6 + typed.column } };
}
