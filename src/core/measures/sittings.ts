import { z } from 'zod';
import type { Pace } from '../model/pace.ts';
import { figureSchema, mean, median } from './figures.ts';
import { type Window, isWithin } from './windows.ts';

/** Detection falls after so long a sitting, as research on reviews has it, ms. */
const tiringMs = 90 * 60_000;

/** How the person's work is cut into sittings. */
export const sittingsSchema = z.object({
  n: z.number(),
  lengthMs: figureSchema,
  reviews: figureSchema,
  answers: figureSchema,
  /** Longer than 90 minutes. */
  tiring: z.number(),
});
export type Sittings = z.infer<typeof sittingsSchema>;

/** The sittings that began in the window, the present one too. */
export function sittingsOf({ sitting, sittings }: Pace, window: Window): Sittings {
  const all = [...sittings, ...(sitting === null ? [] : [sitting])].filter(({ startedAt }) =>
    isWithin(window, startedAt),
  );
  const lengths = all.map(({ startedAt, lastAt }) => lastAt - startedAt);
  return {
    n: all.length,
    lengthMs: median(lengths),
    reviews: mean(all.map(({ reviews }) => reviews)),
    answers: mean(all.map(({ answers }) => answers)),
    tiring: lengths.filter((ms) => ms > tiringMs).length,
  };
}
