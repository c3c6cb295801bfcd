import { gitFault, plumb } from '../plumbing/plumb.ts';
import { type RawPath, readable, splitNul } from '../plumbing/raw-path.ts';

/** What comes of merging two commits without a checkout. */
export interface Merged {
  readonly tree: string;
  /** The files in conflict; null: the merge is clean. */
  readonly conflict: readonly string[] | null;
}

/** Commits to merge, in one place. */
export interface Merges {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly lines: readonly (readonly [ours: string, theirs: string])[];
  readonly signal?: AbortSignal | undefined;
}

const flags = ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z'];
/** How git ends over an option that it does not know. */
const unknownOption = 129;

/** Merges all of them in one process; git 2.38, which cannot do that, gets one for each. */
export async function mergeLines({ cwd, env, lines, signal }: Merges): Promise<Merged[]> {
  if (lines.length === 0) return [];
  // Everything is written before anything is read: git before 2.49 may hang in a conversation.
  const input = lines.map((line) => `${line.join(' ')}\n`).join('');
  const call = { cwd, env, signal, args: [...flags, '--stdin'], input };
  const result = await plumb(call);
  if (result.exit === unknownOption) return mergeEach({ cwd, env, lines, signal });
  if (result.exit !== 0) throw gitFault(call, result);
  const merged = parse(splitNul(result.stdout));
  if (merged.length !== lines.length) throw gitFault(call, result);
  return merged;
}

/** Each record: whether it is clean, its tree, the files in conflict, an empty field. */
function parse(fields: readonly RawPath[]): Merged[] {
  const merged: Merged[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const clean = fields[at] === '1';
    const tree = fields[(at += 1)] ?? '';
    const files: RawPath[] = [];
    for (let field = fields[(at += 1)]; field !== undefined && field !== ''; field = fields[(at += 1)])
      files.push(field);
    merged.push({ tree, conflict: clean ? null : named(files) });
  }
  return merged;
}

async function mergeEach({ cwd, env, lines, signal }: Merges): Promise<Merged[]> {
  const merged: Merged[] = [];
  for (const line of lines) {
    const call = { cwd, env, signal, args: [...flags, ...line] };
    const result = await plumb(call);
    if (result.exit !== 0 && result.exit !== 1) throw gitFault(call, result);
    const [tree = '', ...files] = splitNul(result.stdout);
    merged.push({ tree, conflict: result.exit === 0 ? null : named(files) });
  }
  return merged;
}

/** Where a file and a folder want the same name, git adds `~` and the side to the file's. */
function named(files: readonly RawPath[]): string[] {
  const names = files.map((file) => readable(file).replace(/~[0-9a-f]{40,64}(?:_\d+)?$/, ''));
  return [...new Set(names)];
}
