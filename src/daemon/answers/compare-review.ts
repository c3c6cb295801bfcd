import type { Session } from '../../core/model/session.ts';
import type { ChangedFile } from '../../core/model/verdict.ts';
import { type Placed, placeComment } from '../../core/rules/place-comments.ts';
import { changeContents } from '../../git/change-contents.ts';
import { changedFiles } from '../../git/diff.ts';
import { fileTexts } from '../../git/file-texts.ts';
import type { SinceReview } from '../../git/since-review.ts';
import type { Result } from '../../wire/requests.ts';
import type { SinceReviewed } from '../../wire/review-requests.ts';
import type { Crew } from '../crew.ts';
import { type Comparison, comparisonOf, sinceReviewed } from './compared.ts';
import { linesOf } from './lines-of.ts';

/** Answers `review/compare`: what of the judged work the person has seen, and where their comments belong in it. */
export async function compareReview(crew: Crew, session: Session): Promise<Result<'review/compare'>> {
  const whole = comparisonOf(crew, session);
  const contents = await changeContents(whole);
  const { reviewed, verdict } = session;
  const isSame = reviewed === null || (reviewed.round === session.round && reviewed.snapshot === verdict?.snapshot);
  const found = isSame ? null : await sinceReviewed(crew, session);
  const difference = typeof found === 'string' ? null : found;
  const since =
    difference === null || reviewed === null
      ? null
      : { round: reviewed.round, at: reviewed.at, ...(await seenBefore({ whole, contents, difference, reviewed })) };
  const files = await changedFiles(whole);
  const renamed = difference?.files ?? [];
  const target = await placeAll(session, { ...whole, files, renamed });
  const inReviewed = difference === null ? [] : await placeAll(session, { ...whole, ...difference, renamed });
  return {
    to: whole.to,
    contents,
    since,
    problem: typeof found === 'string' ? found : null,
    comments: { target, reviewed: inReviewed },
  };
}

interface Seen {
  readonly whole: Comparison;
  readonly contents: Readonly<Record<string, string>>;
  readonly difference: SinceReview;
  readonly reviewed: NonNullable<Session['reviewed']>;
}

async function seenBefore({
  whole,
  contents,
  difference,
  reviewed,
}: Seen): Promise<Omit<SinceReviewed, 'round' | 'at'>> {
  const then = await changeContents({ root: whole.root, from: reviewed.target, to: reviewed.candidate });
  // Where the two cannot be told apart, what reads the same is the same all the same.
  const isSame = (path: string): boolean => then[path] !== undefined && then[path] === contents[path];
  const mixed = difference.mixed.filter((path) => !isSame(path));
  const files = difference.files.filter((file) => !(difference.mixed.includes(file.path) && isSame(file.path)));
  const changed = new Set(files.map(({ path }) => path));
  const left = new Set(files.flatMap(({ from, status }) => (from === undefined || status === 'copied' ? [] : [from])));
  const paths = Object.keys(contents);
  const wasThere = (path: string): boolean =>
    then[path] !== undefined || files.some((file) => file.path === path && file.from !== undefined);
  const before: Record<string, string> = {};
  for (const path of [...changed, ...left]) if (then[path] !== undefined) before[path] = then[path];
  return {
    files,
    mixed,
    fresh: paths.filter((path) => changed.has(path) && !wasThere(path)),
    reverted: Object.keys(then).filter((path) => contents[path] === undefined && changed.has(path) && !left.has(path)),
    same: paths.filter((path) => !changed.has(path)).length,
    before,
  };
}

interface Placing extends Comparison {
  readonly files: readonly ChangedFile[];
  /** Files that the agent renamed since. */
  readonly renamed: readonly ChangedFile[];
}

/** Where each comment belongs in a comparison. */
async function placeAll({ comments }: Session, placing: Placing): Promise<Placed[]> {
  if (comments.length === 0) return [];
  const { root, from, to, files } = placing;
  const found = comments.map((comment) => ({ comment, ...fileNow(comment.path, placing) }));
  const old = await fileTexts({ root, commit: from, paths: found.map(({ oldPath }) => oldPath) });
  const now = await fileTexts({ root, commit: to, paths: found.map(({ path }) => path) });
  return found.map(({ comment, path, oldPath }) => {
    const file = { path, old: linesOf(old.get(oldPath)), new: linesOf(now.get(path)) };
    const isThere = file.old !== null || file.new !== null || files.some((each) => each.path === path);
    return placeComment(comment, isThere ? file : null);
  });
}

/** What a file is called now that had this path when it was commented on. */
function fileNow(path: string, { files, renamed }: Placing): { path: string; oldPath: string } {
  const direct = named(files, path);
  if (direct !== undefined && direct.status !== 'deleted')
    return { path: direct.path, oldPath: direct.from ?? direct.path };
  const since = named(renamed, path);
  const later = since === undefined ? undefined : named(files, since.path);
  if (later !== undefined) return { path: later.path, oldPath: later.from ?? later.path };
  return { path, oldPath: path };
}

function named(among: readonly ChangedFile[], wanted: string): ChangedFile | undefined {
  return (
    among.find((file) => file.path === wanted) ??
    among.find((file) => file.from === wanted && file.status === 'renamed')
  );
}
