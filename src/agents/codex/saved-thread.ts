import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hasCode } from '../../core/has-code.ts';

/** Where Codex keeps its conversations for a session with this environment. */
function codexHome(env: Readonly<Record<string, string>>): string {
  return env['CODEX_HOME'] || join(env['HOME'] || homedir(), '.codex');
}

/** Whether Codex still has this conversation: a file `rollout-TIME-ID.jsonl` in a folder per day, packed when old. */
export function hasSavedThread(env: Readonly<Record<string, string>>, id: string): boolean {
  try {
    const names = readdirSync(join(codexHome(env), 'sessions'), { recursive: true, encoding: 'utf8' });
    return names.some((name) => name.includes(`-${id}.jsonl`));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw thrown;
  }
}
