import { z } from 'zod';
import { taskSchema } from './task.ts';

const session = z.number().int();

/** A task that a lead session proposes; nothing starts before a person approves it. */
export const proposalSchema = z.object({
  /** Counts within the lead session from 1. */
  number: z.number(),
  task: taskSchema,
  /** Numbers of proposals of the same lead that must have landed first. */
  afterProposals: z.array(z.number()),
  why: z.string().nullable(),
  request: z.string(),
  at: z.number(),
  /** null: it waits for the person. */
  decided: z.object({ at: z.number(), session: z.number().nullable(), note: z.string().nullable() }).nullable(),
});
export type Proposal = z.infer<typeof proposalSchema>;

export const backlogEvents = [
  z.object({ type: z.literal('task.moved'), session, rank: z.number() }),
  /** A queued task is written anew before it starts. */
  z.object({ type: z.literal('task.edited'), session, task: taskSchema }),
  z.object({
    type: z.literal('task.proposed'),
    session,
    request: z.string(),
    proposals: z.array(proposalSchema.pick({ task: true, afterProposals: true, why: true })),
  }),
  /** `task`: the new session's number; null: refused, with the note for the lead. */
  z.object({
    type: z.literal('proposal.decided'),
    session,
    proposal: z.number(),
    task: z.number().nullable(),
    note: z.string().nullable(),
  }),
] as const;
