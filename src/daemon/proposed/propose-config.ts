import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { importPlainFiles } from './import-plain-files.ts';

/** What `signalbox init` found out about a repository. */
export interface ConfigProposal {
  readonly target: string;
  readonly setup: readonly string[];
  readonly checks: readonly { readonly name: string; readonly run: string }[];
  /** Untracked files that a new worktree needs a copy of, or a link to. */
  readonly copy: readonly string[];
  readonly link: readonly string[];
  /** Set-up commands of other tools, for the person to take over. */
  readonly otherSetup: readonly { readonly from: string; readonly run: string }[];
  /** Built-in agents whose programs are there; the first is the default. */
  readonly agents: readonly string[];
  /** Sentences for the person: what to do by hand. */
  readonly advice: readonly string[];
}

/** Looks at a repository's files; runs nothing. `agents`: built-in ones that were found on PATH. */
export function proposeConfig(
  root: string,
  { target, agents }: { target: string; agents: readonly string[] },
): ConfigProposal {
  const has = (name: string) => existsSync(join(root, name));
  const node = has('package.json') ? nodeCommands(root, has) : null;
  const found = [node, cargo(has), go(has), python(root, has)].filter((part) => part !== null);
  const fromMake = found.length === 0 ? make(root, has) : null;
  const parts = fromMake === null ? found : [fromMake];
  const checks = distinct(parts.flatMap((part) => part.checks));
  const setup = parts.flatMap((part) => part.setup);
  const imported = importPlainFiles(root);
  const envs = has('.env') && !imported.copy.some((pattern) => /^(\*\*\/)?\.env(\*|$)/.test(pattern)) ? ['.env'] : [];
  return {
    target,
    setup,
    checks,
    copy: [...envs, ...imported.copy],
    link: imported.link,
    otherSetup: imported.setup.filter(({ run }) => !setup.includes(run)),
    agents,
    advice: [
      ...imported.advice,
      ...(checks.length === 0 ? ['no check was found: add one, or nothing is ever verified'] : []),
      ...(agents.length === 0
        ? ['no agent was found on PATH: signalbox doctor says which there are and how to get them']
        : []),
    ],
  };
}

interface Commands {
  readonly setup: readonly string[];
  readonly checks: readonly { readonly name: string; readonly run: string }[];
}

type Has = (name: string) => boolean;

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** Cheapest first: a red type check is known before the tests have run. */
const scriptNames = ['lint', 'typecheck', 'type-check', 'types', 'build', 'test'];

function nodeCommands(root: string, has: Has): Commands {
  const runner = nodeRunner(has);
  let scripts: Record<string, string> = {};
  try {
    scripts = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).scripts;
  } catch {
    // A broken package.json is its owner's to see in their own tools; here it just offers no scripts.
  }
  const real = scriptNames.filter(
    (name) => scripts[name] !== undefined && !/no test specified/.test(scripts[name] ?? ''),
  );
  return {
    setup: runner.install === null ? [] : [runner.install],
    checks: real.map((name) => ({ name: name.startsWith('type') ? 'types' : name, run: `${runner.run} ${name}` })),
  };
}

function nodeRunner(has: Has): { install: string | null; run: string } {
  if (has('pnpm-lock.yaml')) return { install: 'pnpm install --frozen-lockfile', run: 'pnpm run' };
  if (has('yarn.lock')) return { install: 'yarn install --immutable', run: 'yarn run' };
  if (has('bun.lock') || has('bun.lockb')) return { install: 'bun install --frozen-lockfile', run: 'bun run' };
  return { install: has('package-lock.json') ? 'npm ci' : null, run: 'npm run' };
}

function cargo(has: Has): Commands | null {
  if (!has('Cargo.toml')) return null;
  return {
    setup: [],
    checks: [
      { name: 'types', run: 'cargo check --all-targets' },
      { name: 'test', run: 'cargo test' },
    ],
  };
}

function go(has: Has): Commands | null {
  if (!has('go.mod')) return null;
  return {
    setup: [],
    checks: [
      { name: 'vet', run: 'go vet ./...' },
      { name: 'test', run: 'go test ./...' },
    ],
  };
}

function python(root: string, has: Has): Commands | null {
  const named = has('pytest.ini') || has('conftest.py');
  const project = has('pyproject.toml') ? readFileSync(join(root, 'pyproject.toml'), 'utf8') : '';
  if (!named && !/pytest/.test(project) && !(has('pyproject.toml') && has('tests'))) return null;
  const runner = has('uv.lock') ? 'uv run pytest' : has('poetry.lock') ? 'poetry run pytest' : 'python -m pytest';
  return { setup: [], checks: [{ name: 'test', run: runner }] };
}

function make(root: string, has: Has): Commands | null {
  const file = ['GNUmakefile', 'makefile', 'Makefile'].find(has);
  if (file === undefined) return null;
  const text = readFileSync(join(root, file), 'utf8');
  const targets = ['lint', 'check', 'test'].filter((name) => new RegExp(`^${name}\\s*:(?!=)`, 'm').test(text));
  return { setup: [], checks: targets.map((name) => ({ name, run: `make ${name}` })) };
}

function distinct(checks: readonly { name: string; run: string }[]): { name: string; run: string }[] {
  return checks.filter((check, index) => checks.findIndex((other) => other.name === check.name) === index);
}
