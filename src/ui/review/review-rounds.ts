import type { Result } from '../../wire/requests.ts';
import { timeOfDay } from '../text/duration.ts';
import type { PatchState, ReadMark, ReviewState } from './review-model.ts';
import { type RankedFile, rankFiles } from './risk.ts';

/** What the work is compared with: the target, or what the person decided about last. */
export type Against = NonNullable<RankedFile['against']>;

/** The judged work beside what the person saw of it before, as the daemon tells it. */
export type Compared = Result<'review/compare'>;

/** A mark with the name of what was read; null: that was not known yet. */
export interface LocalMark {
  readonly mark: ReadMark;
  readonly content: string | null;
}

/** The part of the state that is about rounds. */
export interface RoundsState {
  /** How far the comparison is; a sentence when it could not be had. */
  readonly compare: 'wanted' | 'loading' | 'loaded' | { readonly why: string };
  /** The newest comparison of this verdict; null before the first. */
  readonly compared: Compared | null;
  readonly against: Against;
  /** What a key, or reading so far, decided that it is compared with; null: the daemon's answer decides. */
  readonly wanted: Against | null;
  /** Marks set in this view; they count until the daemon has them, and as long as the change reads the same. */
  readonly marks: ReadonlyMap<string, LocalMark>;
}

export type RoundsAction =
  | { readonly type: 'compare-requested' }
  | { readonly type: 'compare-loaded'; readonly compared: Compared }
  | { readonly type: 'compare-failed'; readonly why: string }
  | { readonly type: 'toggle-against' };

/** What a verdict begins with. */
export const noRounds: Pick<RoundsState, 'compare' | 'compared'> = { compare: 'wanted', compared: null };

/** How far the person is with a file, by keys and by what was on the screen, now or earlier. */
export function markOf(state: ReviewState, path: string): ReadMark | null {
  const content = state.compared?.contents[path];
  const local = state.marks.get(path);
  if (local !== undefined && (local.content === null || content === undefined || local.content === content))
    return local.mark;
  const kept = state.session.marks[path];
  return kept !== undefined && kept.content === content ? kept.mark : null;
}

/** Whether the person has read the file, but not as it is now. */
export function wasRead(state: ReviewState, path: string): boolean {
  const content = state.compared?.contents[path];
  const kept = state.session.marks[path];
  return content !== undefined && kept !== undefined && kept.content !== content && kept.mark !== 'unread';
}

/** Marks that the daemon does not have yet. */
export function newMarks({
  marks,
  session,
  compared,
}: ReviewState): { path: string; mark: ReadMark; content: string }[] {
  return [...marks].flatMap(([path, { mark, content: seen }]) => {
    const content = seen ?? compared?.contents[path];
    const kept = session.marks[path];
    if (content === undefined || (kept?.mark === mark && kept.content === content)) return [];
    return [{ path, mark, content }];
  });
}

/** Whether the comparison is to be loaded: at first, and when there is a comment that it does not place. */
export function wantsCompare({ compare, compared, session, outdated }: ReviewState): boolean {
  if (outdated || compare === 'loading' || typeof compare === 'object') return false;
  if (compare === 'wanted') return true;
  const placed = new Set(compared?.comments.target.map(({ id }) => id));
  return session.comments.some(({ id }) => !placed.has(id));
}

/** What happens to the comparison. */
export function stepRounds(state: ReviewState, action: RoundsAction): ReviewState {
  switch (action.type) {
    case 'compare-requested':
      return { ...state, compare: 'loading' };
    case 'compare-failed':
      return { ...state, compare: { why: action.why } };
    case 'compare-loaded':
      return takeCompared(state, action.compared);
    case 'toggle-against': {
      if (state.compared?.since == null) return state;
      const against = state.against === 'target' ? 'reviewed' : 'target';
      return relist({ ...state, wanted: against }, against);
    }
  }
}

function takeCompared(state: ReviewState, compared: Compared): ReviewState {
  const { verdict } = state;
  const shown = verdict?.candidate === '' ? verdict.snapshot : verdict?.candidate;
  if (compared.to !== shown) return { ...state, compare: { why: 'the work was judged anew while you read' } };
  const isFirst = state.compared === null;
  const marks = new Map(state.marks);
  for (const [path, { mark, content }] of marks)
    if (content === null) marks.set(path, { mark, content: compared.contents[path] ?? null });
  const taken: ReviewState = { ...state, compare: 'loaded', compared, marks };
  // A list never changes under the eye of who reads in it.
  if (!isFirst || (state.page !== 'brief' && state.wanted === null)) return taken;
  const hasNews = (compared.since?.files.length ?? 0) > 0;
  const against = state.wanted ?? (hasNews ? 'reviewed' : 'target');
  return relist(taken, compared.since === null ? 'target' : against);
}

