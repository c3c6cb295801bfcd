import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Found, findingLine } from '../../../src/core/model/findings.ts';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectEntries } from '../../../src/gate/findings/entries.ts';
import { readChanges } from '../../../src/gate/findings/read-changes.ts';
import { detectSecrets } from '../../../src/gate/findings/secrets.ts';
import { type Planted, plantedSecrets } from './planted-secrets.ts';

const usage = `npm run measure:secrets -- [--commits N] [--each N] [--seed N] [--list] REPOSITORY...
What the detectors of secrets and odd files say about the last commits of real repositories (read each: nobody planted
anything there), and how many of the planted secrets they find, alone and inside one of those commits.`;

interface Round {
  readonly commit: string;
  readonly changes: readonly FileChange[];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      commits: { type: 'string', default: '300' },
      each: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      list: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) {
    console.error(usage);
    return 2;
  }
  const rounds: Round[] = [];
  for (const root of positionals) rounds.push(...(await history(root, { most: values.commits, list: values.list })));
  recall(plantedSecrets(Number(values.seed), Number(values.each)), rounds);
  return 0;
}

/** Runs the detectors over the last first-parent commits of one repository and prints what they say. */
async function history(root: string, { most, list }: { most: string; list: boolean }): Promise<Round[]> {
  const args = ['log', '--first-parent', '-n', most, '--min-parents=1', '--format=%H %P'];
  const commits = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const rounds: Round[] = [];
  const times: { read: number; find: number }[] = [];
  const counts = new Map<string, number>();
  let bytes = 0;
  for (const line of commits) {
    const [commit = '', parent = ''] = line.split(' ');
    const start = performance.now();
    const changes = await readChanges({ root, from: parent, to: commit });
    const middle = performance.now();
    const found = [...detectSecrets(changes), ...detectEntries(changes)];
    times.push({ read: middle - start, find: performance.now() - middle });
    rounds.push({ commit, changes });
    for (const { after } of changes) bytes += after?.text?.length ?? 0;
    for (const one of found) {
      counts.set(one.rule, (counts.get(one.rule) ?? 0) + 1);
      if (list || one.rule === 'secret') console.log(`  ${commit.slice(0, 9)} [${one.rule}] ${findingLine(one)}`);
    }
  }
  const name = basename(dirname(root)) || basename(root);
  console.log(`${name}: ${commits.length} commits, ${(bytes / 1e6).toFixed(1)} MB of changed files`);
  console.log(`  ${[...counts].map(([rule, count]) => `${rule} ${count}`).join(', ') || 'nothing said'}`);
  const [read, find] = [times.map((time) => time.read), times.map((time) => time.find)];
  console.log(`  reading ms: ${spread(read)}; finding ms: ${spread(find)}`);
  return rounds;
}

function spread(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)}`;
}

function recall(planted: readonly Planted[], rounds: readonly Round[]): void {
  const kinds = Map.groupBy(planted, ({ kind }) => kind);
  console.log('planted: found alone / inside a real commit / given away by the sentence, of');
  for (const [kind, all] of kinds) {
    const alone = all.filter((one) => isSaid(one, [change(one)])).length;
    const hidden = all.filter((one, at) => {
      const others = rounds.at((at * 37) % rounds.length)?.changes ?? [];
      return isSaid(one, [...others.filter(({ path }) => path !== one.path), change(one)]);
    }).length;
    const leaks = all.filter((one) =>
      detectSecrets([change(one)]).some(({ says }) => says.includes(one.secret)),
    ).length;
    console.log(`  ${kind.padEnd(26)} ${alone} / ${hidden} / ${leaks} of ${all.length}`);
  }
}

function change({ path, lines }: Planted): FileChange {
  const text = ['// first', ...lines, '// last', ''].join('\n');
  const after = { mode: '100644', id: '1'.repeat(40), size: text.length, text, linkTarget: null };
  return { path, oldPath: null, before: null, after };
}

function isSaid({ path }: Planted, changes: readonly FileChange[]): boolean {
  return detectSecrets(changes).some((found: Found) => found.file === path);
}

process.exitCode = await main();
