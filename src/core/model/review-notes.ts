import { z } from 'zod';

const session = z.number().int();

/** A person's word about a line of a diff. It follows its line through later rounds, or is shown as orphaned. */
export const commentSchema = z.object({
  id: z.string(),
  /** The round it was written in. */
  round: z.number(),
  path: z.string(),
  side: z.enum(['old', 'new']),
  /** From 1; null: it is about the whole file. */
  line: z.number().nullable(),
  /** The line's own text and those around it, as `quoteLine` gives them: by these it is found again. */
  quoted: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
  text: z.string(),
  at: z.number(),
  /** The rejection of this round took it to the agent; null: it is still with the person. */
  sentIn: z.number().nullable(),
});
export type Comment = z.infer<typeof commentSchema>;

/** How far a person is with a file. `content` identifies what they saw: the mark holds while the file's change is the same. */
export const fileMarkSchema = z.object({ mark: z.enum(['seen', 'marked', 'unread']), content: z.string() });
export type FileMark = z.infer<typeof fileMarkSchema>;

/** What a person decided about last: a later round is shown as the difference from it. */
export const reviewedSchema = z.object({
  round: z.number(),
  snapshot: z.string(),
  target: z.string(),
  candidate: z.string(),
  at: z.number(),
});

/** How an item was read before it was decided: time in the review with it in hand, and what of it was on the screen. */
export const readingSchema = z.object({
  ms: z.number(),
  files: z.number(),
  unread: z.number(),
  /** Changed lines of the whole item, and of the files that were read. */
  lines: z.number(),
  readLines: z.number(),
  /** Those of the latter that were not read before this item was taken, as they weigh: a lock file's weigh less. */
  weighed: z.number().optional(),
});
export type Reading = z.infer<typeof readingSchema>;

export const reviewNoteEvents = [
  z.object({ type: z.literal('comment.written'), session, comment: commentSchema }),
  z.object({ type: z.literal('comment.removed'), session, comment: z.string() }),
  z.object({
    type: z.literal('files.marked'),
    session,
    marks: z.array(fileMarkSchema.extend({ path: z.string() })),
  }),
  /** The person has looked at the session: what happens after this is new to them. */
  z.object({ type: z.literal('session.looked'), session }),
] as const;
