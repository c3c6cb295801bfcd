import { z } from 'zod';

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

/** One check's run on the candidate. */
export const checkResultSchema = z.object({
  name: z.string(),
  run: z.string(),
  /** `infrastructure`: died of a signal or its time limit, which says nothing about the work. `skipped`: an earlier check was red. */
  outcome: z.enum(['green', 'red', 'infrastructure', 'skipped']),
  /** Exit status; null when it died of a signal, was stopped, or did not run. */
  exit: z.number().nullable(),
  durationMs: z.number(),
  /** The whole output, kept on disk; empty when it did not run. */
  log: z.string(),
  /** The last lines of the output, for the agent and the person. */
  tail: z.string(),
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
]);
export type Reason = z.infer<typeof reasonSchema>;

/**
 * - `green`: every check was green on exactly the candidate.
 * - `red`: goes back to the agent with the reasons.
 * - `unchecked`: no check is configured, nothing was verified.
 * - `unchanged`: nothing differs from the target.
 * - `infrastructure`: a check could not be run to its end, twice; nothing is known about the work.
 */
export const verdictSchema = z.object({
  kind: z.enum(['green', 'red', 'unchecked', 'unchanged', 'infrastructure']),
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
  /** Things a person should know that are no reason to refuse (large or binary files, nested repositories, ...). */
  notes: z.array(z.string()),
  startedAt: z.number(),
  finishedAt: z.number(),
});
export type Verdict = z.infer<typeof verdictSchema>;

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
