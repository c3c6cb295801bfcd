import { chmod, lstat, mkdir, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, describeFault } from '../../core/fault.ts';
import { hasCode } from '../../core/has-code.ts';
import { type SessionSettings, ownCommandsPolicy, parseSettings, withSession } from './settings.ts';

/**
 * The home that Gemini CLI is given (`GEMINI_CLI_HOME`): settings of the session's own, and links to all else of the
 * user's, so that accounts, extensions, commands, memory and policies are the same ones and not copies.
 */

/** What a session has for itself: conversations, checkpoints, and the list of folders they belong to. */
const own = new Set(['settings.json', 'tmp', 'history', 'projects.json']);

/**
 * Written in place by Gemini CLI, so that a link holds. They are linked even while there are none: who logs in, or saves
 * a memory, inside a session has done so for good.
 */
const writtenInPlace = [
  'oauth_creds.json',
  'google_accounts.json',
  'gemini-credentials.json',
  'mcp-oauth-tokens.json',
  'a2a-oauth-tokens.json',
  'GEMINI.md',
];

/** The folder that Gemini CLI takes for the user's home. */
export function userHome(env: Readonly<Record<string, string>>): string {
  return env['GEMINI_CLI_HOME'] ?? env['HOME'] ?? '/nonexistent';
}

/**
 * Makes `shadow` a home for a session, or brings it up to date. Gives the user's own settings.
 * @throws Fault 'config' when they cannot be read
 */
export async function makeShadowHome(
  shadow: string,
  user: string,
  session: Pick<SessionSettings, 'hookCommand' | 'mcp'>,
): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(shadow, '.gemini');
  const theirs = join(user, '.gemini');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const present = await namesIn(theirs);
  const wanted = new Set(present.filter((name) => !own.has(name)));
  if (present.length > 0) for (const name of writtenInPlace) wanted.add(name);
  for (const name of await namesIn(folder)) {
    // A link whose file the user has removed since.
    if (!own.has(name) && !wanted.has(name) && (await isLink(join(folder, name)))) await rm(join(folder, name));
  }
  for (const name of wanted) await link(join(theirs, name), join(folder, name));
  const besides = new Set(await namesIn(user));
  for (const name of ['.agents', '.env']) if (besides.has(name)) await link(join(user, name), join(shadow, name));
  const usual = await readSettings(join(theirs, 'settings.json'));
  const policy = join(shadow, 'signalbox-policy.toml');
  await writeFile(policy, ownCommandsPolicy);
  const settings = withSession(usual, { ...session, usualPolicies: join(folder, 'policies'), policy });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2), { mode: 0o600 });
  // One that was there before keeps its mode; the user's settings may hold keys.
  await chmod(join(folder, 'settings.json'), 0o600);
  return usual;
}

async function readSettings(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return parseSettings(await readFile(path, 'utf8'));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return {};
    throw new Fault(
      {
        code: 'config',
        message: `${path} cannot be read: ${describeFault(thrown).split('\n', 1)[0]}`,
        hint: 'Gemini CLI would not start with it either; mend it',
      },
      { cause: thrown },
    );
  }
}

/**
 * A file that stands where the link was has been put there by Gemini CLI in place of it; of what is linked that is only
 * the list of checked extensions, which it makes anew: the user's own counts. A folder was made while the user had none
 * of this name; what the session has put into it stays its own.
 */
async function link(target: string, path: string): Promise<void> {
  const present = await targetOf(path);
  if (present === target || present === 'folder') return;
  await rm(path, { force: true });
  await symlink(target, path);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

/** Where a link leads; null when it is none, or not there; `folder` for a folder. */
async function targetOf(path: string): Promise<string | null> {
  try {
    const found = await lstat(path);
    if (found.isDirectory()) return 'folder';
    return found.isSymbolicLink() ? await readlink(path) : null;
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ENOTDIR')) return [];
    throw thrown;
  }
}
