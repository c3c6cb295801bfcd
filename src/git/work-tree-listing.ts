import { access, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { plumb, plumbOk } from './plumbing/plumb.ts';
import { type RawPath, rawPath } from './plumbing/raw-path.ts';
import { scratchFolder } from './plumbing/scratch-folder.ts';

/** What a person accepted as excluded beside the `.gitignore` files, where an agent has changed that since. */
export interface AcceptedExcludes {
  /** The text of `info/exclude`. */
  readonly text: string;
  /** `core.excludesFile` of the repository's own configuration; null: it said nothing of it. */
  readonly file: string | null;
}

/** What a working tree holds besides what its index already says. */
export interface Listing {
  readonly unmerged: RawPath[];
  /** Flagged assume-unchanged: git does not look whether they changed. */
  readonly assumed: RawPath[];
  /** Flagged skip-worktree: likewise. */
  readonly skipped: RawPath[];
  /** Neither in the index nor excluded. */
  readonly untracked: RawPath[];
}

/** Lists a working tree with the index that `env` names. */
export async function listFiles(order: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly excludes: AcceptedExcludes | undefined;
}): Promise<Listing> {
  const { cwd, env } = order;
  await using folder = order.excludes === undefined ? null : await scratchFolder();
  const excluding =
    order.excludes === undefined || folder === null
      ? ['--exclude-standard']
      : await asAccepted(cwd, folder.path, order.excludes);
  // A file outside of a sparse checkout that is there all the same counts, whatever that setting says.
  const flags = ['-c', 'sparse.expectFilesOutsideOfPatterns=false', 'ls-files', '-v', '-z', '--full-name'];
  const args = [...flags, '--cached', '--others', ...excluding, '--', ':/'];
  return sort(await plumbOk({ cwd, env, args }));
}

/** One record is a letter, a space and a path. Nearly all are `H`, plain tracked files: those become no strings. */
function sort(output: Buffer): Listing {
  const listing: Listing = { unmerged: [], assumed: [], skipped: [], untracked: [] };
  const plain = 'H'.charCodeAt(0);
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0, at);
    if (end === -1) break;
    if (output[at] !== plain)
      put(listing, output.toString('latin1', at, at + 1), rawPath(output.toString('latin1', at + 2, end)));
    at = end + 1;
  }
  return listing;
}

function put(listing: Listing, tag: string, path: RawPath): void {
  if (tag === '?') listing.untracked.push(path);
  else if (tag === 'M' || tag === 'm') listing.unmerged.push(path);
  else {
    if (tag === 'S' || tag === 's') listing.skipped.push(path);
    // A lower case letter: assume-unchanged, whatever else it is.
    if (tag === tag.toLowerCase()) listing.assumed.push(path);
  }
}

/** The same as `--exclude-standard`, with what was accepted in place of what an agent can write. */
async function asAccepted(cwd: string, folder: string, { text, file }: AcceptedExcludes): Promise<string[]> {
  const accepted = join(folder, 'exclude');
  await writeFile(accepted, text);
  const own = file ?? (await ofPerson(cwd, '--global')) ?? (await ofPerson(cwd, '--system')) ?? usualPlace();
  return ['--exclude-per-directory=.gitignore', `--exclude-from=${accepted}`, ...(await ifThere(own))];
}

async function ofPerson(cwd: string, scope: '--global' | '--system'): Promise<string | undefined> {
  const result = await plumb({
    cwd,
    args: ['config', scope, '--includes', '--type=path', '--get', 'core.excludesFile'],
  });
  return result.exit === 0 ? result.stdout.toString('utf8').replace(/\n$/, '') : undefined;
}

const usualPlace = (): string =>
  join(process.env['XDG_CONFIG_HOME'] || join(process.env['HOME'] ?? homedir(), '.config'), 'git', 'ignore');

async function ifThere(path: string): Promise<string[]> {
  return await access(path).then(
    () => [`--exclude-from=${path}`],
    () => [],
  );
}
