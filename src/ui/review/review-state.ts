import { keepPlace } from './keep-place.ts';
import { parsePatch } from './patch.ts';
import { hasNewerVerdict, isFolded, isRead, pageRows, selectedFile, shownPatch } from './review-content.ts';
import { lineOfPatch, placedFindings } from './review-findings.ts';
import { stepLook } from './review-look-state.ts';
import { arePicturesThere, stepPictures } from './review-pictures.ts';
import {
  type LogSource,
  type LogState,
  type PatchState,
  type ReviewAction,
  type ReviewState,
  contentOf,
} from './review-model.ts';
import {
  clampScroll,
  moveEnd,
  moveHunk,
  moveLine,
  movePage,
  moveSideways,
  moveTo,
  selectFile,
  visibleRows,
} from './review-motion.ts';
import { refreshSearch, searchedPatches, settleSearch, startSearch, stepSearch, stopSeeking } from './review-search.ts';

export type { ReviewAction, ReviewState } from './review-model.ts';

/** What an action makes of the view. Pure; an action that is not possible now changes nothing. */
export function reviewReducer(state: ReviewState, action: ReviewAction): ReviewState {
  return markSeen(
    refreshSearch(clampScroll(keepPlace(state, step(isByItself(action) ? state : stopSeeking(state), action)))),
  );
}

/** What happens without the person: it does not end the wait for a first match. */
function isByItself({ type }: ReviewAction): boolean {
  return /^(?:patch|variant|log|image)-|^(?:session-changed|resize|tick)$/.test(type);
}

/** Paths whose patch the caller should load now: the selected file, the one after it, and those read under an earlier verdict. */
export function wantedPatches(state: ReviewState): string[] {
  if (state.outdated || hasNewerVerdict(state)) return [];
  const paths = state.files.map(({ file }) => file.path);
  const near = paths.slice(state.selected, state.selected + 2).filter((path) => !isFolded(state, path));
  const before = paths.filter((path) => state.earlier.has(path));
  const wanted = [...new Set([...near, ...before])].filter((path) => !state.patches.has(path));
  return [...wanted, ...searchedPatches(state, wanted)];
}

/** The log the caller should load now; null when there is none. */
export function wantedLog(state: ReviewState): LogSource | null {
  const source = state.logSources[state.log];
  if (state.page !== 'log' || source === undefined || state.logs.has(state.log)) return null;
  // What is no text is only named.
  return source.kind === 'evidence' && source.file.kind !== 'text' ? null : source;
}

