import { constants } from 'node:fs';
import { cp, lstat, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { findFiles, takenForWork } from './find-files.ts';

/** Untracked things of the person's checkout that a worktree needs, by their paths in it, or patterns of these. */
export interface BringOrder {
  readonly from: string;
  readonly to: string;
  readonly copy: readonly string[];
  readonly link: readonly string[];
}

/** Copies or links files and folders into a worktree, over what is there. Gives a note for each that could not be brought. */
export async function bringFiles(order: BringOrder): Promise<string[]> {
  const notes: string[] = [];
  for (const [list, verb] of [
    [order.copy, 'copied'],
    [order.link, 'linked'],
  ] as const) {
    const { paths, empty } = await findFiles(order.from, list);
    for (const pattern of empty) notes.push(`${pattern} names nothing in your checkout that git ignores`);
    for (const path of paths) notes.push(...(await bring(order, { path, verb })));
  }
  return notes;
}

/** A note for each of the files brought that git takes for work done in the worktree. */
export async function findStrays(order: BringOrder): Promise<string[]> {
  const linked = (await findFiles(order.from, order.link)).paths;
  const { paths } = await findFiles(order.from, order.copy);
  const strays = await takenForWork(order.to, [...paths, ...linked]);
  return strays.map((path) => {
    const slash = linked.includes(path) ? ', or only as a folder (a pattern that ends in /)' : '';
    return `git does not ignore ${path}${slash}: it counts as part of the work from now on`;
  });
}

interface Item {
  readonly path: string;
  readonly verb: 'copied' | 'linked';
}

async function bring(order: BringOrder, item: Item): Promise<string[]> {
  const path = normalize(item.path).replace(/\/+$/, '');
  if (path.startsWith(sep) || path === '.' || path.split(sep).some((part) => part === '..' || part === '.git')) {
    return [`${item.path} was not ${item.verb}: it is outside the repository`];
  }
  const source = join(order.from, path);
  if (!(await lstat(source).catch(() => undefined)))
    return [`${item.path} was not ${item.verb}: your checkout has none`];
  // A folder on the way that is a link would take the copy out of the worktree.
  if (!(await isInside(order.to, path))) return [`${item.path} was not ${item.verb}: a folder on its way is a link`];
  const target = join(order.to, path);
  await mkdir(dirname(target), { recursive: true });
  await rm(target, { recursive: true, force: true });
  if (item.verb === 'linked') await symlink(source, target);
  else {
    const mode = constants.COPYFILE_FICLONE;
    await cp(await realpath(source), target, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      mode,
    });
  }
  return [];
}

async function isInside(root: string, path: string): Promise<boolean> {
  const parts = path.split(sep);
  for (let depth = 1; depth < parts.length; depth += 1) {
    const found = await lstat(join(root, ...parts.slice(0, depth))).catch(() => undefined);
    if (!found) return true;
    if (!found.isDirectory()) return false;
  }
  return true;
}
