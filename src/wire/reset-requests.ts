import { z } from 'zod';

/** An agent's context is given up. */
export const resetRequests = {
  /**
   * Ends its process and starts it anew in the same worktree and round, with a hand-over of what was decided and done;
   * `note`: the person's own word to it. @throws Fault 'refused' where no agent is at work
   */
  'session/reset': {
    params: z.object({ session: z.number().int().positive(), note: z.string().nullable() }),
    result: z.object({}),
  },
} as const;
