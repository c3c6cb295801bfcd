import { z } from 'zod';

const session = z.number().int().positive();

/** Answers that are kept for every later task, in the person's own checkout. */
export const conventionRequests = {
  /**
   * Writes a sentence into the repository's conventions, with the question that it answered and the answer: of a question
   * that is answered, that one. @throws Fault 'refused', 'config' when the file cannot be written
   */
  'convention/keep': {
    params: z.object({ session, question: z.number().int(), answer: z.string(), sentence: z.string() }),
    result: z.object({ id: z.string(), path: z.string() }),
  },
  /** Takes one out of the file of the repository around `path`. */
  'convention/remove': {
    params: z.object({ path: z.string(), id: z.string() }),
    result: z.object({ sentence: z.string() }),
  },
  /** Takes back what a convention answered. `question` null: the only one that can be. */
  'answer/revoke': {
    params: z.object({ session, question: z.number().int().nullable() }),
    result: z.object({ question: z.number() }),
  },
} as const;
