import { gitDate } from './git-env.ts';
import { plumb, plumbOk, plumbText } from './plumb.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A commit as it is stored, its message and names byte for byte (one character per byte). */
export interface CommitText {
  readonly tree: string;
  readonly parents: readonly string[];
  /** `Name <address> seconds zone`. */
  readonly author: string;
  readonly committer: string;
  /** Undefined: UTF-8. */
  readonly encoding: string | undefined;
  readonly message: string;
}

/** The same as read from a repository. */
export interface StoredCommit extends CommitText {
  readonly signed: boolean;
}

/** Reads commits, in the order asked for. */
export async function readCommits(cwd: string, ids: readonly string[]): Promise<StoredCommit[]> {
  const output = await plumbOk({ cwd, args: ['cat-file', '--batch'], input: [...ids, ''].join('\n') });
  const commits: StoredCommit[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    const head = output.subarray(at, end).toString('latin1');
    const [, type, size] = head.split(' ');
    if (type !== 'commit') throw new Error(`not a commit: ${head}`);
    const length = Number(size);
    commits.push(parse(output.subarray(end + 1, end + 1 + length).toString('latin1')));
    at = end + 1 + length + 1;
  }
  return commits;
}

function parse(text: string): StoredCommit {
  const gap = text.indexOf('\n\n');
  const lines = text.slice(0, gap === -1 ? undefined : gap).split('\n');
  const all = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  return {
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: all('author')[0] ?? '',
    committer: all('committer')[0] ?? '',
    encoding: all('encoding')[0],
    signed: lines.some((line) => /^gpgsig(?:-sha256)? /.test(line)),
    message: gap === -1 ? '' : text.slice(gap + 2),
  };
}

/** Stores a commit exactly so and gives its id; a signature that the original had is not part of it. */
export async function storeCommit(cwd: string, commit: CommitText): Promise<string> {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${commit.author}`,
    `committer ${commit.committer}`,
    ...(commit.encoding === undefined ? [] : [`encoding ${commit.encoding}`]),
  ];
  const input = Buffer.from(`${lines.join('\n')}\n\n${commit.message}`, 'latin1');
  return plumbText({ cwd, args: ['hash-object', '-t', 'commit', '-w', '--stdin'], input });
}

/** The line in which a commit names a person at a time (milliseconds). */
export function identityLine({ name, email }: Person, atMs: number): string {
  const line = `${clean(name)} <${clean(email)}> ${gitDate(atMs).slice(1)}`;
  return Buffer.from(line, 'utf8').toString('latin1');
}

/** Without what git itself drops from names: it would end the line or the address. */
function clean(text: string): string {
  return text.replaceAll(/[<>\n\0]/g, '').trim();
}

/** A message as git stores it. */
export function storedMessage(text: string): string {
  return Buffer.from(`${text.replaceAll('\0', '').trim()}\n`, 'utf8').toString('latin1');
}

/** Makes nothing but carries a tree, so that a merge can be asked for with any merge base. Never referenced. */
export async function carrierCommit(cwd: string, tree: string, parent?: string): Promise<string> {
  const nobody = 'Signalbox <signalbox@localhost> 1 +0000';
  const parents = parent === undefined ? [] : [parent];
  const commit = { tree, parents, author: nobody, committer: nobody, encoding: undefined, message: 'carrier\n' };
  return storeCommit(cwd, commit);
}

/** The best common ancestor of two commits, or undefined. */
export async function mergeBase(cwd: string, one: string, other: string): Promise<string | undefined> {
  const result = await plumb({ cwd, args: ['merge-base', one, other] });
  return result.exit === 0 ? result.stdout.toString('utf8').trim() : undefined;
}
