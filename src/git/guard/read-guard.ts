import { lstat, readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { branchRef } from '../plumbing/refs.ts';
import { commonDirOf } from '../worktree/worktree-list.ts';
import { guardConfig, unreadable } from './guard-config.ts';
import { guardHooks, guardReplaced, guardTexts, textPlaces } from './guard-files.ts';
import { type GuardedTarget, checkoutsOf, unrecordedMove } from './unrecorded-move.ts';

/**
 * What can be written through the git folder that all worktrees share, and acts on more than the one it is written
 * from: by what it is called in a sentence, its present value.
 */
export type Guard = Readonly<Record<string, string>>;

/** A file's state as the system tells it, which a program cannot set as it likes. */
async function stampOf(path: string): Promise<{ stamp: string; changedMs: number }> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  if (found === null) return { stamp: `${path} -`, changedMs: 0 };
  const { ino, size, mode, mtimeNs, ctimeNs } = found;
  return { stamp: [path, ino, size, mode, mtimeNs, ctimeNs].join(' '), changedMs: Number(ctimeNs / 1_000_000n) };
}

/** Two changes within the same tick of the system's clock look the same. */
const tickMs = 50;

/** Reads a repository's guard; again only when one of the files it comes from has changed, which costs no process. */
export class GuardReader {
  readonly #root: string;
  #last: { readonly guard: Guard; readonly places: readonly string[]; readonly stamps: string } | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  async read(target: GuardedTarget): Promise<Guard> {
    const about = `${target.branch} ${target.ours.size}`;
    if (this.#last !== null) {
      const { stamps } = await stampAll(this.#last.places);
      if (stamps + about === this.#last.stamps) return this.#last.guard;
    }
    const commonDir = await commonDirOf(this.#root);
    const gitDirs = [commonDir, ...(await worktreeDirs(commonDir))];
    const checkouts = await checkoutsOf(gitDirs, target.branch);
    const logs = checkouts.map((gitDir) => join(gitDir, 'logs', 'HEAD'));
    const places = [...fixedPlaces(commonDir, target.branch), ...gitDirs.flatMap(placesIn), ...logs];
    // Before anything is read: what changes meanwhile must not pass for what was read.
    const before = await stampAll(places);
    const config = await guardConfig(commonDir, await worktreeConfigs(gitDirs));
    if (unreadable in config.entries) return config.entries;
    const hooks = await guardHooks({ root: this.#root, commonDir, hooksPath: config.hooksPath });
    const moved = await unrecordedMove(commonDir, checkouts, target);
    const guard = {
      ...config.entries,
      ...hooks.entries,
      ...(await guardTexts(commonDir)),
      ...(await guardReplaced(commonDir)),
      ...(await strayWorktrees(gitDirs)),
      ...(moved === null ? {} : { [branchRef(target.branch)]: moved }),
    };
    const all = [...new Set([...places, ...config.files, ...hooks.places])];
    const after = await stampAll(all);
    const settled = (await stampAll(places)).stamps === before.stamps && Date.now() - after.changedMs > tickMs;
    this.#last = settled ? { guard, places: all, stamps: after.stamps + about } : null;
    return guard;
  }
}

/** The guard as it is now. */
export async function readGuard(root: string, target: GuardedTarget): Promise<Guard> {
  return await new GuardReader(root).read(target);
}

async function stampAll(places: readonly string[]): Promise<{ stamps: string; changedMs: number }> {
  const all = await Promise.all(places.map(stampOf));
  return { stamps: all.map(({ stamp }) => stamp).join('\n'), changedMs: Math.max(...all.map((one) => one.changedMs)) };
}

function fixedPlaces(commonDir: string, branch: string): string[] {
  const names = ['config', 'config.worktree', 'packed-refs', 'refs/replace', 'reftable/tables.list', 'worktrees'];
  return [...names.map((name) => join(commonDir, name)), join(commonDir, branchRef(branch)), ...textPlaces(commonDir)];
}

const placesIn = (gitDir: string): string[] =>
  ['HEAD', 'commondir', 'config.worktree'].map((name) => join(gitDir, name));

async function worktreeDirs(commonDir: string): Promise<string[]> {
  const folder = join(commonDir, 'worktrees');
  const names: string[] = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

/** The main one's is a part of the shared configuration. */
async function worktreeConfigs(gitDirs: readonly string[]): Promise<string[]> {
  const places = gitDirs.slice(1).map((gitDir) => join(gitDir, 'config.worktree'));
  const found = await Promise.all(places.map((place) => lstat(place).catch(() => null)));
  return places.filter((_, index) => found[index] !== null);
}

/** A worktree that was pointed at another repository: git would read there what it says of this one. */
async function strayWorktrees(gitDirs: readonly string[]): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const gitDir of gitDirs.slice(1)) {
    const text = (await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => '../..')).trim();
    const usual = text === '../..' || text === dirname(dirname(gitDir));
    if (!usual) entries[join('worktrees', basename(gitDir), 'commondir')] = text;
  }
  return entries;
}
