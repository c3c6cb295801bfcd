import { type Outcome, runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';

/**
 * Months of synthetic days of one person and their agents, under fixed caps and under `auto`, by the product's own rules.
 * Run: `npm run simulate [WEEKS] [SEED]`.
 */

const weeks = Number(process.argv[2] ?? 26);
const seed = Number(process.argv[3] ?? 1);
const highest = 12;

function row(name: string, of: Outcome, best: number): string {
  const cells = [
    of.capMean.toFixed(1).padStart(5),
    of.queueMean.toFixed(1).padStart(7),
    of.queueP95.toFixed(0).padStart(5),
    of.growth.toFixed(1).padStart(7),
    of.waitMean.toFixed(1).padStart(7),
    of.waitP95.toFixed(1).padStart(6),
    of.landedPerDay.toFixed(2).padStart(8),
    `${((100 * of.landedPerDay) / best).toFixed(0)} %`.padStart(7),
    `${(100 * of.idle).toFixed(0)} %`.padStart(6),
    `${(100 * of.conflicts).toFixed(0)} %`.padStart(6),
    of.capChanges.toFixed(2).padStart(8),
  ];
  return `  ${name.padEnd(5)}${cells.join('')}`;
}

const heading = `  ${'cap'.padEnd(5)} mean  queue  p95  growth  wait h   p95  landed  of best  idle  redone changes`;
console.log(`${weeks} weeks after two of warming up, seed ${seed}; queue and waiting in working hours; review limit 3`);
const summary: string[] = [];
for (const scenario of scenarios) {
  const fixed = Array.from({ length: highest }, (_, at) => runScenario(scenario, { cap: at + 1, weeks, seed }));
  const auto = runScenario(scenario, { cap: { max: highest }, weeks, seed });
  const best = Math.max(...fixed.map(({ landedPerDay }) => landedPerDay));
  const bestCap = fixed.findIndex(({ landedPerDay }) => landedPerDay === best) + 1;
  const enough = fixed.findIndex(({ landedPerDay }) => landedPerDay >= 0.95 * best) + 1;
  console.log(`\n${scenario.name}\n${heading}`);
  for (const [at, outcome] of fixed.entries()) console.log(row(String(at + 1), outcome, best));
  console.log(row('auto', auto, best));
  const share = auto.landedPerDay / best;
  const word = share >= 0.95 && Math.abs(auto.growth) <= 1 ? 'holds' : 'FAILS';
  summary.push(
    `  ${scenario.name.padEnd(36)} auto ${auto.capMean.toFixed(1).padStart(4)}  lands ${(100 * share).toFixed(1)} % of the best (cap ${bestCap}; ${enough} is enough for 95 %)  queue ${auto.queueMean.toFixed(1)}, growth ${auto.growth.toFixed(1)}: ${word}`,
  );
}
console.log(`\nauto against the best fixed cap\n${summary.join('\n')}`);
