import { Fault } from '../core/fault.ts';
import { gitDate } from './plumbing/git-env.ts';
import { complaint, gitFault, plumb, plumbText } from './plumbing/plumb.ts';
import { readPerson } from './plumbing/read.ts';
import { readable, splitNul } from './plumbing/raw-path.ts';
import { itemRef, setRef } from './plumbing/refs.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What to merge onto what, and how the merged commit is written. */
export interface CandidateOrder {
  readonly root: string;
  readonly id: number;
  /** Commits. */
  readonly target: string;
  readonly snapshot: string;
  /** `squash`: one parent, the target; `merge`: the snapshot is the second. */
  readonly style: 'merge' | 'squash';
  readonly message: string;
  readonly author: Person;
  /** Milliseconds; the same order gives the same commit. */
  readonly atMs: number;
}

export type Candidate =
  | { readonly kind: 'clean'; readonly commit: string; readonly tree: string }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  /** The two have no commit in common. */
  | { readonly kind: 'unrelated' };

/** Merges without any checkout and keeps the result under the item's `cand` ref. */
export async function buildCandidate(order: CandidateOrder): Promise<Candidate> {
  const cwd = await commonDirOf(order.root);
  const flags = ['--write-tree', '--name-only', '--no-messages', '-z'];
  const call = { cwd, args: ['merge-tree', ...flags, order.target, order.snapshot] };
  const result = await plumb(call);
  if (result.exit !== 0 && result.exit !== 1) {
    if (complaint(result).includes('unrelated histories')) return { kind: 'unrelated' };
    throw gitFault(call, result);
  }
  const [tree, ...files] = splitNul(result.stdout);
  if (tree === undefined) throw gitFault(call, result);
  if (result.exit === 1) return { kind: 'conflict', files: [...new Set(files.map(readable))] };
  const commit = await commitTree(order, { cwd, tree });
  await setRef(cwd, itemRef(order.id, 'cand'), commit);
  return { kind: 'clean', commit, tree };
}

function commitTree(order: CandidateOrder, { cwd, tree }: { cwd: string; tree: string }): Promise<string> {
  const { name, email } = order.author;
  const date = gitDate(order.atMs);
  const parents = ['-p', order.target, ...(order.style === 'merge' ? ['-p', order.snapshot] : [])];
  return plumbText({
    cwd,
    args: ['commit-tree', tree, ...parents, '-F', '-'],
    input: `${order.message.replaceAll('\0', '').trim()}\n`,
    env: {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    },
  });
}

/** The person in whose name work lands. Throws Fault `repository` when git does not know. */
export async function landingAuthor(root: string): Promise<Person> {
  const person = await readPerson(root);
  if (person) return person;
  throw new Fault({
    code: 'repository',
    message: `git does not know who commits in ${root}`,
    hint: 'run `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`',
  });
}
