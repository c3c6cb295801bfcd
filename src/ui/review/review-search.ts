import { findLines } from './find-text.ts';
import { lineText, pageLines, selectedFile, shownLog, shownPatch } from './review-content.ts';
import type { ReviewState } from './review-model.ts';
import { moveTo } from './review-motion.ts';

/** Searches the present page and shows the first match from here on; an empty text ends the search. */
export function startSearch(state: ReviewState, text: string): ReviewState {
  if (text === '') return { ...state, search: null };
  const searched = refreshSearch({ ...state, search: { text, where: '', lines: [], at: -1 } });
  const lines = searched.search?.lines ?? [];
  const here = state.page === 'diff' ? state.cursor : state.tops[state.page];
  const first = lines.findIndex((line) => line >= here);
  return jump(searched, lines.length === 0 ? -1 : Math.max(0, first));
}

/** Shows the next or the previous match, around the ends. */
export function stepSearch(state: ReviewState, by: 1 | -1): ReviewState {
  const search = state.search;
  if (search === null || search.lines.length === 0) return state;
  if (search.at === -1) return jump(state, by === 1 ? 0 : search.lines.length - 1);
  return jump(state, (search.at + by + search.lines.length) % search.lines.length);
}

/** The matches on the present page, looked for again when it shows something else than before. */
export function refreshSearch(state: ReviewState): ReviewState {
  const search = state.search;
  if (search === null) return state;
  const where = placeOf(state);
  if (search.where === where) return state;
  const lines = findLines(search.text, pageLines(state), lineText(state));
  return { ...state, search: { text: search.text, where, lines, at: -1 } };
}

function placeOf(state: ReviewState): string {
  switch (state.page) {
    case 'brief':
      return `brief ${state.columns} ${state.briefInFull}`;
    case 'diff':
      return `diff ${shownPatch(state) !== null} ${selectedFile(state)?.file.path}`;
    case 'log':
      return `log ${shownLog(state) !== null} ${state.log}`;
  }
}

function jump(state: ReviewState, at: number): ReviewState {
  const { search } = state;
  const line = search?.lines[at];
  if (search === null || line === undefined) return state;
  return moveTo({ ...state, search: { ...search, at } }, line, 5);
}
