import { z } from 'zod';
import { findingSchema } from './findings.ts';

/**
 * What the gate found out about one round of a session. Everything here is journalled and shown; nothing in it is
 * recomputed later. Commits and trees are full object ids.
 */

/** How a file changed between the target and the candidate. */
export const changedFileSchema = z.object({
  path: z.string(),
  /** The old path of a rename or copy. */
  from: z.string().optional(),
  status: z.enum(['added', 'modified', 'deleted', 'renamed', 'copied', 'type-changed']),
  /** Lines; null for a binary file. */
  added: z.number().nullable(),
  removed: z.number().nullable(),
});
export type ChangedFile = z.infer<typeof changedFileSchema>;

/** A test as a runner names it. */
export const testNameSchema = z.object({
  /** null where the runner does not say. */
  file: z.string().nullable(),
  title: z.string(),
});
export type TestName = z.infer<typeof testNameSchema>;

/** What a runner says of the tests it ran. */
export const testCountsSchema = z.object({
  executed: z.number(),
  skipped: z.number(),
  failed: z.array(testNameSchema),
});
export type TestCounts = z.infer<typeof testCountsSchema>;

/** A check that gave both results on the same commit. */
export const flakeSchema = z.object({
  /** The tests that did; empty when only the whole check is known to. */
  tests: z.array(testNameSchema),
  /** Runs on the candidate, the first one included, and how many of them were red. */
  runs: z.number(),
  reds: z.number(),
  /** The same on the target; 0 when the ledger knew enough. */
  targetRuns: z.number(),
  targetReds: z.number(),
  /** What it is known by: it flakes on the target too, or did before. null: new with this work, a person decides. */
  known: z.enum(['target', 'ledger']).nullable(),
});
export type Flake = z.infer<typeof flakeSchema>;

/** One check's run on the candidate. */
export const checkResultSchema = z.object({
  name: z.string(),
  run: z.string(),
  /**
   * `infrastructure`: died of a signal or its time limit, which says nothing about the work. `skipped`: an earlier check
   * was red. `flaky`: red, and green when it was repeated on the same commit.
   */
  outcome: z.enum(['green', 'red', 'flaky', 'infrastructure', 'skipped']),
  /** Exit status; null when it died of a signal, was stopped, or did not run. */
  exit: z.number().nullable(),
  durationMs: z.number(),
  /** The whole output, kept on disk; empty when it did not run. */
  log: z.string(),
  /** The useful part of the output, for the agent and the person. */
  tail: z.string(),
  /** null unless it is flaky. */
  flake: flakeSchema.nullable(),
  /** null where the runner's words are not understood. */
  tests: testCountsSchema.nullable(),
  /** It ran before on the same tree; this is what came of it then. */
  reused: z.boolean(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

/** Why a verdict is red. Each says one thing that the agent can act upon. */
export const reasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conflict'), files: z.array(z.string()), target: z.string() }),
  z.object({
    kind: z.literal('check'),
    name: z.string(),
    run: z.string(),
    exit: z.number().nullable(),
    tail: z.string(),
  }),
  z.object({ kind: z.literal('scope'), files: z.array(z.string()), scope: z.array(z.string()) }),
  z.object({ kind: z.literal('snapshot'), why: z.string() }),
  z.object({ kind: z.literal('setup'), run: z.string(), tail: z.string() }),
  /** Findings whose policy is red, each a line with its place. */
  z.object({ kind: z.literal('findings'), lines: z.array(z.string()) }),
  /** A hook of the repository that refused. */
  z.object({ kind: z.literal('hook'), hook: z.string(), tail: z.string() }),
  /** The target and its upstream each have commits that the other lacks; `why` says what the person does. */
  z.object({ kind: z.literal('diverged'), why: z.string() }),
  /** A check that is red on the target as it is, without this work. */
  z.object({
    kind: z.literal('target'),
    target: z.string(),
    name: z.string(),
    run: z.string(),
    exit: z.number().nullable(),
    tail: z.string(),
  }),
]);
export type Reason = z.infer<typeof reasonSchema>;

/**
 * - `green`: every check was green on exactly the candidate.
 * - `red`: goes back to the agent with the reasons.
 * - `unchecked`: no check is configured, nothing was verified.
 * - `unchanged`: nothing differs from the target.
 * - `infrastructure`: a check could not be run to its end, twice; nothing is known about the work.
 * - `flaky`: all green in the end, but a check was red before on the same commit and never is on the target: a person decides.
 * - `target-red`: a check is red, and it is on the target as well, or the target is not one with its upstream: not this
 *   work's fault, and it cannot land.
 */
export const verdictSchema = z.object({
  kind: z.enum(['green', 'red', 'unchecked', 'unchanged', 'infrastructure', 'flaky', 'target-red']),
  /** The commit of the session's working tree that was judged; empty when no snapshot could be taken. */
  snapshot: z.string(),
  /** The target commit that it was merged onto. */
  target: z.string(),
  /** The merged commit the checks ran on; empty on a conflict, or without a snapshot. */
  candidate: z.string(),
  /** The candidate's tree: evidence holds for this content, whatever commit carries it. */
  tree: z.string(),
  files: z.array(changedFileSchema),
  checks: z.array(checkResultSchema),
  reasons: z.array(reasonSchema),
  findings: z.array(findingSchema),
  /** Tests as the target has them, run on the candidate, where it changes them; null when they were not. */
  oldTests: z
    .object({
      files: z.array(z.string()),
      check: z.string(),
      outcome: z.enum(['green', 'red', 'infrastructure']),
      failed: z.array(testNameSchema),
      log: z.string(),
      tail: z.string(),
    })
    .nullable(),
  /** Things a person should know that are no reason to refuse (large or binary files, nested repositories, ...). */
  notes: z.array(z.string()),
  startedAt: z.number(),
  finishedAt: z.number(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What most checks have nothing to say about. */
export const plainResult = { flake: null, tests: null, reused: false } as const;

/** A verdict before anything was found out. */
export const blankVerdict = {
  snapshot: '',
  target: '',
  candidate: '',
  tree: '',
  files: [],
  checks: [],
  reasons: [],
  findings: [],
  oldTests: null,
  notes: [],
} satisfies Partial<Verdict>;

/** Lines added and removed over all text files of a verdict. */
export function countLines(files: readonly ChangedFile[]): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (const file of files) {
    added += file.added ?? 0;
    removed += file.removed ?? 0;
  }
  return { added, removed };
}
