import { findLines } from './find-text.ts';
import { isFolded, lineText, pageLines, patchOf, selectedFile, shownLog } from './review-content.ts';
import type { ReviewState } from './review-model.ts';
import { moveTo, selectFile } from './review-motion.ts';
import type { Patch } from './patch.ts';

/** Patches that are fetched at a time for a search in all files: each one costs the daemon two processes. */
const fetchedAtOnce = 6;

/** How many matches there are, and where among them the shown one is. */
export interface SearchCount {
  /** 1-based; null when no match is shown. */
  readonly at: number | null;
  readonly of: number;
  /** Files with a match. */
  readonly files: number;
  /** Files whose patch is still to come, and folded ones, which are not searched. */
  readonly toCome: number;
  readonly folded: number;
}

/** Searches the present page, on the diff all files, and shows the first match from here on; an empty text ends the search. */
export function startSearch(state: ReviewState, text: string): ReviewState {
  if (text === '') return { ...state, search: null };
  const searched = refreshSearch({ ...state, search: { text, where: '', lines: [], at: -1, seeking: true } });
  const lines = searched.search?.lines ?? [];
  const here = state.page === 'diff' ? state.cursor : state.tops[state.page];
  const first = lines.findIndex((line) => line >= here);
  if (first !== -1) return jump(searched, first);
  if (state.page === 'diff') return jumpToFile(searched, 1);
  return jump(searched, lines.length === 0 ? -1 : 0);
}

/** Shows the next or the previous match, around the ends; on the diff file by file. */
export function stepSearch(state: ReviewState, by: 1 | -1): ReviewState {
  const { search } = state;
  if (search === null) return state;
  const { lines } = search;
  if (state.page !== 'diff') {
    if (lines.length === 0) return state;
    if (search.at === -1) return jump(state, by === 1 ? 0 : lines.length - 1);
    return jump(state, (search.at + by + lines.length) % lines.length);
  }
  const next =
    by === 1 ? lines.findIndex((line) => line > state.cursor) : lines.findLastIndex((line) => line < state.cursor);
  return next === -1 ? jumpToFile(state, by) : jump(state, next);
}

/** The matches on the present page, looked for again when it shows something else than before. */
export function refreshSearch(state: ReviewState): ReviewState {
  const { search } = state;
  if (search === null) return state;
  if (state.page === 'diff') return refreshDiff(state);
  const where = placeOf(state);
  if (search.where === where) return state;
  const lines = findLines(search.text, pageLines(state), lineText(state));
  return { ...state, search: { ...search, where, lines, at: -1 } };
}

/** Patches that the caller should load for a search in all files, beside those it loads anyway. */
export function searchedPatches(state: ReviewState, wanted: readonly string[]): readonly string[] {
  if (state.search === null || state.page !== 'diff') return [];
  let room = fetchedAtOnce - wanted.length;
  for (const found of state.patches.values()) if (found.kind === 'loading') room -= 1;
  if (room <= 0) return [];
  const paths = state.files.map(({ file }) => file.path);
  return paths
    .filter((path) => !state.patches.has(path) && !wanted.includes(path) && !isFolded(state, path))
    .slice(0, room);
}

/** What is found where; null when nothing is searched for. */
export function countSearch(state: ReviewState): SearchCount | null {
  const { search } = state;
  if (search === null) return null;
  const at = search.at === -1 ? null : search.at + 1;
  if (state.page !== 'diff') return { at, of: search.lines.length, files: 1, toCome: 0, folded: 0 };
  let [before, of, files, toCome, folded] = [0, 0, 0, 0, 0];
  state.files.forEach(({ file: { path } }, index) => {
    if (isFolded(state, path)) folded += 1;
    else if (state.patches.get(path)?.kind !== 'failed' && patchOf(state, path) === null) toCome += 1;
    const { length } = matchesIn(state, index);
    if (index < state.selected) before += length;
    if (length > 0) files += 1;
    of += length;
  });
  return { at: at === null ? null : before + at, of, files, toCome, folded };
}

/** On the diff the shown match is where the cursor is; the first match that comes in is shown as long as none was. */
function refreshDiff(state: ReviewState): ReviewState {
  const { search } = state;
  if (search === null) return state;
  const lines = matchesIn(state, state.selected);
  const where = placeOf(state);
  const at = lines.indexOf(state.cursor);
  const fresh = search.where === where && search.lines === lines && search.at === at;
  return fresh ? state : { ...state, search: { ...search, where, lines, at } };
}

/** Shows the first match that has come in, as long as none was there to show. */
export function settleSearch(state: ReviewState): ReviewState {
  if (state.search?.seeking !== true || state.page !== 'diff') return state;
  return startSearch(state, state.search.text);
}

/** The person went on: a match that comes later no longer takes them away from where they are. */
export function stopSeeking(state: ReviewState): ReviewState {
  return state.search?.seeking === true ? { ...state, search: { ...state.search, seeking: false } } : state;
}

const known = new WeakMap<Patch, { readonly text: string; readonly lines: readonly number[] }>();
const nothing: readonly number[] = [];

/** The lines of a file in which the text is found, as far as its patch is there. */
function matchesIn(state: ReviewState, index: number): readonly number[] {
  const text = state.search?.text ?? '';
  const path = state.files[index]?.file.path;
  const patch = path === undefined ? null : patchOf(state, path);
  if (patch === null) return nothing;
  const found = known.get(patch);
  if (found?.text === text) return found.lines;
  const lines = findLines(text, patch.count, (line) => patch.text.slice(patch.starts[line], patch.ends[line]));
  known.set(patch, { text, lines });
  return lines;
}

/** The first match (backwards the last one) in the next file that has one, around the ends; in this one when it is the only. */
function jumpToFile(state: ReviewState, by: 1 | -1): ReviewState {
  const count = state.files.length;
  for (let step = 1; step <= count; step++) {
    const file = (((state.selected + by * step) % count) + count) % count;
    const lines = matchesIn(state, file);
    if (lines.length > 0) return jump(refreshSearch(selectFile(state, file)), by === 1 ? 0 : lines.length - 1);
  }
  return state;
}

function placeOf(state: ReviewState): string {
  switch (state.page) {
    case 'brief':
      return `brief ${state.columns} ${state.briefInFull}`;
    case 'diff':
      return `diff ${selectedFile(state)?.file.path}`;
    case 'log':
      return `log ${shownLog(state) !== null} ${state.log}`;
  }
}

function jump(state: ReviewState, at: number): ReviewState {
  const { search } = state;
  const line = search?.lines[at];
  if (search === null || line === undefined) return state;
  return moveTo({ ...state, search: { ...search, at, seeking: false } }, line, 5);
}
