import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** A folder for git's objects beside a repository: git reads what the repository has and writes here. */
export interface ScratchObjects extends AsyncDisposable {
  readonly folder: string;
  /** For git processes that write into it; `more`: other folders that they may read. */
  env(more?: readonly string[]): Record<string, string>;
  /** Writes a commit of a tree and gives its id; the same one each time. */
  commit(tree: string, parents?: readonly string[]): Promise<string>;
}

/** Makes such a folder below `parent`; `commonDir`: what the repository's worktrees share. */
export async function scratchObjects(parent: string, commonDir: string): Promise<ScratchObjects> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parent, 'objects-'));
  const written = new Set<string>();
  return {
    folder,
    env: (more = []) => ({
      GIT_OBJECT_DIRECTORY: folder,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: [join(commonDir, 'objects'), ...more].map(listed).join(':'),
    }),
    async commit(tree, parents = []) {
      const object = commitObject(tree, parents);
      // As long as the ids it was made of: the repository's kind of hash.
      const id = createHash(tree.length === 64 ? 'sha256' : 'sha1')
        .update(object)
        .digest('hex');
      if (!written.has(id)) await writeLoose(folder, id, object);
      written.add(id);
      return id;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** By hand: a process for each of some hundred commits that only frame a merge would cost more than the merges. */
function commitObject(tree: string, parents: readonly string[]): Buffer {
  const who = 'Signalbox <signalbox@localhost> 0 +0000';
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
  const content = `${lines.join('\n')}\n\nforecast\n`;
  return Buffer.from(`commit ${content.length}\0${content}`);
}

async function writeLoose(folder: string, id: string, object: Buffer): Promise<void> {
  const place = join(folder, id.slice(0, 2));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, id.slice(2)), deflateSync(object, { level: 1 }));
}

/** A path with the list's own separator is quoted as in C. */
function listed(path: string): string {
  return /^"|:/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}

/**
 * Two commits that have exactly this tree as their base: so git does not search through the history for it, which costs
 * more than the merge.
 */
export async function framed(
  objects: ScratchObjects,
  { ours, theirs, base }: { readonly ours: string; readonly theirs: string; readonly base: string },
): Promise<readonly [string, string]> {
  const root = await objects.commit(base);
  return [await objects.commit(ours, [root]), await objects.commit(theirs, [root])];
}
