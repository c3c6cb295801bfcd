import { clashSentence, clashesIn } from '../../core/rules/clashes.ts';
import type { Evidence } from '../../core/model/round.ts';
import type { Comment } from '../../core/model/review-notes.ts';
import type { Session } from '../../core/model/session.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import type { Repo } from '../../core/model/world.ts';
import type { Patch } from './patch.ts';
import { type LookAction, type ReviewLook, firstLook } from './review-look.ts';
import type { PictureAction, PictureState } from './review-pictures.ts';
import { type Against, type RoundsAction, type RoundsState, noRounds } from './review-rounds.ts';
import { type RankedFile, rankFiles } from './risk.ts';

export type ReviewPage = 'brief' | 'diff' | 'log';

/** The patch of one file on its way. */
export type PatchState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly patch: Patch }
  | { readonly kind: 'failed'; readonly why: string };

/** What the log page can show: a check's log, a file that was handed in, the agent's own output. */
export type LogSource =
  | { readonly kind: 'check'; readonly name: string }
  | { readonly kind: 'evidence'; readonly file: Evidence }
  | { readonly kind: 'output' };

/** A log on its way. */
export type LogState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly lines: readonly string[]; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly why: string };

/** `seen`: its last line was on the screen. `marked`, `unread`: said so by key, which no scrolling overrules. */
export type ReadMark = 'seen' | 'marked' | 'unread';

/** A search on the page it was made on; on the diff in all files. */
export interface Search {
  readonly text: string;
  /** No match has come yet: the first one that is loaded is shown. A key of the person ends the wait. */
  readonly seeking: boolean;
  /** The page, file or log that `lines` belongs to. */
  readonly where: string;
  /** Lines with a match, ascending. */
  readonly lines: readonly number[];
  /** Which of them is shown; -1 when none is. */
  readonly at: number;
}

/** A comment that is being written. */
export type HalfTyped = Pick<Comment, 'id' | 'path' | 'side' | 'line' | 'quoted' | 'before' | 'after' | 'text'>;

/** Everything the review view shows and remembers about the one item in hand; plain data. */
export interface ReviewState extends RoundsState {
  /** As the daemon last told it. */
  readonly session: Session;
  /** The verdict that is being read; the session may have a newer one. */
  readonly verdict: Verdict | null;
  /** The branch it lands on, and where that is now. */
  readonly target: { readonly name: string; readonly commit: string | null };
  readonly scopePolicy: 'red' | 'note';
  /** Conflicts to come with others, a sentence each. */
  readonly clashes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly page: ReviewPage;
  /** The page that a log was opened from. */
  readonly back: 'brief' | 'diff';
  readonly focus: 'files' | 'diff';
  /** In the order of reading. */
  readonly files: readonly RankedFile[];
  /** Index into `files`. */
  readonly selected: number;
  /** First visible line of each page. */
  readonly tops: Readonly<Record<ReviewPage, number>>;
  /** The line of the diff that a comment would be about. */
  readonly cursor: number;
  /** The version that the cursor keeps to where both stand beside each other. */
  readonly side: 'left' | 'right';
  /** Columns that the diff or the log is scrolled to the right. */
  readonly shift: number;
  readonly patches: ReadonlyMap<string, PatchState>;
  readonly look: ReviewLook;
  /** Unchanged lines around the changes of a file, where a key asked for another number. */
  readonly contexts: ReadonlyMap<string, number>;
  /** Patches in another look than git's own, by `variantKey`. */
  readonly variants: ReadonlyMap<string, PatchState>;
  /** By `pictureKey`. */
  readonly pictures: ReadonlyMap<string, PictureState>;
  /** The commit that the first loaded patch led to; patches of another one are not mixed with it. */
  readonly commit: string | null;
  /** A patch of other work than this verdict's has arrived. */
  readonly outdated: boolean;
  /** Half-typed comments on it. */
  readonly drafts: readonly HalfTyped[];
  /** Which finding was jumped to last: an index into all of them in the order of reading; -1 before the first. */
  readonly finding: number;
  /** A line is wanted in the selected file as soon as its patch is there. */
  readonly aim: { readonly side: 'target' | 'candidate'; readonly line: number } | null;
  readonly logSources: readonly LogSource[];
  /** Index into `logSources`. */
  readonly log: number;
  /** By index of `logSources`. */
  readonly logs: ReadonlyMap<number, LogState>;
  readonly search: Search | null;
  /** Paths whose folding was changed by key: lock files begin folded, all others open. */
  readonly toggled: ReadonlySet<string>;
  /** The brief's long texts are shown whole. */
  readonly briefInFull: boolean;
  /** The area of the view, in cells. */
  readonly columns: number;
  readonly rows: number;
}

