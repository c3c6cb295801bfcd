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
      /** The sentence that was said. */
      text: z.string(),
    })
    .nullable(),
});
export type Person = z.infer<typeof personSchema>;

/** What a person can be at in a dashboard. `reading`: logs, help, forms; `board`: nothing else lies over it. */
export const doings = ['board', 'zoom', 'answers', 'review', 'reading'] as const;

/** What one dashboard says of the person in front of it. */
export const attentionSchema = z.object({
  /** Its terminal has the focus, as far as that can be told. */
  focused: z.boolean(),
  doing: z.enum(doings),
  /** The session that it is about; null: none. */
  session: z.number().int().nullable(),
  /** When something was last typed or clicked there. */
  inputAt: z.number(),
});
export type Attention = z.infer<typeof attentionSchema>;

const session = z.number().int();

export const personEvents = [
  z.object({ type: z.literal('person.came') }),
  z.object({ type: z.literal('person.left') }),
  z.object({
    type: z.literal('person.notified'),
    questions: z.array(z.object({ session, question: z.number() })),
    /** Sessions whose work, or that themselves, wait for the person. */
    reviews: z.array(session),
    text: z.string(),
  }),
] as const;
