import type { ChangedFile } from '../core/model/verdict.ts';
import { holdText } from './plumbing/binary.ts';
import { plumbOk } from './plumbing/plumb.ts';
import { type RawPath, pathspec, rawPath, readable, splitNul } from './plumbing/raw-path.ts';
import { type Blob, readBlobs } from './read-blobs.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

const immune = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=none'];
const renames = ['-M', '-l1000'];

const statusWords: Record<string, ChangedFile['status']> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type-changed',
};

interface RawChange {
  readonly path: RawPath;
  readonly from?: RawPath;
  readonly status: ChangedFile['status'];
  readonly ids: readonly [string, string];
}

type Counts = { readonly added: number | null; readonly removed: number | null };

/** The files in which two commits differ, renames recognised. No attribute of a session can hide a text file's lines. */
export async function changedFiles(order: { root: string; from: string; to: string }): Promise<ChangedFile[]> {
  const cwd = await commonDirOf(order.root);
  const base = ['diff-tree', '-r', '-z', '--raw', '--numstat', ...renames, ...immune];
  const { changes, counts } = parse(splitNul(await plumbOk({ cwd, args: [...base, order.from, order.to] })));
  const hidden = changes.filter((change) => counts.get(change.path)?.added === null);
  // An attribute calls them binary and they are not: count their lines all the same.
  for (const change of await holdText(cwd, hidden)) counts.set(change.path, await countPatch(order, change));
  return changes.map((change) => ({
    path: readable(change.path),
    ...(change.from === undefined ? {} : { from: readable(change.from) }),
    status: change.status,
    ...(counts.get(change.path) ?? { added: 0, removed: 0 }),
  }));
}

async function countPatch(commits: { root: string; from: string; to: string }, change: RawChange): Promise<Counts> {
  const oldPath = change.from && readable(change.from);
  const patch = await fileDiff({ ...commits, path: readable(change.path), oldPath });
  const lines = patch.slice(patch.indexOf('\n@@ ') + 1).split('\n');
  const starting = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { added: starting('+'), removed: starting('-') };
}

function parse(fields: readonly RawPath[]): { changes: RawChange[]; counts: Map<RawPath, Counts> } {
  const changes: RawChange[] = [];
  const counts = new Map<RawPath, Counts>();
  let at = 0;
  const next = (): RawPath => {
    const field = fields[at];
    if (field === undefined) throw new Error('git diff-tree ended in the middle of a record');
    at += 1;
    return field;
  };
  while (at < fields.length) {
    const record = next();
    if (record.startsWith(':')) {
      const [, , oldId = '', newId = '', letter = ''] = record.split(' ');
      const status = statusWords[letter.charAt(0)] ?? 'modified';
      const from = status === 'renamed' || status === 'copied' ? { from: next() } : {};
      changes.push({ path: next(), ...from, status, ids: [oldId, newId] });
    } else {
      const [added = '', removed = '', ...rest] = record.split('\t');
      // A rename's numbers are followed by its two paths as fields of their own.
      const inline = rest.join('\t');
      if (inline === '') next();
      const path = inline === '' ? next() : rawPath(inline);
      counts.set(path, { added: count(added), removed: count(removed) });
    }
  }
  return { changes, counts };
}

function count(text: string): number | null {
  return text === '-' ? null : Number.parseInt(text, 10);
}

/** One file of a comparison of two commits. */
export interface FileDiffOrder {
  readonly root: string;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** Before a rename. */
  readonly oldPath?: string | undefined;
  /** Unchanged lines around each change; 3 when not given. */
  readonly context?: number | undefined;
  /** A change in blanks alone is none. */
  readonly ignoreWhitespace?: boolean | undefined;
}

const plainPatch = ['--no-color', '--src-prefix=a/', '--dst-prefix=b/', '--diff-algorithm=histogram'];

const patchFlags = ['-r', '-p', '--full-index', '--text', ...renames, ...immune, ...plainPatch];
const patchCommand = ['-c', 'diff.suppressBlankEmpty=false', 'diff-tree', ...patchFlags];

/** The patches of all files in the order of `changedFiles`, bytes as characters; of binary ones their bytes. */
export async function wholeDiff(order: { root: string; from: string; to: string }): Promise<string> {
  const cwd = await commonDirOf(order.root);
  return (await plumbOk({ cwd, args: [...patchCommand, '-U3', order.from, order.to] })).toString('latin1');
}

/** The unified patch of one file; of a binary one its header and a line that says so. */
export async function fileDiff(order: FileDiffOrder): Promise<string> {
  const cwd = await commonDirOf(order.root);
  const paths = [order.path, ...(order.oldPath === undefined ? [] : [order.oldPath])].map(pathspec);
  const wanted = [`-U${order.context ?? 3}`, ...(order.ignoreWhitespace === true ? ['--ignore-all-space'] : [])];
  const args = [...patchCommand, ...wanted, order.from, order.to, '--', ...paths];
  const patch = await plumbOk({ cwd, args });
  if (!patch.includes(0)) return patch.toString('utf8');
  const header = patch.subarray(0, patch.indexOf('\n@@ ') + 1).toString('utf8');
  return `${header}Binary files differ\n`;
}

/** Zeros: that side does not have the file. A submodule's id is a commit of another repository. */
const noBlob = /^0+$/;

/** One version of a changed file, as it is stored; null where that version does not have it. */
export async function changedBlob(
  order: FileDiffOrder & { readonly side: 'old' | 'new'; readonly limit: number },
): Promise<Blob | null> {
  const cwd = await commonDirOf(order.root);
  const paths = [order.path, ...(order.oldPath === undefined ? [] : [order.oldPath])].map(pathspec);
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-abbrev',
    ...renames,
    ...immune,
    order.from,
    order.to,
    '--',
    ...paths,
  ];
  const { changes } = parse(splitNul(await plumbOk({ cwd, args })));
  const id = changes.find((change) => readable(change.path) === order.path)?.ids[order.side === 'old' ? 0 : 1];
  if (id === undefined || noBlob.test(id)) return null;
  const blobs = await readBlobs(cwd, [id], { each: order.limit, all: order.limit });
  return blobs.get(id) ?? null;
}
