import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/gate/checks/evidence.ts';
import type { CheckResult } from '../../src/core/model/verdict.ts';
import type { TestRepository } from './repository.ts';

/** Where a counter of runs is kept: outside of every worktree. */
const counter = (repository: TestRepository, name: string): string => join(repository.folder, `count-${name}`);

/** How often what counts by this name has run. */
export function runsOf(repository: TestRepository, name: string): number {
  const path = counter(repository, name);
  return existsSync(path) ? readFileSync(path, 'utf8').length : 0;
}

/** Code for a module whose `run` is red on these of its runs, counted from 1, whoever runs it. */
export function redOn(repository: TestRepository, name: string, reds: readonly number[] | 'always'): string {
  const path = JSON.stringify(counter(repository, name));
  const isRed = reds === 'always' ? 'true' : `${JSON.stringify(reds)}.includes(readFileSync(${path}, 'utf8').length)`;
  return `import { appendFileSync, readFileSync } from 'node:fs';
export function run() {
  appendFileSync(${path}, '.');
  if (${isRed}) throw new Error('red this time');
}
`;
}

/** A file for `node --test` whose test `title` does what `run` of a module does. */
export function testThatRuns(module: string, title = 'works'): string {
  return `import test from 'node:test';\nimport { run } from '${module}';\ntest(${JSON.stringify(title)}, () => run());\n`;
}

/** Evidence that is kept as long as the test lasts. */
export function remembered(): Evidence & { readonly size: number } {
  const kept = new Map<string, CheckResult>();
  return {
    get size() {
      return kept.size;
    },
    find: (key) => kept.get(key) ?? null,
    keep: (key, result) => void kept.set(key, result),
  };
}
