import { z } from 'zod';
import { changedFileSchema } from '../core/model/verdict.ts';

const session = z.number().int().positive();

/** Longest file that is given to a client in one piece, bytes. */
export const longestFile = 32 * 1024 * 1024;

/** What a review looks at: the diff, whole files, pictures. */
export const lookRequests = {
  /**
   * Changed files of the session's newest judged work, and with `path` (or null for all) the unified patch. `since`: against
   * the target (default), or what the agent changed since the person decided about it last; of files in which that cannot be
   * told (`mixed`), against the target.
   */
  'session/diff': {
    params: z.object({
      session,
      path: z.string().nullable(),
      since: z.enum(['target', 'reviewed']).optional(),
      /** Unchanged lines around each change; 3 when not given. */
      context: z.number().int().nonnegative().max(1_000_000).optional(),
      /** A change in blanks alone is none. */
      ignoreWhitespace: z.boolean().optional(),
    }),
    result: z.object({
      from: z.string(),
      to: z.string(),
      files: z.array(changedFileSchema),
      mixed: z.array(z.string()),
      patch: z.string(),
    }),
  },
  /**
   * One version of a file of the judged work, whole: `old` as on the target, `new` as it would land.
   * @throws Fault 'not-found' when that version does not have it
   */
  'session/file': {
    params: z.object({
      session,
      path: z.string(),
      side: z.enum(['old', 'new']),
      limit: z.number().int().positive().max(longestFile),
    }),
    result: z.object({
      /** The commit it was read from. */
      commit: z.string(),
      size: z.number(),
      /** Base64; null above `limit`. */
      bytes: z.string().nullable(),
    }),
  },
  /** The same of a file that was handed in with a round. */
  'session/evidence-file': {
    params: z.object({
      session,
      name: z.string(),
      round: z.number().int(),
      limit: z.number().int().positive().max(longestFile),
    }),
    result: z.object({ size: z.number(), bytes: z.string().nullable() }),
  },
  /** The item in hand goes on in its agent's conversation, driven by the person. @throws Fault 'refused' without a place */
  'review/take-over': { params: z.object({ session }), result: z.object({}) },
} as const;
