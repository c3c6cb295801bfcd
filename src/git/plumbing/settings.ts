import { homedir } from 'node:os';
import { join } from 'node:path';
import { gitFault, plumb } from './plumb.ts';
import { splitNul, toBytes } from './raw-path.ts';

/** What of the person's configuration decides how their commits look; undefined where they set nothing. */
export interface Settings {
  readonly userName: string | undefined;
  readonly userEmail: string | undefined;
  readonly signs: boolean;
  /** With `~` resolved. */
  readonly hooksPath: string | undefined;
}

const pattern = '^(user\\.name|user\\.email|commit\\.gpgsign|core\\.hookspath)$';

/** Reads them in one go; what we ourselves tell every git on its command line does not count. */
export async function readSettings(root: string): Promise<Settings> {
  const call = { cwd: root, args: ['config', '-z', '--show-scope', '--get-regexp', pattern] };
  const result = await plumb(call);
  // Nothing found is 1.
  if (result.exit !== 0 && result.exit !== 1) throw gitFault(call, result);
  const fields = splitNul(result.stdout).map((field) => toBytes(field).toString('utf8'));
  const found = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, entry = ''] = [fields[at], fields[at + 1]];
    const gap = entry.indexOf('\n');
    // A key without a value is a switch that is on.
    const [key, value] = gap === -1 ? [entry, 'true'] : [entry.slice(0, gap), entry.slice(gap + 1)];
    if (scope !== 'command') found.set(key, value);
  }
  const said = (key: string): string | undefined => found.get(key)?.trim() || undefined;
  return {
    userName: said('user.name'),
    userEmail: said('user.email'),
    signs: isOn(said('commit.gpgsign') ?? 'false'),
    hooksPath: atHome(said('core.hookspath')),
  };
}

function isOn(text: string): boolean {
  return /^(?:true|yes|on)$/i.test(text) || (/^-?\d+[kmg]?$/i.test(text) && Number.parseInt(text, 10) !== 0);
}

function atHome(path: string | undefined): string | undefined {
  return path?.startsWith('~/') ? join(process.env['HOME'] ?? homedir(), path.slice(2)) : path;
}
