import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { plumbOk } from '../../git/plumbing/plumb.ts';
import { rawPath, splitNul } from '../../git/plumbing/raw-path.ts';

const lockFiles = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock Cargo.lock go.sum
  poetry.lock uv.lock pdm.lock Pipfile.lock Gemfile.lock composer.lock mix.lock pubspec.lock gradle.lockfile flake.lock
  Podfile.lock packages.lock.json`.split(/\s+/),
);
const manifests = new Set(
  `package.json pyproject.toml setup.py setup.cfg requirements.txt Cargo.toml go.mod Gemfile composer.json mix.exs
  pom.xml build.gradle build.gradle.kts`.split(/\s+/),
);

/**
 * Names everything that a worktree's set-up depends on: the commit's lock files (without any, its manifests), the
 * commands and the files brought. While it stays, what was installed may stay.
 */
export async function setupKey(order: {
  worktree: string;
  commit: string;
  /** Whatever else must be the same. */
  rest: unknown;
}): Promise<string> {
  const listing = splitNul(await plumbOk({ cwd: order.worktree, args: ['ls-tree', '-r', '-z', order.commit] }));
  const named = (names: ReadonlySet<string>): string[] =>
    listing.filter((line) => names.has(basename(rawPath(line.slice(line.indexOf('\t') + 1)))));
  const locked = named(lockFiles);
  const files = locked.length > 0 ? locked : named(manifests);
  return createHash('sha256')
    .update(JSON.stringify([files, order.rest]))
    .digest('hex');
}
