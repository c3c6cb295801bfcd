import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { plumb, plumbOk } from '../plumbing/plumb.ts';
import { splitNul, readable } from '../plumbing/raw-path.ts';

/** Begins a value of which only the digest is kept. */
export const digestMark = 'sha256:';

/** A text up to this is kept as it is, so that a change of it can be shown and undone. */
const keptText = 8192;

/** Files of git's own that act on every worktree, besides configuration and hooks. */
const texts = [
  'info/exclude',
  'info/attributes',
  'info/grafts',
  'info/sparse-checkout',
  'objects/info/alternates',
  'shallow',
  // Read by a git that runs in here, as ours do.
  '.gitattributes',
] as const;

/** All places that such files can have, there or not. */
export const textPlaces = (commonDir: string): string[] => texts.map((name) => join(commonDir, name));

/** What they say. */
export async function guardTexts(commonDir: string): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  for (const name of texts) {
    const content = await readFile(join(commonDir, name)).catch(() => null);
    if (content === null) continue;
    const text = content.toString('utf8');
    // Without lines that say anything it is as if it were not there.
    if (!/^\s*[^#\s]/m.test(text)) continue;
    entries[name] = text.length <= keptText ? text : digest(content);
  }
  return entries;
}

/** The folders in which git may find hooks, and the files in each. */
export async function guardHooks(order: {
  readonly root: string;
  readonly commonDir: string;
  readonly hooksPath: string | null;
}): Promise<{ entries: Record<string, string>; places: string[] }> {
  const { root, commonDir, hooksPath } = order;
  const entries: Record<string, string> = {};
  const own = join(commonDir, 'hooks');
  const places = [own];
  await addFolder(entries, { folder: own, name: 'hooks', places, leftOut: new Set() });
  const configured = hooksPath === null ? own : resolve(root, hooksPath);
  if (configured !== own) {
    places.push(configured);
    const leftOut = await trackedIn(root, configured);
    await addFolder(entries, { folder: configured, name: hooksPath ?? '', places, leftOut });
  }
  return { entries, places };
}

interface Folder {
  readonly folder: string;
  /** How it is called in a sentence. */
  readonly name: string;
  /** Gets every path that was looked at. */
  readonly places: string[];
  readonly leftOut: ReadonlySet<string>;
}

async function addFolder(entries: Record<string, string>, { folder, name, places, leftOut }: Folder): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    const path = join(folder, file);
    places.push(path);
    // Git's own examples never run under these names.
    if (file.endsWith('.sample') || leftOut.has(path)) continue;
    const link = await readlink(path).catch(() => null);
    const target = link === null ? path : await realpath(path).catch(() => null);
    if (target !== null && target !== path) places.push(target);
    const found = target === null ? null : await lstat(target).catch(() => null);
    if (found?.isDirectory() === true) continue;
    const content = found?.isFile() === true && target !== null ? await readFile(target).catch(() => null) : null;
    const mode = ((found?.mode ?? 0) & 0o777).toString(8);
    const to = link === null ? '' : ` -> ${link}`;
    entries[`${name}/${file}`] = `${content === null ? `${digestMark}nothing` : digest(content)} ${mode}${to}`;
  }
}

/** Hooks that are a part of the work come with a landing, and are reviewed like everything else. */
async function trackedIn(root: string, folder: string): Promise<Set<string>> {
  const inside = relative(root, folder);
  if (inside.startsWith('..') || inside.split(sep)[0] === '.git') return new Set();
  const result = await plumb({ cwd: root, args: ['ls-files', '-z', '--', inside === '' ? '.' : inside] });
  return new Set(splitNul(result.stdout).map((path) => join(root, readable(path))));
}

/** Objects for which git shows others. */
export async function guardReplaced(commonDir: string): Promise<Record<string, string>> {
  const args = ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/replace/'];
  const lines = (await plumbOk({ cwd: commonDir, args })).toString('utf8').split('\n');
  const entries: Record<string, string> = {};
  for (const line of lines) {
    const [ref, object] = line.split(' ');
    if (ref !== undefined && object !== undefined) entries[ref] = object;
  }
  return entries;
}

function digest(content: Buffer): string {
  return `${digestMark}${createHash('sha256').update(content).digest('hex').slice(0, 24)}`;
}
