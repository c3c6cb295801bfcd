/**
 * How right the detectors of weakened verification are: on the history of real public repositories, where each finding of
 * the group `weakened` is printed to be read by hand, and on mutations planted by a seed. `npm run measure:detectors -- PATH…`
 */
import { parseArgs } from 'node:util';
import { findingGroups, groupOf } from '../../../src/core/model/findings.ts';
import type { FindingGroup, Found } from '../../../src/core/model/findings.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { median, quantile } from '../statistics.ts';
import { changesOf, historyOf } from './commits.ts';
import { measureRecall } from './planted.ts';

interface Looked {
  readonly commit: string;
  readonly found: readonly Found[];
  readonly ms: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '300' },
    mutations: { type: 'string', default: '25' },
    seed: { type: 'string', default: '1' },
    missed: { type: 'boolean', default: false },
    suspicious: { type: 'boolean', default: false },
  },
});

if (positionals.length === 0) {
  process.stderr.write(
    'measure-detectors [--commits N] [--mutations N] [--seed N] [--missed] [--suspicious] REPOSITORY…\n',
  );
  process.exit(2);
}
for (const path of positionals) measure(path);

function measure(path: string): void {
  const { name, commits } = historyOf(path, Number(values.commits));
  const looked = commits.map((commit): Looked => {
    const changes = changesOf(path, commit);
    const start = performance.now();
    const found = detectWeakened(changes);
    return { commit, found, ms: performance.now() - start };
  });
  say(`${name}: ${commits.length} commits`);
  for (const group of ['weakened', 'suspicious'] as const) say(`  ${group}: ${sharesOf(looked, group)}`);
  const times = looked.map(({ ms }) => ms);
  say(
    `  time of a commit: median ${inMs(median(times))}, p95 ${inMs(quantile(times, 0.95))}, longest ${inMs(Math.max(...times))}`,
  );
  for (const { commit, found } of looked)
    for (const { rule, certain, file, line, says } of found)
      if (values.suspicious || groupOf(rule) === 'weakened')
        say(
          `  ${commit.slice(0, 9)} ${certain ? 'certain' : 'maybe  '} ${rule} ${file}${line === null ? '' : `:${line}`}: ${says}`,
        );
  for (const one of measureRecall(path, commits, { count: Number(values.mutations), seed: Number(values.seed) })) {
    say(`  planted ${one.name}: ${one.found} of ${one.planted}`);
    if (values.missed) for (const place of one.missed) say(`    missed ${place}`);
  }
}

/** `20 (6.7 %): test-removed 11, …`, counted in commits. */
function sharesOf(looked: readonly Looked[], group: FindingGroup): string {
  const withAny = looked.filter(({ found }) => found.some(({ rule }) => groupOf(rule) === group)).length;
  const rules = findingGroups[group].flatMap((rule) => {
    const count = looked.filter(({ found }) => found.some((one) => one.rule === rule)).length;
    return count === 0 ? [] : [`${rule} ${count}`];
  });
  return `${withAny} (${((100 * withAny) / Math.max(1, looked.length)).toFixed(1)} %): ${rules.join(', ')}`;
}

function inMs(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
