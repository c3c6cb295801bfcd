import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { plumb } from '../../git/plumbing/plumb.ts';
import { joinNul, rawPath, readable, splitNul } from '../../git/plumbing/raw-path.ts';

/** What a list of paths and patterns names in a checkout, in order, each once. */
export interface FoundFiles {
  readonly paths: readonly string[];
  /** Patterns that name nothing. */
  readonly empty: readonly string[];
}

const options = { dot: true, nonegate: true } as const;

/**
 * A path is taken as it stands. A pattern (`.env*`, `apps/*\/.env`, `**\/*.local`) names only what git ignores: all else
 * is in a worktree already, or would be taken for work done there. `!pattern` takes back what was named before it.
 */
export async function findFiles(root: string, list: readonly string[]): Promise<FoundFiles> {
  let paths: string[] = [];
  const empty: string[] = [];
  for (const entry of list) {
    if (entry.startsWith('!')) {
      const isTaken = picomatch([entry.slice(1), `${entry.slice(1).replace(/\/$/, '')}/**`], options);
      paths = paths.filter((path) => !isTaken(path));
      continue;
    }
    // A folder may be called `[id]`.
    const plain = !/[*?[\]{}]/.test(entry) || (await isThere(join(root, entry)));
    const found = plain ? [entry] : await ignoredAmong(root, await expand(root, '', entry.split('/')));
    if (found.length === 0) empty.push(entry);
    paths.push(...found.filter((path) => !paths.includes(path)));
  }
  return { paths, empty };
}

/** Those of the paths in a worktree that git takes for new work: a pattern that names a folder does not hide a link to one. */
export async function takenForWork(worktree: string, paths: readonly string[]): Promise<string[]> {
  const taken: string[] = [];
  for (const path of paths) {
    const args = ['ls-files', '--others', '--exclude-standard', '--directory', '-z', '--', `:(top,literal)${path}`];
    if ((await plumb({ cwd: worktree, args })).stdout.length > 0) taken.push(path);
  }
  return taken;
}

/** Folders into which `**` does not lead: they are made anew by the set-up, or are no part of this repository. */
const unseen = new Set(['.git', 'node_modules']);

async function expand(root: string, folder: string, segments: readonly string[]): Promise<string[]> {
  const [segment, ...rest] = segments;
  // A trailing slash asks for folders.
  if (segment === undefined || segment === '') return folder === '' ? [] : [folder];
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const below = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const found: string[] = segment === '**' ? await expand(root, folder, rest) : [];
  const matches = segment === '**' ? null : picomatch(segment, options);
  for (const entry of entries) {
    const path = below(entry.name);
    if (matches === null) {
      if (!entry.isDirectory() || unseen.has(entry.name) || (await isThere(join(root, path, '.git')))) continue;
      found.push(...(await expand(root, path, segments)));
      if (rest.length === 0) found.push(path);
    } else if (entry.name !== '.git' && matches(entry.name)) {
      if (rest.length === 0) found.push(path);
      else if (entry.isDirectory()) found.push(...(await expand(root, path, rest)));
    }
  }
  return [...new Set(found)];
}

/** A folder that is not ignored as a whole stands for what is ignored in it. */
async function ignoredAmong(root: string, paths: readonly string[]): Promise<string[]> {
  const ignored = new Set(await checkIgnored(root, paths));
  for (const path of paths) {
    const inside = [...ignored].some((other) => path.startsWith(`${other}/`));
    if (ignored.has(path) || inside) continue;
    const found = await lstat(join(root, path)).catch(() => undefined);
    if (!found?.isDirectory()) continue;
    const content = await checkIgnored(root, await expand(root, path, ['**', '*']));
    for (const each of content) ignored.add(each);
  }
  // What lies in a folder that is taken needs no mention of its own.
  return [...ignored].filter((path) => ![...ignored].some((other) => path.startsWith(`${other}/`)));
}

async function checkIgnored(cwd: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const input = joinNul(paths.map((path) => rawPath(Buffer.from(path).toString('latin1'))));
  return splitNul((await plumb({ cwd, args: ['check-ignore', '-z', '--stdin'], input })).stdout).map(readable);
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
