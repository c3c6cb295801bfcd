import { z } from 'zod';
import { causeSchema } from '../model/causes.ts';
import { rejectionReasonSchema } from '../model/task.ts';
import type { Session } from '../model/session.ts';
import { figureSchema, share } from './figures.ts';
import { type Window, isWithin } from './windows.ts';

/**
 * Why multi-agent systems fail, as published: shares of annotated failures in "Why Do Multi-Agent LLM Systems Fail?"
 * (Cemri et al. 2025, MAST). Our words: unclear tasks and wrong approaches are of the specification.
 */
const published = [
  { group: 'specification', reasons: ['unclear', 'approach'], share: 0.418 },
  { group: 'coordination', reasons: ['clash'], share: 0.369 },
  { group: 'verification', reasons: ['verification'], share: 0.213 },
] as const;

/** What went wrong in the window, and what it was due to. */
export const failuresSchema = z.object({
  total: z.number(),
  /** With a cause, said by the person or proposed by a rule. */
  tagged: z.number(),
  /** Of those: said by the person. */
  byPerson: z.number(),
  kinds: z.array(z.object({ what: causeSchema.shape.what, n: z.number() })),
  causes: z.array(
    z.object({
      reason: rejectionReasonSchema,
      n: z.number(),
      byPerson: z.number(),
      share: figureSchema,
      /** Of these: rejections. */
      rejected: z.number(),
    }),
  ),
  groups: z.array(
    z.object({
      group: z.enum(['specification', 'coordination', 'verification']),
      n: z.number(),
      share: figureSchema,
      published: z.number(),
    }),
  ),
});
export type Failures = z.infer<typeof failuresSchema>;

/** Counts rejections, stuck and failed sessions and discards by their cause. */
export function failuresOf(sessions: readonly Session[], window: Window): Failures {
  const all = sessions.flatMap(({ causes }) => causes).filter(({ at }) => isWithin(window, at));
  const tagged = all.filter(({ reason }) => reason !== null);
  const kinds = causeSchema.shape.what.options
    .map((what) => ({ what, n: all.filter((cause) => cause.what === what).length }))
    .filter(({ n }) => n > 0);
  return {
    total: all.length,
    tagged: tagged.length,
    byPerson: tagged.filter(({ by }) => by === 'person').length,
    kinds,
    causes: rejectionReasonSchema.options.map((reason) => {
      const own = tagged.filter((cause) => cause.reason === reason);
      return {
        reason,
        n: own.length,
        byPerson: own.filter(({ by }) => by === 'person').length,
        share: share(own.length, tagged.length),
        rejected: own.filter(({ what }) => what === 'rejected').length,
      };
    }),
    groups: published.map(({ group, reasons, share: theirs }) => {
      const words: readonly string[] = reasons;
      const n = tagged.filter(({ reason }) => words.includes(reason ?? '')).length;
      return { group, n, share: share(n, tagged.length), published: theirs };
    }),
  };
}
