import { z } from 'zod';
import type { Repo } from '../model/world.ts';
import { figureSchema, share, ratio } from './figures.ts';

/** How a check has fared since it is known; not cut to a window. */
export const checkRecordSchema = z.array(
  z.object({
    repo: z.string(),
    name: z.string(),
    runs: z.number(),
    red: z.number(),
    flaky: z.number(),
    infrastructure: z.number(),
    flakyShare: figureSchema,
    /** Mean length of a green run. */
    greenMs: z.number().nullable(),
  }),
);
export type CheckRecord = z.infer<typeof checkRecordSchema>;

/** The checks of some repositories, those first that flake most. */
export function checkRecordOf(repos: readonly Repo[]): CheckRecord {
  return repos
    .flatMap(({ name: repo, checkCounts }) =>
      Object.entries(checkCounts).map(([name, { green, red, flaky, infrastructure, greenMs }]) => {
        const runs = green + red + flaky + infrastructure;
        const flakyShare = share(flaky, runs);
        return { repo, name, runs, red, flaky, infrastructure, flakyShare, greenMs: ratio(greenMs, green) };
      }),
    )
    .toSorted((a, b) => b.flaky - a.flaky || b.red - a.red || (a.name < b.name ? -1 : 1));
}
