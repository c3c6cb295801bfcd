import { plumbOk } from '../plumbing/plumb.ts';
import { type RawPath, rawPath, splitNul } from '../plumbing/raw-path.ts';

/** What lies between two trees, as far as it decides whether a merge can be in conflict. */
export interface Touched {
  readonly paths: ReadonlySet<RawPath>;
  /** Every folder above those paths. */
  readonly folders: ReadonlySet<RawPath>;
  readonly adds: boolean;
  readonly removes: boolean;
}

/** Two trees to compare. */
export type TreePair = readonly [from: string, to: string];

/** Compares all pairs of trees in one process. */
export async function touchedPaths(
  cwd: string,
  env: Readonly<Record<string, string>>,
  pairs: readonly TreePair[],
): Promise<Touched[]> {
  if (pairs.length === 0) return [];
  const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
  const args = ['diff-tree', '--stdin', '-r', '-z', '--name-status', '--no-renames', '--ignore-submodules=none'];
  const fields = splitNul(await plumbOk({ cwd, env, args, input }));
  const found: { paths: Set<RawPath>; folders: Set<RawPath>; adds: boolean; removes: boolean }[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    let status: string = fields[at] ?? '';
    // Each pair begins with its two ids on a line, directly before its first status.
    for (let end = headEnd(status); end !== 0; end = headEnd(status)) {
      found.push({ paths: new Set(), folders: new Set(), adds: false, removes: false });
      status = status.slice(end);
    }
    const path = fields[at + 1];
    const touched = found.at(-1);
    if (path === undefined || touched === undefined) continue;
    touched.paths.add(path);
    for (let slash = path.lastIndexOf('/'); slash !== -1; slash = path.lastIndexOf('/', slash - 1)) {
      touched.folders.add(rawPath(path.slice(0, slash)));
    }
    if (status === 'A') touched.adds = true;
    else if (status === 'D') touched.removes = true;
  }
  if (found.length !== pairs.length) throw new Error('git diff-tree compared other trees than it was given');
  return found;
}

const headEnd = (status: string): number => /^[0-9a-f]{40,64} [0-9a-f]{40,64}\n/.exec(status)?.[0].length ?? 0;

/**
 * Whether a merge of two such changes can be in conflict, or must be made to know: they meet in a path, a file of one is
 * a folder of the other, or a folder that one has moved gets the other's new files.
 */
export function mayConflict(one: Touched, other: Touched): boolean {
  if ((one.removes && other.adds) || (one.adds && other.removes)) return true;
  return meets(one.paths, other.paths) || meets(one.paths, other.folders) || meets(one.folders, other.paths);
}

function meets(one: ReadonlySet<RawPath>, other: ReadonlySet<RawPath>): boolean {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const path of few) if (many.has(path)) return true;
  return false;
}
