import { commentAfter } from './review-comments.ts';
import { shownPatch } from './review-content.ts';
import { lineOfPatch, placedFindings } from './review-findings.ts';
import type { ReviewState } from './review-model.ts';
import { moveTo, selectFile, visibleRows } from './review-motion.ts';

/** To the next finding, around the end: from the brief to the first one, from another file's to the first one of this file. */
export function nextFinding(state: ReviewState): ReviewState {
  const all = placedFindings(state);
  const last = all[state.finding];
  const inFile = state.page === 'diff' ? all.findIndex(({ file }) => file === state.selected) : -1;
  const goesOn = state.page === 'diff' && last?.file === state.selected;
  const at = goesOn ? (state.finding + 1) % all.length : Math.max(0, inFile);
  const next = all[at];
  if (next === undefined) return state;
  const { side, line } = next.finding;
  const there = selectFile({ ...state, page: 'diff', focus: 'diff' }, next.file);
  return showAim({ ...there, finding: at, aim: line === null ? null : { side, line } });
}

/** To the next comment of the listed files, around the end. */
export function nextComment(state: ReviewState): ReviewState {
  const next = commentAfter(state);
  if (next === null) return state;
  const { side, line } = next.placed;
  const there = selectFile({ ...state, page: 'diff', focus: 'diff' }, next.file);
  if (line === null) return { ...there, cursor: 0, tops: { ...there.tops, diff: 0 } };
  return showAim({ ...there, aim: { side: side === 'old' ? 'target' : 'candidate', line } });
}

/** Shows the line that is wanted, as soon as there is a patch to show it in. */
export function showAim(state: ReviewState): ReviewState {
  const patch = shownPatch(state);
  if (state.aim === null || patch === null) return state;
  const line = lineOfPatch(patch, state.aim);
  const reached = { ...state, aim: null };
  return line === null ? reached : moveTo(reached, line, Math.floor(visibleRows(state) / 3));
}
