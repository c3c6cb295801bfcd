import { keepPlace } from './keep-place.ts';
import { parsePatch } from './patch.ts';
import { hasNewerVerdict, isFolded, isRead, selectedFile, shownPatch } from './review-content.ts';
import { pageRows } from './shown-plan.ts';
import { nextComment, nextFinding, showAim } from './review-jumps.ts';
import { stepLook } from './review-look-state.ts';
import { arePicturesThere, stepPictures } from './review-pictures.ts';
import {
  type LogSource,
  type LogState,
  type PatchState,
  type ReadMark,
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
  selectFile,
  visibleRows,
} from './review-motion.ts';
import { markOf, stepRounds } from './review-rounds.ts';
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
  return /^(?:patch|variant|log|image|compare)-|^(?:session-changed|drafts-changed|resize|tick)$/.test(type);
}

/** Paths whose patch the caller should load now: the selected file, the one after it, and those of a search. */
export function wantedPatches(state: ReviewState): string[] {
  if (state.outdated || hasNewerVerdict(state)) return [];
  const paths = state.files.map(({ file }) => file.path);
  const near = paths.slice(state.selected, state.selected + 2).filter((path) => !isFolded(state, path));
  const wanted = near.filter((path) => !state.patches.has(path));
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
    case 'next-comment':
      return nextComment(state);
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
    case 'compare-requested':
    case 'compare-loaded':
    case 'compare-failed':
    case 'toggle-against':
      return stepRounds(state, action);
    case 'drafts-changed':
      return { ...state, drafts: action.drafts };
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
  const { tops, cursor, files, selected, against } = state;
  const adopted = { ...adoptVerdict(told), tops, cursor };
  // The list stays as it is until the comparison with the new target is there.
  return state.compared === null ? adopted : { ...adopted, files, selected, against };
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
  return withMark(state, path, isRead(state, path) ? 'unread' : 'marked');
}

function takePatch(state: ReviewState, action: Extract<ReviewAction, { type: 'patch-loaded' }>): ReviewState {
  const { path, to, against = 'target' } = action;
  const file = state.files.find((each) => each.file.path === path);
  // Asked for before the list changed: it is compared with something else.
  if (file !== undefined && (file.against ?? 'target') !== against) return state;
  if (state.commit !== null && state.commit !== to) {
    const why = 'the work was judged anew while you read: this file belongs to the newer verdict';
    return { ...withPatch(state, path, { kind: 'failed', why }), outdated: true };
  }
  const loaded = { ...withPatch(state, path, { kind: 'loaded', patch: parsePatch(action.patch) }), commit: to };
  return selectedFile(state)?.file.path === path ? showAim(loaded) : loaded;
}

function adoptVerdict(state: ReviewState): ReviewState {
  const path = selectedFile(state)?.file.path;
  const content = contentOf(state.session);
  const selected = Math.max(
    0,
    content.files.findIndex(({ file }) => file.path === path),
  );
  // What was read without knowing what it was may be other work now.
  const marks = new Map([...state.marks].filter(([, { content: name }]) => name !== null));
  const wanted = state.compared === null ? state.wanted : state.against;
  return {
    ...state,
    ...content,
    against: 'target',
    wanted,
    selected,
    marks,
    tops: { brief: 0, diff: 0, log: 0 },
    cursor: 0,
  };
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
  if (state.page !== 'diff' || path === undefined || markOf(state, path) !== null || shownPatch(state) === null)
    return state;
  const rows = visibleRows(state);
  if (!arePicturesThere(state)) return state;
  if (rows === 0 || state.tops.diff + rows < pageRows(state)) return state;
  return withMark(state, path, 'seen');
}

function withMark(state: ReviewState, path: string, mark: ReadMark): ReviewState {
  const content = state.compared?.contents[path] ?? null;
  return { ...state, marks: new Map(state.marks).set(path, { mark, content }) };
}
