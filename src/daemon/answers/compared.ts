import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import type { ChangedFile } from '../../core/model/verdict.ts';
import { changedFiles, fileDiff } from '../../git/diff.ts';
import { type SinceReview, sinceReview } from '../../git/since-review.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Crew } from '../crew.ts';

/** The two commits that a look at a session's work compares. */
export interface Comparison {
  readonly root: string;
  readonly from: string;
  readonly to: string;
}

/** What a diff of this session compares: the judged work with its target. @throws Fault 'refused' without any */
export function comparisonOf(crew: Crew, session: Session): Comparison {
  const root = crew.ledger.world.repos[session.repo]?.root;
  const { verdict } = session;
  if (root === undefined || verdict === null || verdict.snapshot === '') {
    throw new Fault({
      code: 'refused',
      message: `#${session.id} has handed in nothing yet`,
      hint: `look into its worktree: ${session.worktree?.path ?? 'it has none yet'}`,
    });
  }
  // On a conflict there is no merged result: then the work is shown against where it started.
  if (verdict.candidate === '') return { root, from: session.worktree?.base ?? verdict.target, to: verdict.snapshot };
  return { root, from: verdict.target, to: verdict.candidate };
}

/** What the agent changed since the person decided last, or the sentence that says why that cannot be told. */
export async function sinceReviewed(crew: Crew, session: Session): Promise<SinceReview | string> {
  const { reviewed, verdict } = session;
  const { root } = comparisonOf(crew, session);
  if (reviewed === null || verdict === null) return `nobody has decided about #${session.id} yet`;
  if (reviewed.candidate === '' || verdict.candidate === '')
    return 'it conflicts with the target: only what it changes since its start can be shown';
  const since = await sinceReview({ root, reviewed, now: verdict });
  return since ?? `what was decided about in round ${reviewed.round} is no longer in the repository`;
}

/** Longest patch in one answer, characters: nobody reads more, and one line of the protocol holds it. */
const longestPatch = 24 * 1024 * 1024;

/** Answers `session/diff`. */
export async function showDiff(
  crew: Crew,
  { session: id, path, since = 'target', context, ignoreWhitespace }: Params<'session/diff'>,
): Promise<Result<'session/diff'>> {
  const session = crew.ledger.session(id);
  const whole = comparisonOf(crew, session);
  const { from, to, files, mixed } = since === 'target' ? await againstTarget(whole) : await told(crew, session);
  const wanted = path === null ? files : files.filter((file) => file.path === path);
  if (path !== null && wanted.length === 0) {
    throw new Fault({
      code: 'not-found',
      message: `#${id} does not change ${path}${since === 'reviewed' ? ' since it was reviewed' : ''}`,
      hint: 'signalbox diff without a path shows all',
    });
  }
  const { root } = whole;
  let patch = '';
  for (const file of wanted) {
    const base = mixed.includes(file.path) ? whole.from : from;
    const { path: changed, from: oldPath } = file;
    patch += await fileDiff({ root, from: base, to, path: changed, oldPath, context, ignoreWhitespace });
  }
  if (patch.length > longestPatch) {
    const message = `this diff of #${id} has ${Math.round(patch.length / 2 ** 20)} MB`;
    throw new Fault({ code: 'refused', message, hint: 'ask for one file, and for fewer lines around its changes' });
  }
  return { from, to, files: [...files], mixed: [...mixed], patch };
}

async function againstTarget({ root, from, to }: Comparison): Promise<SinceReview & { files: readonly ChangedFile[] }> {
  return { from, to, files: await changedFiles({ root, from, to }), mixed: [] };
}

async function told(crew: Crew, session: Session): Promise<SinceReview> {
  const since = await sinceReviewed(crew, session);
  if (typeof since !== 'string') return since;
  throw new Fault({ code: 'refused', message: since, hint: `signalbox diff ${session.id} shows all of it` });
}
