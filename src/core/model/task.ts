import { z } from 'zod';

/**
 * - `isolated`: runs in the background and needs the person at the final gate only.
 * - `judgement`: needs the person along the way, so only one of them is under way at a time.
 */
export const kindSchema = z.enum(['isolated', 'judgement']);

/** Why a person sent a round back. */
export const rejectionReasonSchema = z.enum(['unclear', 'clash', 'verification', 'approach']);
export type RejectionReason = z.infer<typeof rejectionReasonSchema>;

/** What is asked for. Of all this only the scope changes later, when the person widens it. */
export const taskSchema = z.object({
  title: z.string(),
  prompt: z.string(),
  kind: kindSchema,
  /** Path globs that the work may touch; empty means anywhere. */
  scope: z.array(z.string()),
  /** Names of the checks that count; empty means all of the repository's. */
  checks: z.array(z.string()),
  /** When to stop and report. */
  stop: z.array(z.string()),
  /** The agent's name in the configuration. */
  agent: z.string(),
  /** Higher goes first. */
  priority: z.number(),
  /** Sessions that must have landed first. */
  after: z.array(z.number()),
  /** When it is done, beyond the checks; a sentence each. */
  done: z.array(z.string()).optional(),
  /** It may propose tasks of its own, which a person approves. */
  lead: z.boolean().optional(),
  /** The lead session that proposed it. */
  parent: z.number().optional(),
  /** Where it comes from: an issue's address, a file of tasks. */
  source: z.string().optional(),
});
export type Task = z.infer<typeof taskSchema>;
