import { z } from 'zod';

const session = z.number().int().positive();
const nothing = z.object({});

/** Longest time of reading that is said at once, ms. */
const longestRead = 10 * 60_000;

/** What the person's pace is measured by, and the cap that may follow from it. */
export const paceRequests = {
  /** A number is set by hand, also over `auto`; `auto`: it follows the person's pace from now on. */
  'limits/set': { params: z.object({ cap: z.union([z.number().int(), z.literal('auto')]) }), result: nothing },
  /** The item in hand was before the person's eyes for so long since this was last said. */
  'review/read': { params: z.object({ session, ms: z.number().nonnegative().max(longestRead) }), result: nothing },
  /** The person sits down to the questions. */
  'sitting/begin': { params: nothing, result: nothing },
} as const;
