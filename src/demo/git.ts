import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs git in the demo's own repository and gives its output. Throws when git fails. */
export async function git(cwd: string, ...words: string[]): Promise<string> {
  const { stdout } = await run('git', words, { cwd, encoding: 'utf8' });
  return stdout.trimEnd();
}
