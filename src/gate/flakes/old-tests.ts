import type { ChangedFile, Verdict } from '../../core/model/verdict.ts';
import { type Overlay, overlayCommit } from '../../git/overlay-tree.ts';
import { type Check, type CheckHooks, fileName } from '../checks/check.ts';
import { evidenceKey } from '../checks/evidence.ts';
import { runReported } from '../checks/run-reported.ts';
import { isTestFile, testOfSnapshot } from '../runners/test-files.ts';
import { restoreTracked, switchTo } from '../slot/gate-worktree.ts';
import { onlyIn } from './repeat-tests.ts';
import type { Settling } from './settle-check.ts';

export interface OldTestsOrder {
  readonly root: string;
  readonly settling: Settling;
  readonly checks: readonly Check[];
  readonly candidate: string;
  readonly files: readonly ChangedFile[];
  readonly around: string;
}

/**
 * Runs tests as the target has them on the candidate, where the work changed or deleted them: what fails then is what
 * the work expects otherwise. Evidence, never a reason. Null when nothing of the kind was changed, or no check runs tests.
 */
export async function oldTests(order: OldTestsOrder, hooks: CheckHooks): Promise<Verdict['oldTests']> {
  const overlays = order.files.flatMap(overlayOf);
  const tests = [...new Set(overlays.map(({ to }) => testOfSnapshot(to) ?? to))].filter(isTestFile);
  if (tests.length === 0) return null;
  const { root, candidate, settling } = order;
  const overlay = await overlayCommit({ root, on: candidate, from: settling.target.commit, files: overlays });
  if (overlay === null) return null;
  const { cwd } = settling.place;
  await switchTo(cwd, overlay.commit);
  try {
    return await runOn(order, { tests, tree: overlay.tree }, hooks);
  } finally {
    await switchTo(cwd, candidate);
  }
}

/** As the target has it, where the candidate has it now; a snapshot goes with its tests. */
function overlayOf({ path, from, status, added, removed }: ChangedFile): Overlay[] {
  const old = status === 'renamed' ? (from ?? path) : path;
  const unchanged = status === 'renamed' && added === 0 && removed === 0;
  if (status === 'added' || status === 'copied' || unchanged || old.includes('\u{FFFD}')) return [];
  return isTestFile(old) || testOfSnapshot(old) !== null ? [{ from: old, to: path }] : [];
}

async function runOn(
  { settling, checks, around }: OldTestsOrder,
  { tests, tree }: { tests: readonly string[]; tree: string },
  hooks: CheckHooks,
): Promise<Verdict['oldTests']> {
  const { place, evidence } = settling;
  const chosen = await choose(place.cwd, checks, tests);
  if (chosen === null) return null;
  const { check, command, files } = chosen;
  const key = evidenceKey({ kind: 'old-tests', content: tree, check, command, around });
  let result = evidence.find(key);
  if (result === null) {
    hooks.progress?.(`${check.name}: tests as ${settling.target.branch} has them`);
    const log = `old-tests-${fileName(check)}`;
    ({ result } = await runReported({ check, place, log, ...(command === null ? {} : { command }) }, hooks));
    await restoreTracked(place.cwd);
    if (result.outcome !== 'infrastructure') evidence.keep(key, result);
  }
  // The runner takes none of them for its own.
  if (result.tests?.executed === 0 && result.tests.failed.length === 0) return null;
  const outcome = result.outcome === 'green' || result.outcome === 'red' ? result.outcome : 'infrastructure';
  const { log, tail } = result;
  return { files: [...files], check: check.name, outcome, failed: result.tests?.failed ?? [], log, tail };
}

/** The check that can run most of these files alone; else the first that runs tests by its name, whole. */
async function choose(
  cwd: string,
  checks: readonly Check[],
  tests: readonly string[],
): Promise<{ check: Check; command: string | null; files: readonly string[] } | null> {
  const able = [];
  for (const check of checks) {
    const only = await onlyIn(cwd, check);
    const files = tests.filter((file) => only?.takes(file));
    const command = only?.files(files) ?? null;
    if (command !== null) able.push({ check, command, files });
  }
  const best = able.toSorted((a, b) => b.files.length - a.files.length)[0];
  if (best !== undefined) return best;
  const whole = checks.find(({ name, run }) => /test|spec/i.test(`${name} ${run}`));
  return whole === undefined ? null : { check: whole, command: null, files: tests };
}
