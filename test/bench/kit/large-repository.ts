import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A repository of many small files in folders of fifty, as plain git makes it. */
export interface LargeRepository {
  readonly root: string;
  readonly start: string;
  /** Runs git in the repository or in `cwd`. */
  readonly git: (args: readonly string[], cwd?: string) => Promise<string>;
  /** Changes `count` files in a checkout, others each time. */
  readonly change: (checkout: string, count: number) => void;
}

export async function makeLargeRepository(folder: string, files: number): Promise<LargeRepository> {
  const root = join(folder, 'large');
  mkdirSync(root, { recursive: true });
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = async (args: readonly string[], cwd = root): Promise<string> =>
    (await run('git', [...args], { cwd, env, maxBuffer: 1 << 28 })).stdout.trim();
  await git(['init', '--quiet', '--initial-branch=main']);
  await git(['config', 'user.name', 'Ada Example']);
  await git(['config', 'user.email', 'ada@example.com']);
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, env, input: stream(files) });
  await git(['checkout', '--quiet', 'main']);
  let next = 0;
  const change = (checkout: string, count: number): void => {
    for (let index = 0; index < count; index += 1) {
      next += 1;
      appendFileSync(join(checkout, pathOf((next * 397) % files)), `change ${next}\n`);
    }
  };
  return { root, start: await git(['rev-parse', 'main']), git, change };
}

function pathOf(index: number): string {
  return `src/part-${Math.floor(index / 2500)}/folder-${Math.floor(index / 50) % 50}/file-${index}.txt`;
}

function stream(files: number): string {
  const parts = ['commit refs/heads/main\ncommitter Ada Example <ada@example.com> 1700000000 +0000\ndata 5\nmany\n'];
  for (let index = 0; index < files; index += 1) {
    const content = `file ${index}\nwith a few lines\nof text\n`;
    parts.push(`M 100644 inline ${pathOf(index)}\ndata ${content.length}\n${content}`);
  }
  return parts.join('');
}
