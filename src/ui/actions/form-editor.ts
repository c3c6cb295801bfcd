import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { Dashboard } from './dashboard.ts';

/** Longest text that is taken back, bytes. */
const longest = 200_000;

/**
 * Lets the person write a text in their own editor, which has the terminal meanwhile; null when it was left as it was.
 * @throws Fault 'environment' when there is no editor, or it failed: the text is then as it was
 */
export async function writeInEditor(
  { lend, env }: Pick<Dashboard, 'lend' | 'env'>,
  { name, text }: { name: string; text: string },
): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
  const file = join(folder, `${name}.md`);
  try {
    writeFileSync(file, text === '' || text.endsWith('\n') ? text : `${text}\n`, { mode: 0o600 });
    const editor = [env['VISUAL'], env['EDITOR']].find((value) => (value ?? '').trim() !== '') ?? 'vi';
    const ended = await lend(() => runEditor(editor, { file, env }));
    if (ended !== null)
      throw new Fault({
        code: 'environment',
        message: `${editor} ${ended}`,
        hint: 'the text is as it was; EDITOR names another one',
      });
    if (statSync(file).size > longest)
      throw new Fault({
        code: 'environment',
        message: `the text has more than ${longest} bytes`,
        hint: 'put the material into a file of the repository',
      });
    const written = readFileSync(file, 'utf8').replace(/\r\n?/gu, '\n').replace(/\n+$/u, '');
    return written === text.replace(/\n+$/u, '') ? null : written;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs it to its end on this terminal; null when it ended well, else how it ended. */
function runEditor(
  editor: string,
  { file, env }: { file: string; env: Readonly<Record<string, string>> },
): Promise<string | null> {
  return new Promise((resolve) => {
    // The variable may hold a command with arguments, which is the shell's to split.
    const child = spawn('/bin/sh', ['-c', `exec ${editor} "$@"`, 'sh', file], { env, stdio: 'inherit' });
    child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
    child.once('close', (status, signal) => {
      if (status === 0) resolve(null);
      else resolve(signal === null ? `ended with status ${status}` : `was ended by ${signal}`);
    });
  });
}
