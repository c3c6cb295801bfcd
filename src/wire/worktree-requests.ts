import { z } from 'zod';

const session = z.number().int().positive();

/** What became, or would become, of one worktree. */
export const cleanedSchema = z.object({
  /** null: a gate's worktree, or the logs of ended sessions. */
  session: session.nullable(),
  what: z.enum(['worktree', 'gate', 'logs']),
  path: z.string(),
  outcome: z.enum(['removed', 'would be removed', 'stays']),
  /** Why it stays, a sentence. */
  why: z.string().nullable(),
  /** Bytes that the disk gets back. */
  freed: z.number(),
  /** The ref under which work is kept that did not land; null when there is none. */
  kept: z.string().nullable(),
  /** A branch that stays because nothing else holds its commits. */
  branch: z.string().nullable(),
});
export type Cleaned = z.infer<typeof cleanedSchema>;

/** Worktrees that are no longer needed, and files that were handed in with the work done in them. */
export const worktreeRequests = {
  /**
   * Removes worktrees; what did not land is kept under a ref first. Without `sessions`: all that landed or were discarded,
   * in the repository around `path` (null: in all), and gates' worktrees that nobody needs.
   */
  'worktrees/clean': {
    params: z.object({
      path: z.string().nullable(),
      sessions: z.array(session).optional(),
      dryRun: z.boolean().optional(),
      /** Also those that were changed after their landing: the changes are kept like other work. */
      keepBackup: z.boolean().optional(),
      /** The logs of sessions that have ended, too. */
      logs: z.boolean().optional(),
    }),
    result: z.object({
      /** What the disk gets back, and how many worktrees were (or would be) removed. */
      bytes: z.number(),
      removed: z.number(),
      cleaned: z.array(cleanedSchema),
    }),
  },
  /** Brings a discarded or cleaned session's worktree back; it is `stopped` then. @throws Fault 'refused' when nothing was kept */
  'session/restore': { params: z.object({ session }), result: z.object({ path: z.string(), branch: z.string() }) },
  /** Text of a file that was handed in with a round; the first `limit` bytes. */
  'session/evidence': {
    params: z.object({ session, name: z.string(), round: z.number().int(), limit: z.number().int().positive() }),
    result: z.object({ text: z.string(), truncated: z.boolean() }),
  },
} as const;
