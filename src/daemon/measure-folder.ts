import { spawn } from 'node:child_process';
import { diskUse } from '../git/worktree/disk-use.ts';

/**
 * What a folder takes on disk, bytes, measured beside the daemon and behind everything else: `du` costs an eighth of
 * looking ourselves. Where there is none, we look.
 */
export async function measureFolder(folder: string, signal: AbortSignal): Promise<number> {
  const kibibytes = await du(folder, signal);
  return kibibytes === null ? (await diskUse(folder, signal)).bytes : kibibytes * 1024;
}

function du(folder: string, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn('nice', ['-n', '19', 'du', '-s', '-k', '-x', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
      signal,
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    child.once('error', () => resolve(null));
    // It exits with 1 over a folder that it may not read, and still says what it counted.
    child.once('close', () => resolve(/^\d+/.test(said) ? Number.parseInt(said, 10) : null));
  });
}
