import type { Task } from '../../core/model/task.ts';
import { type Repo, sessionsOf } from '../../core/model/world.ts';
import { lintTask } from '../../core/rules/lint-task.ts';
import { outsideScope } from '../../gate/scope.ts';
import { readable } from '../../git/plumbing/raw-path.ts';
import { pathsOf } from '../../git/tree-changes.ts';
import type { Crew } from '../crew.ts';

type Changed = Parameters<typeof outsideScope>[0];

/** Files of targets, of the last few commits: a form that is being written asks again and again. */
const known = new Map<string, Changed>();
const mostKnown = 4;

/** Globs that match no file of the repository's target, by the rule that the gate goes by. */
export async function unmatchedGlobs(repo: Repo, scope: readonly string[]): Promise<string[]> {
  if (scope.length === 0 || repo.targetCommit === null) return [];
  const files = await filesOf(repo.root, repo.targetCommit);
  return scope.filter((glob) => outsideScope(files, [glob]).length === files.length && glob.trim() !== '');
}

/** What a task lacks or runs into, a sentence each. `self`: the number it has already. */
export async function lintSentences(
  { ledger }: Pick<Crew, 'ledger'>,
  { repo, task, self }: { repo: Repo; task: Task; self?: number },
): Promise<string[]> {
  const unmatched = await unmatchedGlobs(repo, task.scope);
  const sessions = sessionsOf(ledger.world).filter((session) => session.repo === repo.id);
  const checks = repo.config?.checks.length ?? 0;
  const place = { sessions, checks, unmatched, ...(self === undefined ? {} : { self }) };
  return lintTask(task, place).map(({ text }) => text);
}

async function filesOf(root: string, commit: string): Promise<Changed> {
  const key = `${root} ${commit}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const paths = await pathsOf(root, commit);
  const files = paths.map((path) => ({ path: readable(path), status: 'modified' as const, added: 0, removed: 0 }));
  known.set(key, files);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  return files;
}
