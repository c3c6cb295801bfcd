import type { TestName } from '../../../src/core/model/verdict.ts';
import { settleRed } from '../../../src/gate/flakes/settle-red.ts';

/**
 * What a way of treating red checks does to good, broken and intermittently broken work. The last row is the product's
 * own rule, with its code; all is drawn from one seeded series. Run: `node test/bench/flakes/simulate-policies.ts [ITEMS]`.
 */

const items = Number(process.argv[2] ?? 200_000);
/** A suite of this target is red by chance, without any fault in the work. */
const suiteFlake = 0.05;
const broken = 0.15;
const introduces = 0.03;
/** How often the intermittent fault shows. */
const shows = 0.5;
/** Of the suite's tests those that failed are this part of its cost. */
const partCost = 0.02;

/** mulberry32: small, and the same everywhere. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const test = (title: string): TestName => ({ file: 'a.test.ts', title });
const [own, old, racy] = [test('the work’s own'), test('flaky on the target'), test('new race')];

/** One piece of work; `run` gives what fails in one run of these tests, on the candidate or on the target. */
interface Item {
  readonly kind: 'good' | 'broken' | 'racy';
  run(where: 'candidate' | 'target', among: readonly TestName[]): readonly TestName[];
}

function draw(random: () => number): Item {
  const kind = random() < broken ? 'broken' : random() < introduces / (1 - broken) ? 'racy' : 'good';
  // A test that flakes at all does so at this rate when it is run again: it was picked because it did.
  const again = 0.3;
  let first = true;
  return {
    kind,
    run(where, among) {
      const flakes = random() < (first ? suiteFlake : again);
      if (where === 'candidate') first = false;
      const failing = [
        ...(where === 'candidate' && kind === 'broken' ? [own] : []),
        ...(where === 'candidate' && kind === 'racy' && random() < shows ? [racy] : []),
        ...(flakes ? [old] : []),
      ];
      return failing.filter((one) => among.includes(one));
    },
  };
}

type Fate = 'lands' | 'back' | 'person';
interface Judged {
  readonly fate: Fate;
  readonly suites: number;
}
type Policy = (item: Item) => Promise<Judged>;

const all = [own, old, racy];
const plain =
  (times: number, part: boolean, everyOne: boolean): Policy =>
  async (item) => {
    const failing = item.run('candidate', all);
    let suites = 1;
    if (failing.length === 0) return { fate: 'lands', suites };
    for (let time = 0; time < times; time += 1) {
      suites += part ? partCost : 1;
      const isGreen = item.run('candidate', part ? failing : all).length === 0;
      if (isGreen && !everyOne) return { fate: 'lands', suites };
      if (!isGreen && everyOne) return { fate: 'back', suites };
    }
    return { fate: everyOne && times > 0 ? 'lands' : 'back', suites };
  };

const ours =
  (burnIn: number, ledger = false): Policy =>
  async (item) => {
    let suites = 1;
    const failing = item.run('candidate', all);
    if (failing.length > 0) {
      const repeat = (where: 'candidate' | 'target', among: readonly TestName[]) => {
        suites += partCost;
        return Promise.resolve({ kind: 'ran', red: item.run(where, among) } as const);
      };
      const settled = await settleRed({
        failing,
        candidate: (among) => repeat('candidate', among),
        target: (among) => repeat('target', among),
        together: () => {
          suites += 1;
          return Promise.resolve({ kind: 'ran', red: item.run('candidate', all) });
        },
        isKnown: (one) => ledger && one === old,
      });
      if (settled.kind === 'flaky' && settled.flake.known === null) return { fate: 'person', suites };
      if (settled.kind !== 'flaky') return { fate: 'back', suites };
    }
    // The race is in a test that the work itself added or changed.
    for (let run = 0; run < burnIn; run += 1) {
      suites += partCost;
      if (item.run('candidate', [racy]).length > 0) return { fate: 'person', suites };
    }
    return { fate: 'lands', suites };
  };

const policies: readonly (readonly [string, Policy])[] = [
  ['no retry', plain(0, false, false)],
  ['whole suite again, once', plain(1, false, false)],
  ['failing tests again, once', plain(1, true, false)],
  ['failing tests twice, both green', plain(2, true, true)],
  ['ours, races in untouched tests', ours(0)],
  ['the same, with a ledger of old flakes', ours(0, true)],
  ['ours, races in new tests (burn-in 5)', ours(5)],
];

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`.padStart(8);
console.log(`${items} items each; suite flakes ${suiteFlake}, broken ${broken}, new races ${introduces} (q ${shows})`);
console.log(`${'policy'.padEnd(38)}suites  good back  good asked  races land  races asked  broken land`);
for (const [name, policy] of policies) {
  const random = dice(20_261_128);
  const count = new Map<string, number>();
  const add = (key: string, by = 1) => count.set(key, (count.get(key) ?? 0) + by);
  for (let number = 0; number < items; number += 1) {
    const item = draw(random);
    const { fate, suites } = await policy(item);
    add('suites', suites);
    add(item.kind);
    add(`${item.kind} ${fate}`);
  }
  const of = (key: string): number => count.get(key) ?? 0;
  const row = [
    (of('suites') / items).toFixed(3).padStart(6),
    percent(of('good back'), of('good')),
    percent(of('good person'), of('good')),
    percent(of('racy lands'), of('racy')),
    percent(of('racy person'), of('racy')),
    percent(of('broken lands'), of('broken')),
  ];
  console.log(`${name.padEnd(38)}${row.join('    ')}`);
}
