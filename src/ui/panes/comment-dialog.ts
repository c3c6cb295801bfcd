import { counted } from '../../core/words/counted.ts';
import { placeInWords, unsentComments } from '../../core/words/rejection-message.ts';
import { halfTypedOf } from '../state/drafts.ts';
import type { DashboardState } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { fieldLines } from '../text/field-lines.ts';
import { fit, wrap } from '../text/fit.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import { type Page, type StyledLine, line } from '../text/styled-line.ts';

/** What both dialogs are drawn with. */
interface Space {
  readonly columns: number;
  readonly ellipsis: string;
}

/** A comment being written: the line that it is about, and the text. */
export function commentPage(
  state: DashboardState,
  view: ViewOf<'comment'>,
  { columns, ellipsis, hints }: Space & { readonly hints: StyledLine },
): { readonly title: string; readonly page: Page } {
  const draft = state.drafts.comments[view.id];
  if (draft === undefined) return { title: 'Comment', page: { lines: [], focus: 0, cursor: null } };
  const quote =
    draft.line === null ? [] : [line(fit(`> ${oneLine(draft.quoted.trim())}`, columns, ellipsis), 'quiet'), []];
  const typed = fieldLines({ text: draft.text, cursor: view.cursor }, columns - 2);
  const row = quote.length + typed.row;
  const lines = [...quote, ...typed.lines.map((text) => line(`  ${plainText(text)}`)), [], hints];
  const title = `Comment on ${fit(oneLine(placeInWords(draft)), columns - 12, ellipsis)}`;
  return { title, page: { lines, focus: row, cursor: { row, column: 2 + typed.column } } };
}

/** Lines of comments that a rejection shows; of more only the number is said. */
const shownLines = 10;

/** The comments that a rejection takes along, and those that it does not because they are half typed. */
export function commentsAlong(state: DashboardState, id: number, { columns, ellipsis }: Space): readonly StyledLine[] {
  const comments = unsentComments(state.world.sessions[id]?.comments ?? []);
  const halfTyped = halfTypedOf(state.drafts, id).length;
  const warning =
    halfTyped === 0
      ? []
      : wrap(`${counted(halfTyped, 'comment')} half typed: not sent`, columns).map((text) => line(text, 'needsYou'));
  if (comments.length === 0) return warning;
  const all = comments.map((comment): StyledLine[] => [
    line(fit(`  ${oneLine(placeInWords(comment))}`, columns, ellipsis), 'accent'),
    ...wrap(oneLine(comment.text), columns - 4).map((text) => line(`    ${text}`)),
  ]);
  const shown: StyledLine[] = [];
  let left = comments.length;
  for (const lines of all) {
    if (shown.length > 0 && shown.length + lines.length > shownLines) break;
    shown.push(...lines);
    left -= 1;
  }
  if (left > 0) shown.push(line(`  ${ellipsis} ${left} more`, 'quiet'));
  return [line(`${counted(comments.length, 'comment')} for the agent:`, 'quiet'), ...shown, ...warning, []];
}
