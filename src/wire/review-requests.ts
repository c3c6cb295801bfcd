import { z } from 'zod';
import { commentSchema, fileMarkSchema } from '../core/model/review-notes.ts';
import { changedFileSchema } from '../core/model/verdict.ts';

const session = z.number().int().positive();
const nothing = z.object({});
const longestText = 20_000;

/** Where a comment belongs in a comparison: see `Placed`. */
const placedSchema = z.object({
  id: z.string(),
  path: z.string(),
  kind: z.enum(['same', 'changed', 'removed', 'gone']),
  side: z.enum(['old', 'new']),
  line: z.number().nullable(),
  now: z.string().nullable(),
});

/** What changed since the person decided about the work last. */
const sinceSchema = z.object({
  round: z.number(),
  at: z.number(),
  /** What the agent changed; what the target brought is left out. */
  files: z.array(changedFileSchema),
  /** Of these, those in which the two cannot be separated: they are compared with the target. */
  mixed: z.array(z.string()),
  /** Files that the work changes now and did not, and the other way round. */
  fresh: z.array(z.string()),
  reverted: z.array(z.string()),
  /** How many files are as they were. */
  same: z.number(),
  /** The contents that the changed files had (see `contents`), under their paths of then. */
  before: z.record(z.string(), z.string()),
});

/** What a person writes and marks while they read, and what helps them to read a later round. */
export const reviewRequests = {
  /**
   * `id` is the caller's: the same again is the same comment, another text replaces it. `anchor` null: the daemon reads the
   * line of the newest judged work. @throws Fault 'not-found' when there is no such line
   */
  'comment/write': {
    params: z.object({
      session,
      id: z.string().min(8).max(64),
      path: z.string(),
      side: z.enum(['old', 'new']),
      line: z.number().int().positive().nullable(),
      anchor: commentSchema.pick({ quoted: true, before: true, after: true }).nullable(),
      text: z.string().min(1).max(longestText),
    }),
    result: nothing,
  },
  'comment/remove': { params: z.object({ session, id: z.string() }), result: nothing },
  'review/mark': {
    params: z.object({ session, marks: z.array(fileMarkSchema.extend({ path: z.string() })).min(1) }),
    result: nothing,
  },
  /** The newest judged work beside what the person saw of it before. */
  'review/compare': {
    params: z.object({ session }),
    result: z.object({
      /** The judged commit that this is about. */
      to: z.string(),
      /** A name for what a person reads of each file's change, by path: a mark with it holds. */
      contents: z.record(z.string(), z.string()),
      /** null: the person has not decided about it yet, or `problem` says why it cannot be told. */
      since: sinceSchema.nullable(),
      problem: z.string().nullable(),
      /** Where the comments belong, in the comparison with the target and in the one with what was reviewed. */
      comments: z.object({ target: z.array(placedSchema), reviewed: z.array(placedSchema) }),
    }),
  },
} as const;
export type SinceReviewed = z.infer<typeof sinceSchema>;
