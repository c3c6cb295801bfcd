import { z } from 'zod';

/** The one person: whether they are there, since when, and what they were called for. Times in ms since the epoch. */
export const personSchema = z.object({
  /** A dashboard is open. */
  present: z.boolean(),
  since: z.number(),
  /** When they went last: what happened after that is new to them. null: never yet. */
  leftAt: z.number().nullable(),
  /** What the last notification was about, so that nothing is said twice. */
  notified: z
    .object({
      at: z.number(),
      questions: z.array(z.object({ session: z.number(), question: z.number() })),
      reviews: z.array(z.number()),
    })
    .nullable(),
});
export type Person = z.infer<typeof personSchema>;

const session = z.number().int();

export const personEvents = [
  z.object({ type: z.literal('person.came') }),
  z.object({ type: z.literal('person.left') }),
  z.object({
    type: z.literal('person.notified'),
    questions: z.array(z.object({ session, question: z.number() })),
    reviews: z.array(session),
    text: z.string(),
  }),
] as const;
