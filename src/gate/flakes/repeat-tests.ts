import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TestName } from '../../core/model/verdict.ts';
import type { Check, CheckHooks, CheckPlace } from '../checks/check.ts';
import { type Ran, runReported } from '../checks/run-reported.ts';
import { type OnlyCommand, onlyCommand } from '../runners/only-command.ts';
import { testKey } from '../runners/test-names.ts';
import { endStrays } from '../checks/end-strays.ts';
import { headOf, restoreTracked } from '../slot/gate-worktree.ts';
import { type Repeated, wholeCheck } from './settle-red.ts';

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** How a check runs some of its tests in this worktree; null when it cannot. */
export async function onlyIn(cwd: string, check: Check): Promise<OnlyCommand | null> {
  const text = await readFile(join(cwd, 'package.json'), 'utf8').catch(() => '{}');
  return onlyCommand(check, scriptsOf(text));
}

/** A broken file is the check's own business. */
function scriptsOf(text: string): Record<string, string> {
  try {
    return packageSchema.safeParse(JSON.parse(text)).data?.scripts ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** What failed in a run that was red, as far as its runner says. */
export function failingOf(ran: Ran): readonly TestName[] {
  const failed = ran.words?.failed ?? [];
  return failed.length === 0 ? [wholeCheck] : failed;
}

export interface Repeat {
  readonly check: Check;
  readonly place: CheckPlace;
  readonly tests: readonly TestName[];
  readonly log: string;
  /** Tests may be missing here: those are not red. */
  readonly mayMiss: boolean;
  /** Without the others, where the runner can. */
  readonly alone: boolean;
}

/** Runs tests again, only these where the runner can, else the whole check. */
export async function repeatTests(repeat: Repeat, hooks: CheckHooks): Promise<Repeated & { ran?: Ran }> {
  const { check, place, tests, log, alone } = repeat;
  const commit = await headOf(place.cwd);
  const command = isWhole(tests) || !alone ? null : ((await onlyIn(place.cwd, check))?.tests(tests) ?? null);
  if (command !== null) {
    const ran = await runReported({ check, place, command, log }, hooks);
    await cleanUp(place, commit);
    const said = whatSaid(ran, repeat);
    if (said !== null) return said;
  }
  const ran = await runReported({ check, place, log: command === null ? log : `${log}-whole` }, hooks);
  await cleanUp(place, commit);
  if (ran.result.outcome === 'infrastructure') return { ...dead(check), ran };
  if (ran.result.outcome === 'green') return { kind: 'ran', red: [], ran };
  const failed = ran.words?.failed ?? [];
  // Red without a name: any of them may be it.
  const unnamed = failed.length === 0 && !repeat.mayMiss;
  const red = isWhole(tests) || unnamed ? tests : among(tests, failed);
  return { kind: 'ran', red, ran };
}

/** The next run is to meet nothing of this one. */
export async function cleanUp(place: CheckPlace, commit: string): Promise<void> {
  await endStrays(place);
  await restoreTracked(place.cwd, commit);
}

/** What a run of these tests only says of them; null when it says nothing, as when they were not found. */
function whatSaid(ran: Ran, { check, tests, mayMiss }: Repeat): (Repeated & { ran: Ran }) | null {
  const { result, words } = ran;
  if (result.outcome === 'infrastructure') return { ...dead(check), ran };
  if (words === null) return null;
  const red = among(tests, words.failed);
  const executed = words.executed ?? 0;
  if (mayMiss && executed === 0 && words.failed.length === 0 && tests.length > 1) return null;
  // A file that does not load fails as a whole, without running anything.
  const whole = tests.filter(({ title }) => title === '').length;
  if (mayMiss || red.length === tests.length) return { kind: 'ran', red, ran };
  return executed + whole >= tests.length ? { kind: 'ran', red, ran } : null;
}

function isWhole(tests: readonly TestName[]): boolean {
  return tests.includes(wholeCheck);
}

function among(tests: readonly TestName[], failed: readonly TestName[]): TestName[] {
  const keys = new Set(failed.map(testKey));
  return tests.filter((test) => keys.has(testKey(test)));
}

function dead(check: Check): { kind: 'unknown'; why: string } {
  return { kind: 'unknown', why: `check ${check.name} did not run to its end when it was repeated` };
}
