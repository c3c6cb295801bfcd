import type { CheckResult, ChangedFile, Flake, TestName } from '../../core/model/verdict.ts';
import type { Check, CheckHooks } from '../checks/check.ts';
import { fileName } from '../checks/check.ts';
import { evidenceKey } from '../checks/evidence.ts';
import { type Ran, runReported } from '../checks/run-reported.ts';
import { eachOnce } from '../runners/test-names.ts';
import { isTestFile } from '../runners/test-files.ts';
import { headOf } from '../slot/gate-worktree.ts';
import { cleanUp, failingOf, onlyIn } from './repeat-tests.ts';
import { type Settling, flakeNote, isKnownIn, targetRuns } from './settle-check.ts';
import { settleMixed } from './settle-red.ts';

export interface BurnIn {
  readonly settling: Settling;
  readonly files: readonly ChangedFile[];
  readonly times: number;
  /** What the work is, whatever it is merged onto: burnt in once. */
  readonly work: string;
  readonly around: string;
}

export interface Burnt {
  readonly results: CheckResult[];
  readonly notes: string[];
}

/** New and changed tests, before they are believed: whoever is red once in several runs is flaky. */
export async function burnIn(
  order: BurnIn,
  ran: readonly { readonly check: Check; readonly result: CheckResult }[],
  hooks: CheckHooks,
): Promise<Burnt> {
  const files = order.files
    .filter(({ path, status }) => status !== 'deleted' && isTestFile(path))
    .map(({ path }) => path);
  const notes: string[] = [];
  if (order.times < 2 || files.length === 0) return { results: ran.map(({ result }) => result), notes };
  const results: CheckResult[] = [];
  let anybody = false;
  for (const { check, result } of ran) {
    const only = await onlyIn(order.settling.place.cwd, check);
    const own = files.filter((file) => only?.takes(file));
    const command = only?.files(own) ?? null;
    if (command !== null) anybody = true;
    if (command === null || result.outcome !== 'green') {
      results.push(result);
      continue;
    }
    const burnt = await burnCheck(order, { check, result, command }, hooks);
    results.push(burnt.result);
    notes.push(...burnt.notes);
  }
  if (!anybody) notes.push('new and changed tests were run once only: no check says how to run some of them (`only`)');
  return { results, notes };
}

interface Burning {
  readonly check: Check;
  readonly result: CheckResult;
  readonly command: string;
}

async function burnCheck(
  order: BurnIn,
  burning: Burning,
  hooks: CheckHooks,
): Promise<{ result: CheckResult; notes: readonly string[] }> {
  const { check, result, command } = burning;
  const { evidence, target } = order.settling;
  const key = evidenceKey({
    kind: 'burn-in',
    content: order.work,
    check,
    command: `${order.times} ${command}`,
    around: order.around,
  });
  const kept = evidence.find(key);
  if (kept !== null) return { result: withFlake(result, kept.flake), notes: noteOf(check, kept.flake, target.branch) };
  const burnt = await runTimes(order, burning, hooks);
  if (burnt.kind === 'unfinished') return { result, notes: [burnt.why] };
  let flake: Flake | null = null;
  if (burnt.red !== null) {
    const log = `burn-in-${fileName(check)}`;
    const there = targetRuns(order.settling, { check, ran: burnt.red, log }, hooks);
    const mixed = { tests: burnt.failing, runs: burnt.runs + 1, reds: burnt.reds };
    const isKnown = isKnownIn(order.settling.known, check);
    ({ flake } = await settleMixed({ target: there.run, isKnown }, mixed));
  }
  evidence.keep(key, { ...result, flake });
  return { result: withFlake(result, flake), notes: noteOf(check, flake, target.branch) };
}

type Times =
  | { readonly kind: 'unfinished'; readonly why: string }
  | {
      readonly kind: 'done';
      readonly runs: number;
      readonly reds: number;
      readonly failing: readonly TestName[];
      readonly red: Ran | null;
    };

/** As often as asked for, all within the check's own time limit. */
async function runTimes({ settling, times }: BurnIn, burning: Burning, hooks: CheckHooks): Promise<Times> {
  const { check, command } = burning;
  const { place } = settling;
  const until = performance.now() + check.timeoutMs;
  const failing: TestName[] = [];
  let reds = 0;
  let red: Ran | null = null;
  const commit = await headOf(place.cwd);
  for (let run = 1; run <= times; run += 1) {
    hooks.progress?.(`${check.name}: new and changed tests, run ${run} of ${times}`);
    const timeoutMs = Math.max(1, Math.round(until - performance.now()));
    const log = `burn-in-${fileName(check)}-${run}`;
    const ran = await runReported({ check, place, command, log, timeoutMs }, hooks);
    await cleanUp(place, commit);
    // The runner found none in these files: they are another check's.
    if (ran.words?.executed === 0 && ran.words.failed.length === 0)
      return { kind: 'done', runs: 0, reds: 0, failing: [], red: null };
    if (ran.result.outcome === 'infrastructure') {
      const why = `new and changed tests of check ${check.name} were run ${run - 1} of ${times} times: then one was ended`;
      if (reds === 0) return { kind: 'unfinished', why };
      return { kind: 'done', runs: run - 1, reds, failing: eachOnce(failing), red };
    }
    // Thresholds of the whole suite fail without a test that does.
    const isRed = ran.result.outcome === 'red' && (ran.words === null || ran.words.failed.length > 0);
    if (!isRed) continue;
    reds += 1;
    red = ran;
    failing.push(...failingOf(ran));
  }
  return { kind: 'done', runs: times, reds, failing: eachOnce(failing), red };
}

function withFlake(result: CheckResult, flake: Flake | null): CheckResult {
  return flake === null ? result : { ...result, outcome: 'flaky', flake };
}

function noteOf(check: Check, flake: Flake | null, branch: string): readonly string[] {
  return flake === null ? [] : [flakeNote(check, flake, branch)];
}
