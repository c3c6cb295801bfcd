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

/** What installers read beside them: versions of tools, registries, patches, lists with names of one's own. */
const besides =
  /(?:^|\/)(?:(?:[^/]*requirements|constraints)[^/]*\.(?:txt|in)|requirements\/[^/]+|environment[^/]*\.ya?ml|patches\/[^/]+|\.(?:npmrc|yarnrc(?:\.yml)?|tool-versions|nvmrc|(?:node|python|ruby|java)-version)|pnpm-workspace\.yaml|rust-toolchain(?:\.toml)?|mise\.toml)$/;
/** They read a file that nobody names. */
const builders: Readonly<Record<string, readonly string[]>> = {
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml'],
};

/**
 * Names everything that a worktree's set-up depends on: the commit's lock files (without any, its manifests), what
 * installers read beside them, files that the commands name, the commands and the files brought. While it stays, what
 * was installed may stay.
 */
export async function setupKey(order: {
  worktree: string;
  commit: string;
  commands: readonly string[];
  /** Whatever else must be the same. */
  rest: unknown;
}): Promise<string> {
  const listing = splitNul(await plumbOk({ cwd: order.worktree, args: ['ls-tree', '-r', '-z', order.commit] }));
  const named = (names: ReadonlySet<string>): string[] => listing.filter((line) => names.has(basename(pathOf(line))));
  const locked = named(lockFiles);
  const words = wordsOf(order.commands);
  const read = listing.filter((line) => besides.test(pathOf(line)) || isNamed(pathOf(line), words));
  const files = [locked.length > 0 ? locked : named(manifests), read];
  return createHash('sha256')
    .update(JSON.stringify([files, order.rest]))
    .digest('hex');
}

/** Of a line of `ls-tree`. */
function pathOf(line: string): string {
  return rawPath(line.slice(line.indexOf('\t') + 1));
}

function wordsOf(commands: readonly string[]): ReadonlySet<string> {
  const words = commands.flatMap((command) => command.split(/[\s;|&()<>"'`=]+/)).filter((word) => word !== '');
  return new Set(words.flatMap((word) => [word.replace(/^(?:\.\.?\/)+/, ''), ...(builders[basename(word)] ?? [])]));
}

/** By its path, from whatever folder a command says it: also by the end of that path. */
function isNamed(path: string, words: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  return parts.some((_, at) => words.has(parts.slice(at).join('/')));
}
