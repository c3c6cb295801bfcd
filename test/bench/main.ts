import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { own, putAwayAll } from './kit/belongings.ts';
import { tmuxVersion } from './kit/tmux.ts';
import type { Course } from './measure.ts';
import { measures } from './registry.ts';
import { budgetWords, judgeMeasure, table } from './report.ts';
import { runMeasure } from './run-measure.ts';

const usage = `npm run bench -- [--only NAME[,NAME]] [--rounds N] [--quick] [--json FILE] [--list]`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(usage);
  if (values.list) return list();
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 5));
  const names = values.only.split(',').filter((name) => name !== '');
  const chosen = measures.filter(({ name }) => names.length === 0 || names.includes(name));
  if (!(rounds >= 1) || names.length > chosen.length) {
    console.error(`${usage}\n--only takes names of --list`);
    return 2;
  }
  const version = await tmuxVersion();
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-bench-'));
  own(() => rmSync(folder, { recursive: true, force: true }));
  const { quick } = values;
  const course: Course = { quick, tmux: version !== null, folder, seconds: (full, short) => (quick ? short : full) };
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, Linux ${release()}, Node ${process.version}, ${version ?? 'no tmux'}`;
  console.log(
    `${machine}\nrounds: ${rounds}${quick ? ', quick' : ''}; ours and rival in turn; medians (lowest..highest round)`,
  );
  if (version === null) console.log('tmux is not installed: what is compared with it is skipped');

  const results = [];
  for (const measure of chosen) {
    const begun = performance.now();
    const ran = await runMeasure(measure, course, rounds);
    const took = ((performance.now() - begun) / 1000).toFixed(1);
    const judged = judgeMeasure(measure, ran);
    results.push(...judged);
    console.log(`\n${measure.name} (${took} s)\n${table(judged)}`);
    for (const note of ran.notes) console.log(`  ${note}`);
    if (ran.failure !== null) console.log(`  could not run: ${ran.failure}`);
  }
  if (chosen.length > 1) console.log(`\n${table(results)}`);
  if (values.json !== undefined) {
    const document = { machine, tmux: version, rounds, quick, at: new Date().toISOString(), results };
    writeFileSync(values.json, `${JSON.stringify(document, null, 2)}\n`);
  }
  return results.some(({ failed }) => failed) ? 1 : 0;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function list(): number {
  for (const { name, rows } of measures) {
    console.log(name);
    for (const row of rows) console.log(`  ${row.name.padEnd(28)} ${budgetWords(row).padEnd(24)} ${row.means}`);
  }
  return 0;
}

let leaving = false;

/** Puts everything away before its time. */
function leave(why: string, status: number): void {
  if (leaving) return;
  leaving = true;
  console.error(`${why}: putting everything away`);
  void putAwayAll().then(() => process.exit(status));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => leave(signal, 130));
process.on('uncaughtException', (thrown) => leave(thrown.stack ?? String(thrown), 1));
// Whoever read the table has gone; what is said after that must not be an error of its own.
process.stdout.on('error', () => leave('nobody reads', 1));
process.stderr.on('error', () => undefined);
try {
  process.exitCode = await main();
} finally {
  await putAwayAll();
}
process.exit();
