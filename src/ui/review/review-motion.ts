import { lineOfRow } from './diff-plan.ts';
import { layoutOf, pageLines, shownLog, shownPatch } from './review-content.ts';
import { pageRows, shownPlan } from './shown-plan.ts';
import type { ReviewState } from './review-model.ts';

/** One column step of the horizontal scroll. */
const shiftStep = 8;
/** A wide character takes two columns, a tab up to four. */
const widestCell = 4;
/** Lines that stay on the screen when a page is turned. */
const overlap = 2;

/** Rows of the page that are on the screen. */
export function visibleRows(state: ReviewState): number {
  return layoutOf(state).main.inner.rows;
}

/** Keeps page, cursor and scroll inside of what there is; every action ends with it. */
export function clampScroll(state: ReviewState): ReviewState {
  const top = clamp(state.tops[state.page], 0, Math.max(0, pageRows(state) - visibleRows(state)));
  const tops = { ...state.tops, [state.page]: top };
  const cursor = state.page === 'diff' ? clamp(state.cursor, 0, Math.max(0, pageLines(state) - 1)) : state.cursor;
  return { ...state, tops, cursor };
}

/** A step up or down: in the diff the cursor goes, and the page follows once it comes near the edge. */
export function moveLine(state: ReviewState, by: number): ReviewState {
  if (state.page !== 'diff') return withTop(state, state.tops[state.page] + by);
  const plan = shownPlan(state);
  if (plan === null) return state;
  let row = rowOfCursor(state) + by;
  while (plan.noteAt(row) !== null) row += by;
  // Beyond the last line a note may go on, and one may stand above the first.
  if (row < 0 || row >= plan.rows) return withTop(state, state.tops.diff + by);
  return moveTo(state, lineBeside(state, row), Math.floor(visibleRows(state) / 3));
}

/** The row that the cursor is in. */
export function rowOfCursor(state: ReviewState): number {
  return shownPlan(state)?.rowOf(state.cursor) ?? 0;
}

/** The line of a row for the cursor: on its own side of the page where there is one. */
function lineBeside(state: ReviewState, row: number): number {
  const plan = shownPlan(state);
  if (plan === null) return 0;
  return lineOfRow(plan, clamp(row, 0, Math.max(0, plan.rows - 1)), state.side);
}

/** Turns a page; null when the end was on the screen already. */
export function movePage(state: ReviewState, by: 1 | -1): ReviewState | null {
  const step = by * Math.max(1, visibleRows(state) - overlap);
  const moved = withTop(state, state.tops[state.page] + step);
  if (moved.tops[state.page] === state.tops[state.page]) return null;
  if (state.page !== 'diff') return moved;
  const inView = clamp(rowOfCursor(state) + step, moved.tops.diff, moved.tops.diff + visibleRows(state) - 1);
  return clampScroll({ ...moved, cursor: lineBeside(state, inView) });
}

/** To the first or the last line. */
export function moveEnd(state: ReviewState, end: 'top' | 'bottom'): ReviewState {
  const last = Math.max(0, pageRows(state) - 1);
  const moved = withTop(state, end === 'top' ? 0 : last);
  return state.page === 'diff' ? { ...moved, cursor: lineBeside(state, end === 'top' ? 0 : last) } : moved;
}

/** Shows a line, with so many rows around it that its surroundings can be read. */
export function moveTo(state: ReviewState, line: number, around: number): ReviewState {
  const rows = visibleRows(state);
  const margin = clamp(around, 0, Math.floor((rows - 1) / 2));
  const target = clamp(line, 0, Math.max(0, pageLines(state) - 1));
  const row = (state.page === 'diff' ? shownPlan(state)?.rowOf(target) : undefined) ?? target;
  const top = clamp(state.tops[state.page], row - rows + 1 + margin, row - margin);
  return clampScroll({ ...withTop(state, top), cursor: state.page === 'diff' ? target : state.cursor });
}

/** To the next or previous hunk, which comes to the top; null when the file has no further one. */
export function moveHunk(state: ReviewState, by: 1 | -1): ReviewState | null {
  const hunks = shownPatch(state)?.hunks ?? [];
  const next = by === 1 ? hunks.find((hunk) => hunk > state.cursor) : hunks.findLast((hunk) => hunk < state.cursor);
  if (next === undefined) return null;
  return clampScroll({ ...withTop(state, shownPlan(state)?.rowOf(next) ?? next), cursor: next });
}

/** Shows another file from its beginning; a number beyond the ends is the file at that end. */
export function selectFile(state: ReviewState, wanted: number): ReviewState {
  const selected = Math.max(0, Math.min(wanted, state.files.length - 1));
  if (state.page === 'log' || wanted < 0 || selected === state.selected) return state;
  return { ...state, page: 'diff', selected, tops: { ...state.tops, diff: 0 }, cursor: 0, shift: 0, aim: null };
}

/** Scrolls sideways, as far as there could be something to see. */
export function moveSideways(state: ReviewState, by: 1 | -1): ReviewState {
  const lines = state.page === 'log' ? (shownLog(state)?.lines ?? []) : [];
  const longest = lines.reduce((most, line) => Math.max(most, line.length), shownPatch(state)?.longest ?? 0);
  return { ...state, shift: clamp(state.shift + by * shiftStep, 0, longest * widestCell) };
}

/** Scrolls so that this row is the first one. */
export function withTop(state: ReviewState, top: number): ReviewState {
  return clampScroll({ ...state, tops: { ...state.tops, [state.page]: top } });
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
