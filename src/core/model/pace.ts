import { z } from 'zod';
import { readingSchema } from './review-notes.ts';

/** One decided review, for the measures. */
export const decidedReviewSchema = z.object({
  session: z.number(),
  round: z.number(),
  at: z.number(),
  takenAt: z.number(),
  decision: z.enum(['approved', 'rejected', 'deferred', 'discarded']),
  /** null: it was decided by a command, nobody knows how it was read. */
  reading: readingSchema.nullable(),
  /** Approved with unread files, or faster than a person reads, and after having been told so. */
  skimmed: z.boolean(),
});
export type DecidedReview = z.infer<typeof decidedReviewSchema>;

/** Reviews (or answers) of one go, without a long break between them. */
export const sittingSchema = z.object({
  startedAt: z.number(),
  /** When something was last done in it. */
  lastAt: z.number(),
  endedAt: z.number().nullable(),
  reviews: z.number(),
  answers: z.number(),
  lines: z.number(),
  skimmed: z.number(),
});
export type Sitting = z.infer<typeof sittingSchema>;

export const capModes = ['fixed', 'auto'] as const;

/** How fast the person goes, and what cap follows from it. */
export const paceSchema = z.object({
  mode: z.enum(capModes),
  /** The most that `auto` may come to. */
  maxCap: z.number(),
  /** Why the cap is what it is, in words; null while it is fixed. */
  words: z.string().nullable(),
  reviews: z.array(decidedReviewSchema),
  sitting: sittingSchema.nullable(),
  sittings: z.array(sittingSchema),
  /** Caps that the person set by hand over `auto`. */
  overrides: z.array(z.object({ at: z.number(), cap: z.number(), auto: z.number() })),
});
export type Pace = z.infer<typeof paceSchema>;

export const emptyPace: Pace = {
  mode: 'fixed',
  maxCap: 4,
  words: null,
  reviews: [],
  sitting: null,
  sittings: [],
  overrides: [],
};

export const paceEvents = [
  z.object({ type: z.literal('sitting.began') }),
  z.object({ type: z.literal('sitting.ended') }),
] as const;
