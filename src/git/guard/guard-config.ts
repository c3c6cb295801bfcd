import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { complaint, plumb } from '../plumbing/plumb.ts';

/** What of git's configuration acts on all worktrees, by what it is called in a sentence. */
export interface GuardedConfig {
  readonly entries: Readonly<Record<string, string>>;
  /** The folder from which git takes hooks, as configured; null: its own. */
  readonly hooksPath: string | null;
  /** The files it was read from, below the person's own. */
  readonly files: readonly string[];
}

/** Settings that only remember something, or only concern looks and housekeeping. All others can act. */
const harmless =
  /^(?:(?:advice|branch|color|column|feature|gc|gui|help|index|maintenance|pack|signalbox)\.|core\.(?:commitgraph|ignorecase|multipackindex|precomposeunicode|preloadindex|repositoryformatversion|untrackedcache)$|lfs\.(?:.*\.)?(?:access|locksverify|repositoryformatversion)$|remote\..*\.gh-resolved$|submodule\.(?:.*\.)?active$)/;

/** Only what is in a worktree acts there: a sparse checkout of its own is no concern of others. */
const ownConcern = /^core\.sparsecheckout(?:cone)?$/;

/** Reads the shared configuration, what it includes, and that of the worktrees. */
export async function guardConfig(commonDir: string, worktreeConfigs: readonly string[]): Promise<GuardedConfig> {
  const shared = await list(commonDir, ['--show-scope', '--includes', '--list']);
  const entries: Record<string, string> = {};
  const files = new Set<string>();
  let hooksPath: string | null = null;
  for (const { scope, file, key, value } of shared.settings) {
    if (scope === 'command') continue;
    if (key === 'core.hookspath') hooksPath = value.replace(/^~(?=\/)/, homedir());
    if (scope !== 'local' && scope !== 'worktree') continue;
    files.add(file);
    if (!harmless.test(key)) put(entries, `${key} in ${shown(commonDir, file)}`, discreet(key, value));
  }
  if (shared.problem !== null) entries[unreadable] = shared.problem;
  const common = new Map(shared.settings.map(({ key, value }) => [key, value]));
  for (const place of worktreeConfigs) {
    const own = await list(commonDir, ['--file', place, '--includes', '--list']);
    for (const { key, value } of own.settings) {
      // Git copies what there is into each new worktree.
      if (harmless.test(key) || ownConcern.test(key) || common.get(key) === value) continue;
      put(entries, `${key} in ${shown(commonDir, place)}`, discreet(key, value));
    }
  }
  return { entries, hooksPath, files: [...files] };
}

/** Why git cannot read its configuration: then it does nothing at all. */
export const unreadable = '.git/config cannot be read';

interface Setting {
  readonly scope: string;
  readonly file: string;
  readonly key: string;
  readonly value: string;
}

async function list(cwd: string, how: readonly string[]): Promise<{ settings: Setting[]; problem: string | null }> {
  const result = await plumb({ cwd, args: ['config', '-z', '--show-origin', ...how] });
  if (result.exit !== 0) return { settings: [], problem: complaint(result) };
  const fields = result.stdout.toString('utf8').split('\0');
  const each = how.includes('--show-scope') ? 3 : 2;
  const settings: Setting[] = [];
  for (let at = 0; at + each <= fields.length; at += each) {
    const [origin = '', setting = ''] = fields.slice(at + each - 2);
    const end = setting.indexOf('\n');
    settings.push({
      scope: each === 3 ? (fields[at] ?? '') : 'worktree',
      file: resolve(cwd, origin.replace(/^file:/, '')),
      key: end === -1 ? setting : setting.slice(0, end),
      // A key without a value is a yes.
      value: end === -1 ? 'true' : setting.slice(end + 1),
    });
  }
  return { settings, problem: null };
}

function put(entries: Record<string, string>, name: string, value: string): void {
  entries[name] = name in entries ? `${entries[name]}, ${value}` : value;
}

/** Passwords and tokens belong neither into the journal nor on the screen: they are only told apart. */
function discreet(key: string, value: string): string {
  const plain = value.replace(/(\/\/)[^/@\s]*@/g, '$1…@');
  const secret = /^http\.|extraheader$|password|token|secret/.test(key);
  if (plain === value && !secret) return value;
  const digest = createHash('sha256').update(value).digest('hex').slice(0, 12);
  return secret ? `(${digest})` : `${plain} (${digest})`;
}

function shown(commonDir: string, file: string): string {
  const inside = relative(commonDir, file);
  return inside.startsWith('..') ? file : join('.git', inside);
}