/** Lists the files of a comparison anew, the selected one kept where it is among them. */
function relist(state: ReviewState, against: Against): ReviewState {
  const path = state.files[state.selected]?.file.path;
  const files = listedFiles({ ...state, against });
  const selected = Math.max(
    0,
    files.findIndex(({ file }) => file.path === path),
  );
  const kept = new Map(files.map(({ file, against: of }) => [file.path, of]));
  const was = new Map(state.files.map(({ file, against: of }) => [file.path, of]));
  // Only what is compared with the same thing as before is still the same patch.
  const patches = new Map<string, PatchState>();
  for (const [name, patch] of state.patches)
    if (was.has(name) && was.get(name) === kept.get(name)) patches.set(name, patch);
  const isSame = path !== undefined && was.get(path) === kept.get(path);
  const tops = isSame ? state.tops : { ...state.tops, diff: 0 };
  const cursor = isSame ? state.cursor : 0;
  return { ...state, against, files, selected, patches, variants: new Map(), tops, cursor, finding: -1, aim: null };
}

/** The files in the order of reading, with what they are compared with. */
function listedFiles(state: ReviewState): readonly RankedFile[] {
  const { verdict, compared, against, session } = state;
  const since = compared?.since ?? null;
  const findings = verdict?.findings ?? [];
  const all = verdict?.files ?? [];
  const news = new Map(
    all.flatMap(({ path }): [string, string][] => (wasRead(state, path) ? [[path, 'changed since you read it']] : [])),
  );
  if (since === null) return rankFiles(all, findings, news);
  const round = `round ${since.round}`;
  for (const { path } of since.files)
    news.set(path, `${since.fresh.includes(path) ? 'new' : 'changed'} since ${round}`);
  if (against === 'target') return rankFiles(all, findings, news);
  // Who decided by a command may have read it anywhere: then nothing is known about reading.
  const isKnown = Object.keys(session.marks).length > 0;
  const mixed = new Map(
    since.mixed.map((path) => [path, 'cannot be separated from what the target brought: all of it']),
  );
  const listed = rankFiles(since.files, findings, new Map([...news, ...mixed])).map((ranked): RankedFile => {
    const { path, from } = ranked.file;
    if (mixed.has(path)) return ranked;
    const isRead = readBefore(state, { path, from }) || isMarked(markOf(state, path));
    const isWhole = isKnown && !since.fresh.includes(path) && !isRead;
    if (!isWhole || !all.some((file) => file.path === path)) return { ...ranked, against: 'reviewed' };
    const file = all.find((each) => each.path === path) ?? ranked.file;
    return { ...ranked, file, reasons: ['not read before: all of it', ...ranked.reasons] };
  });
  const changed = new Set(since.files.map(({ path }) => path));
  const left = isKnown ? all.filter(({ path }) => !changed.has(path) && !isMarked(markOf(state, path))) : [];
  const unread = rankFiles(left, findings, new Map(left.map(({ path }) => [path, 'unchanged, and not read before'])));
  return [...listed, ...unread];
}

/** Whether the person had read the file as it was when they decided about it; not known once it is read as it is now. */
function readBefore(
  { session, compared }: ReviewState,
  { path, from }: { path: string; from: string | undefined },
): boolean {
  const before = compared?.since?.before ?? {};
  return [path, ...(from === undefined ? [] : [from])].some((name) => {
    const kept = session.marks[name];
    return kept !== undefined && kept.mark !== 'unread' && kept.content === before[name];
  });
}

/** Whether a mark says that the file is read. */
export function isMarked(mark: ReadMark | null): boolean {
  return mark === 'seen' || mark === 'marked';
}

/** Which comparison is shown and since when, and the key for the other one; '' where there is only one. */
export function againstWords({ compared, against, target }: ReviewState): string {
  const since = compared?.since ?? null;
  if (since === null) return '';
  if (against === 'reviewed') return `since round ${since.round}, ${timeOfDay(since.at)}; a: all`;
  return `against ${target.name}; a: since round ${since.round}`;
}