function step(state: ReviewState, action: ReviewAction): ReviewState {
  const choosing = state.page === 'diff' && state.focus === 'files';
  switch (action.type) {
    case 'down':
      return choosing ? selectFile(state, state.selected + 1) : moveLine(state, 1);
    case 'up':
      return choosing ? selectFile(state, state.selected - 1) : moveLine(state, -1);
    case 'page-down':
      return movePage(state, 1) ?? turnFile(state, 1);
    case 'page-up':
      return movePage(state, -1) ?? turnFile(state, -1);
    case 'top':
      return choosing ? selectFile(state, 0) : moveEnd(state, 'top');
    case 'bottom':
      return choosing ? selectFile(state, state.files.length - 1) : moveEnd(state, 'bottom');
    case 'left':
      return state.page === 'brief' ? state : moveSideways(state, -1);
    case 'right':
      return state.page === 'brief' ? state : moveSideways(state, 1);
    case 'next-file':
      return state.page === 'brief' ? { ...state, page: 'diff' } : selectFile(state, state.selected + 1);
    case 'previous-file':
      return selectFile(state, state.selected - 1);
    case 'select-file':
      return selectFile(
        { ...state, page: 'diff' },
        state.files.findIndex(({ file }) => file.path === action.path),
      );
    case 'next-hunk':
      if (state.page === 'brief') return { ...state, page: 'diff' };
      return moveHunk(state, 1) ?? turnFile(state, 1);
    case 'previous-hunk':
      return moveHunk(state, -1) ?? turnFile(state, -1);
    case 'toggle-page':
      return showPage(state, state.page === 'log' ? state.back : state.page === 'brief' ? 'diff' : 'brief');
    case 'show-page':
      return showPage(state, action.page);
    case 'toggle-focus':
      return state.page === 'diff' ? { ...state, focus: state.focus === 'files' ? 'diff' : 'files' } : state;
    case 'toggle-folded':
      return toggleFolded(state);
    case 'mark-read':
      return toggleRead(state);
    case 'search':
      return startSearch(state, action.text);
    case 'search-next':
      return stepSearch(state, 1);
    case 'search-previous':
      return stepSearch(state, -1);
    case 'patch-requested':
      return withPatch(state, action.path, { kind: 'loading' });
    case 'patch-loaded':
      return settleSearch(takePatch(state, action));
    case 'patch-failed':
      return withPatch(state, action.path, { kind: 'failed', why: action.why });
    case 'next-check':
      if (state.page !== 'log') return showPage(state, 'log');
      return showLog(state, (state.log + 1) % Math.max(1, state.logSources.length));
    case 'next-evidence':
      return nextEvidence(state);
    case 'next-finding':
      return nextFinding(state);
    case 'log-requested':
      return withLog(state, action.source, { kind: 'loading' });
    case 'log-loaded': {
      const lines = action.text.replace(/\n$/, '').split('\n');
      const loaded = withLog(state, action.source, { kind: 'loaded', lines, truncated: action.truncated });
      return state.logSources[state.log] === action.source ? showLog(loaded, state.log) : loaded;
    }
    case 'log-failed':
      return withLog(state, action.source, { kind: 'failed', why: action.why });
    case 'session-changed':
      if (action.session.id !== state.session.id) return state;
      return withSession(state, action);
    case 'adopt-verdict':
      return adoptVerdict(state);
    case 'resize':
      return keepCursor({ ...state, columns: action.columns, rows: action.rows });
    case 'tick':
      return { ...state, now: action.now };
    case 'image-requested':
    case 'image-loaded':
    case 'image-failed':
      return stepPictures(state, action);
    default:
      return stepLook(state, action);
  }
}

type SessionChange = Extract<ReviewAction, { type: 'session-changed' }>;

/** The same work, judged on a target that moved, is read on in place; other work waits until the person takes it. */
function withSession(state: ReviewState, { session, target, clashes }: SessionChange): ReviewState {
  const told = { ...state, session, target: { ...state.target, commit: target }, clashes };
  const isSameWork = session.verdict?.snapshot === state.verdict?.snapshot && session.verdict?.kind !== 'unchanged';
  if (!isSameWork || !hasNewerVerdict(told)) return told;
  const { tops, cursor } = state;
  return { ...adoptVerdict(told), tops, cursor };
}