/** What can happen to the view. `*-loaded` bring what `wantedPatches` and `wantedLog` named. */
export type ReviewAction =
  | { readonly type: 'down' }
  | { readonly type: 'up' }
  | { readonly type: 'page-down' }
  | { readonly type: 'page-up' }
  | { readonly type: 'top' }
  | { readonly type: 'bottom' }
  | { readonly type: 'left' }
  | { readonly type: 'right' }
  | { readonly type: 'next-file' }
  | { readonly type: 'previous-file' }
  | { readonly type: 'select-file'; readonly path: string }
  | { readonly type: 'next-hunk' }
  | { readonly type: 'previous-hunk' }
  | { readonly type: 'toggle-page' }
  | { readonly type: 'show-page'; readonly page: ReviewPage }
  | { readonly type: 'toggle-focus' }
  | { readonly type: 'toggle-folded' }
  | { readonly type: 'mark-read' }
  | { readonly type: 'search'; readonly text: string }
  | { readonly type: 'search-next' }
  | { readonly type: 'search-previous' }
  | { readonly type: 'patch-requested'; readonly path: string }
  | {
      readonly type: 'patch-loaded';
      readonly path: string;
      /** What it was asked to be compared with; the target where nothing is said. */
      readonly against?: Against;
      readonly patch: string;
      readonly to: string;
    }
  | { readonly type: 'patch-failed'; readonly path: string; readonly why: string }
  | { readonly type: 'next-comment' }
  | { readonly type: 'next-finding' }
  | { readonly type: 'next-check' }
  | { readonly type: 'next-evidence' }
  | { readonly type: 'log-requested'; readonly source: LogSource }
  | { readonly type: 'log-loaded'; readonly source: LogSource; readonly text: string; readonly truncated: boolean }
  | { readonly type: 'log-failed'; readonly source: LogSource; readonly why: string }
  | {
      readonly type: 'session-changed';
      readonly session: Session;
      readonly target: string | null;
      readonly clashes: readonly string[];
    }
  | { readonly type: 'adopt-verdict' }
  | LookAction
  | PictureAction
  | RoundsAction
  | { readonly type: 'drafts-changed'; readonly drafts: readonly HalfTyped[] }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'tick'; readonly now: number };

/** What a review begins with. */
export interface ReviewStart {
  /** As the person left it. */
  readonly look?: ReviewLook;
  readonly drafts?: readonly HalfTyped[];
  readonly session: Session;
  readonly repo: Repo;
  readonly now: number;
  readonly columns: number;
  readonly rows: number;
}

/** The conflicts to come of an item, as the review says them. */
export function clashesInReview(repo: Repo, session: Session): readonly string[] {
  return clashesIn(repo.forecast, session).map((clash) => clashSentence(clash, repo.target));
}

/** The view of an item that was just taken in hand: the brief. */
export function openReview(start: ReviewStart): ReviewState {
  const { session, repo, now, columns, rows } = start;
  return {
    session,
    target: { name: repo.target, commit: repo.targetCommit },
    scopePolicy: repo.config?.scope_policy ?? 'red',
    clashes: clashesInReview(repo, session),
    now,
    page: 'brief',
    back: 'brief',
    focus: 'diff',
    tops: { brief: 0, diff: 0, log: 0 },
    cursor: 0,
    side: 'right',
    shift: 0,
    marks: new Map(),
    against: 'target',
    wanted: null,
    drafts: start.drafts ?? [],
    look: start.look ?? firstLook,
    contexts: new Map(),
    search: null,
    toggled: new Set(),
    briefInFull: false,
    columns,
    rows,
    ...contentOf(session),
  };
}

/** The part of the state that belongs to one verdict. */
export function contentOf(session: Session) {
  const { verdict } = session;
  const checks = (verdict?.checks ?? []).filter((check) => check.outcome !== 'skipped');
  const red = checks.filter((check) => check.outcome !== 'green');
  const ordered = [...red, ...checks.filter((check) => check.outcome === 'green')];
  const logSources: readonly LogSource[] = [
    ...ordered.map(({ name }) => ({ kind: 'check', name }) as const),
    ...session.evidence.map((file) => ({ kind: 'evidence', file }) as const),
    { kind: 'output' },
  ];
  return {
    verdict,
    files: rankFiles(verdict?.files ?? [], verdict?.findings ?? []),
    finding: -1,
    aim: null,
    selected: 0,
    patches: new Map<string, PatchState>(),
    variants: new Map<string, PatchState>(),
    pictures: new Map<string, PictureState>(),
    commit: null,
    outdated: false,
    ...noRounds,
    logSources,
    log: 0,
    logs: new Map<number, LogState>(),
  };
}
