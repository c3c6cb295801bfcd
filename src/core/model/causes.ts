import { z } from 'zod';

/** Why work failed: the same words as a rejection's reasons. */
export const causeSchema = z.object({
  at: z.number(),
  round: z.number(),
  /** What happened. */
  what: z.enum(['rejected', 'stuck', 'failed', 'red', 'discarded']),
  reason: z.enum(['unclear', 'clash', 'verification', 'approach']).nullable(),
  /** `rule`: derived from what happened; the person's own word wins over it. */
  by: z.enum(['person', 'rule']),
  /** The note, or the sentence that says why it is stuck. */
  text: z.string(),
});
export type Cause = z.infer<typeof causeSchema>;