/** To the next finding, around the end: from the brief to the first one, from another file's to the first one of this file. */
function nextFinding(state: ReviewState): ReviewState {
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

/** Shows the line that is wanted, as soon as there is a patch to show it in. */
function showAim(state: ReviewState): ReviewState {
  const patch = shownPatch(state);
  if (state.aim === null || patch === null) return state;
  const line = lineOfPatch(patch, state.aim);
  const reached = { ...state, aim: null };
  return line === null ? reached : moveTo(reached, line, Math.floor(visibleRows(state) / 3));
}

/** The next file that was handed in; from elsewhere the first one. */
function nextEvidence(state: ReviewState): ReviewState {
  const handedIn = state.logSources.flatMap(({ kind }, index) => (kind === 'evidence' ? [index] : []));
  const next = state.page === 'log' ? handedIn.find((index) => index > state.log) : undefined;
  const wanted = next ?? handedIn[0];
  return wanted === undefined ? state : showLog(showPage(state, 'log'), wanted);
}

/** A log is read from its end, where it says what went wrong; what was handed in from its beginning. */
function showLog(state: ReviewState, log: number): ReviewState {
  const shown = { ...state, log, shift: 0 };
  return state.logSources[log]?.kind === 'evidence' ? { ...shown, tops: { ...state.tops, log: 0 } } : atLogEnd(shown);
}

/** Reading on beyond a file's end goes to the next one; backwards to the end of the one before. */
function turnFile(state: ReviewState, by: 1 | -1): ReviewState {
  if (state.page !== 'diff') return state;
  const turned = selectFile(state, state.selected + by);
  return by === 1 || turned === state ? turned : moveEnd(turned, 'bottom');
}

function showPage(state: ReviewState, page: ReviewState['page']): ReviewState {
  if (page === state.page) return state;
  if (page !== 'log') return { ...state, page, shift: 0 };
  return showLog({ ...state, page, back: state.page === 'diff' ? 'diff' : 'brief' }, state.log);
}

function atLogEnd(state: ReviewState): ReviewState {
  return { ...state, tops: { ...state.tops, log: Number.MAX_SAFE_INTEGER } };
}

function toggleFolded(state: ReviewState): ReviewState {
  if (state.page === 'brief') return { ...state, briefInFull: !state.briefInFull };
  const path = selectedFile(state)?.file.path;
  if (state.page !== 'diff' || path === undefined) return state;
  const toggled = new Set(state.toggled);
  if (!toggled.delete(path)) toggled.add(path);
  return { ...state, toggled };
}

function toggleRead(state: ReviewState): ReviewState {
  const path = selectedFile(state)?.file.path;
  if (state.page !== 'diff' || path === undefined) return state;
  return { ...state, marks: new Map(state.marks).set(path, isRead(state, path) ? 'unread' : 'marked') };
}

function takePatch(state: ReviewState, action: Extract<ReviewAction, { type: 'patch-loaded' }>): ReviewState {
  const { path, to } = action;
  if (state.commit !== null && state.commit !== to) {
    const why = 'the work was judged anew while you read: this file belongs to the newer verdict';
    return { ...withPatch(state, path, { kind: 'failed', why }), outdated: true };
  }
  const loaded = { ...withPatch(state, path, { kind: 'loaded', patch: parsePatch(action.patch) }), commit: to };
  if (!state.earlier.has(path)) return selectedFile(state)?.file.path === path ? showAim(loaded) : loaded;
  const earlier = new Map(state.earlier);
  const same = earlier.get(path) === comparable(action.patch);
  earlier.delete(path);
  return { ...loaded, earlier, marks: same ? new Map(state.marks).set(path, 'marked') : state.marks };
}

/** The ids of whole files differ when the other side of a merge moved; what a person reads does not. */
function comparable(patch: string): string {
  return patch.replaceAll(/^index .*$/gm, '');
}

function adoptVerdict(state: ReviewState): ReviewState {
  const earlier = new Map<string, string>();
  for (const [path, found] of state.patches) {
    if (found.kind === 'loaded' && isRead(state, path)) earlier.set(path, comparable(found.patch.text));
  }
  const path = selectedFile(state)?.file.path;
  const content = contentOf(state.session);
  const selected = Math.max(
    0,
    content.files.findIndex(({ file }) => file.path === path),
  );
  return { ...state, ...content, selected, earlier, marks: new Map(), tops: { brief: 0, diff: 0, log: 0 }, cursor: 0 };
}

function withPatch(state: ReviewState, path: string, found: PatchState): ReviewState {
  return { ...state, patches: new Map(state.patches).set(path, found) };
}

function withLog(state: ReviewState, source: LogSource, found: LogState): ReviewState {
  const index = state.logSources.indexOf(source);
  return index === -1 ? state : { ...state, logs: new Map(state.logs).set(index, found) };
}

function keepCursor(state: ReviewState): ReviewState {
  return state.page === 'diff' ? moveLine(state, 0) : state;
}

/** A file is read when its last line was on the screen; what was said by key stays. */
function markSeen(state: ReviewState): ReviewState {
  const path = selectedFile(state)?.file.path;
  if (state.page !== 'diff' || path === undefined || state.marks.has(path) || shownPatch(state) === null) return state;
  const rows = visibleRows(state);
  if (!arePicturesThere(state)) return state;
  if (rows === 0 || state.tops.diff + rows < pageRows(state)) return state;
  return { ...state, marks: new Map(state.marks).set(path, 'seen') };
}
