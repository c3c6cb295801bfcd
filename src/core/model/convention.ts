import { z } from 'zod';

/** An answer that holds for every later task. It is a paragraph of `.signalbox/conventions.md`. */
export const conventionSchema = z.object({
  /** Short and stable while its sentence is the same. */
  id: z.string(),
  /** What agents are told. */
  sentence: z.string(),
  /** The question it once answered, and the answer; null: written by hand, it never answers by itself. */
  asked: z
    .object({
      question: z.string(),
      /** What it was about in full, where its text did not say all. */
      detail: z.string().nullable().optional(),
      options: z.array(z.string()),
      answer: z.string(),
    })
    .nullable(),
});
export type Convention = z.infer<typeof conventionSchema>;
