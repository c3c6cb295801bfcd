import { z } from 'zod';
import { readingSchema } from './review-notes.ts';

const session = z.number().int();

/** Time of the person's and what they did in it. Times in ms; of all of this only what lies since the last review is open. */
export const tallySchema = z.object({
  /** They were there: they did something, and not longer than half an hour before. */
  thereMs: z.number(),
  /** As much of it as there was a review to be done. */
  loadedMs: z.number(),
  answers: z.number(),
  /** Taken by questions, as far as that can be told: from what they did before to the answer. */
  answerMs: z.number(),
});
export type Tally = z.infer<typeof tallySchema>;

export const emptyTally: Tally = { thereMs: 0, loadedMs: 0, answers: 0, answerMs: 0 };

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
  /** Since the review before. */
  tally: tallySchema,
  /** How long its agent worked for this round, ms, its checks included and its waiting for answers not. null: there was no agent. */
  agentMs: z.number().nullable(),
  /** Other reviews that waited when it was decided, and tasks in the queue. */
  waiting: z.number(),
  queued: z.number(),
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
  /** Changed lines of files that were read. */
  lines: z.number(),
  /** In what time; 0 where all was decided by commands. */
  readMs: z.number(),
  /** Files that were decided about unread. */
  unread: z.number(),
  skimmed: z.number(),
  /** That it has become long was said then; null: not yet. */
  warnedAt: z.number().nullable(),
});
export type Sitting = z.infer<typeof sittingSchema>;

export const capModes = ['fixed', 'auto'] as const;

/** How fast the person goes, and what cap follows from it. */
export const paceSchema = z.object({
  mode: z.enum(capModes),
  /** The most that `auto` may come to. */
  maxCap: z.number(),
  /** Why the cap is what it is, in words, when it was last changed; null while it is fixed. */
  words: z.string().nullable(),
  reviews: z.array(decidedReviewSchema),
  /** What has been counted since the last of them. */
  tally: tallySchema,
  /** Up to when the time is counted, and when the person last did something; null: they are not there. */
  countedTo: z.number(),
  actedAt: z.number().nullable(),
  /** How long the item in hand has been read, ms, as far as dashboards said so; `at`: when that was. */
  read: z.object({ session: z.number(), ms: z.number(), at: z.number() }).nullable(),
  sitting: sittingSchema.nullable(),
  sittings: z.array(sittingSchema),
  /** Caps that the person set by hand over `auto`; `auto`: what that would have been. */
  overrides: z.array(z.object({ at: z.number(), cap: z.number(), auto: z.number() })),
});
export type Pace = z.infer<typeof paceSchema>;

export const emptyPace: Pace = {
  mode: 'fixed',
  maxCap: 4,
  words: null,
  reviews: [],
  tally: emptyTally,
  countedTo: 0,
  actedAt: null,
  read: null,
  sitting: null,
  sittings: [],
  overrides: [],
};

export const paceEvents = [
  /** The person opened the questions, or goes on after a break. */
  z.object({ type: z.literal('sitting.began') }),
  z.object({ type: z.literal('sitting.ended') }),
  /** It has become so long that less is found; said once in a sitting. */
  z.object({ type: z.literal('sitting.warned') }),
  /** The item in hand was before the person's eyes for so long, since this was last said. */
  z.object({ type: z.literal('review.read'), session, ms: z.number() }),
] as const;
