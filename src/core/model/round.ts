import { z } from 'zod';

/** Why the gate is running: a round's end, a ready item on a target that moved, an approved one likewise. */
export const gatePurposes = ['round', 'refresh', 'landing'] as const;
export type GatePurpose = (typeof gatePurposes)[number];

export const gateRunSchema = z.object({
  purpose: z.enum(gatePurposes),
  since: z.number(),
  /** Which check is running, in words. */
  doing: z.string(),
});

export const approvalSchema = z.object({
  at: z.number(),
  snapshot: z.string(),
  candidate: z.string(),
  /** What the person was told and approved all the same: `unchecked`, `unread`, `findings`, `flaky`, `comments`. */
  acknowledged: z.array(z.string()),
});

export const landingSchema = z.object({
  since: z.number(),
  /** Journalled before anything is moved; null before that. */
  intent: z.object({ from: z.string(), to: z.string(), checkouts: z.array(z.string()) }).nullable(),
  /** What it waits for, a sentence; null when it goes on by itself. */
  waits: z.string().nullable(),
  /** It was judged as one of several that land together: the branch goes from `from` to `to` in one step. */
  batch: z.object({ from: z.string(), to: z.string(), sessions: z.array(z.number()) }).nullable(),
  /** The pull request that was opened for it. */
  pullRequest: z.object({ url: z.string(), openedAt: z.number() }).nullable(),
});

export const landedSchema = z.object({
  /** null: a report. */
  commit: z.string().nullable(),
  /** What it landed on; null where that is not known. */
  from: z.string().nullable().default(null),
  /** It was merged elsewhere, through this pull request. */
  pullRequest: z.string().nullable().default(null),
  at: z.number(),
});

/** A file that the agent handed in with its work, kept with the round. */
export const evidenceSchema = z.object({
  /** As the agent named it. */
  name: z.string(),
  /** Where it is kept, absolute. */
  path: z.string(),
  bytes: z.number(),
  kind: z.enum(['image', 'text', 'other']),
  round: z.number(),
});
export type Evidence = z.infer<typeof evidenceSchema>;
