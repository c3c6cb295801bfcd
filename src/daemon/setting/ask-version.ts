import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Adapter } from '../../agents/adapter.ts';
import { hasCode } from '../../core/has-code.ts';

/** How long a program may take to print its version, ms. */
const usualPatienceMs = 5000;
/** What is kept of what it prints, characters. */
const keptLength = 10_000;

/** Where its program is, and the environment of whoever asks. */
interface Asked {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly patienceMs?: number;
}

/**
 * Asks an agent's program for its version. It sees little of the environment, and a home of its own, so that it leaves
 * nothing behind there; only where it says nothing so (a version manager finds it by the home) it sees the real one.
 */
export async function askVersion(version: Adapter['version'], asked: Asked): Promise<string | null> {
  const home = await mkdtemp(join(tmpdir(), 'signalbox-version-'));
  try {
    const found = version.read(await printed(version.args, asked, home));
    const own = asked.env['HOME'];
    if (found !== null || own === undefined) return found;
    return version.read(await printed(version.args, asked, own));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** What it prints, on either stream, until it ends or its time is up. */
async function printed(
  args: readonly string[],
  { file, env, patienceMs = usualPatienceMs }: Asked,
  home: string,
): Promise<string> {
  const child = spawn(file, args, {
    cwd: home,
    // A group of its own: wrappers leave what they start behind when they are killed.
    detached: true,
    env: { PATH: env['PATH'], LANG: env['LANG'], TERM: 'dumb', HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => (text = (text + chunk.toString('utf8')).slice(0, keptLength));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const over = new AbortController();
  // What cannot be started prints nothing.
  const ended = once(child, 'close').catch(() => null);
  await Promise.race([ended, pause(patienceMs, null, { signal: over.signal }).catch(() => null)]);
  over.abort();
  if (child.pid !== undefined) endGroup(child.pid);
  child.stdout.destroy();
  child.stderr.destroy();
  return text;
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (thrown) {
    if (!hasCode(thrown, 'ESRCH')) throw thrown;
  }
}
