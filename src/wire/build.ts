import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The package's root, from the built file or the source alike. */
const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The version in package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/**
 * Names the code that runs: the version and a hash of its files' sizes and times. A client that finds a daemon of
 * another build replaces it; agents go on meanwhile.
 */
export function buildOf(): string {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    // A build that is being written may lose a file between the two looks.
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile() === true) hash.update(`${name} ${found.size} ${Math.floor(found.mtimeMs)}\n`);
  }
  return `${packageVersion()}-${hash.digest('hex').slice(0, 12)}`;
}
