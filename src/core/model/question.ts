import { z } from 'zod';
import { closers, dialogKinds } from './report.ts';

/**
 * What a question is about. `question`: the agent asked it. `permission`: it wants to do something. `menu`: a dialog that
 * only its terminal, or its keys, can answer. `scope`: it wants to change files beyond its task's boundary. `delivery`: ours, whether a message arrived.
 */
export const questionKinds = [...dialogKinds, 'scope', 'delivery'] as const;

/** The answers to a question about the boundary; any other text leaves it as it is and is told to the agent. */
export const scopeAnswers = ['widen the boundary', 'keep the boundary'] as const;

/** Something the agent needs decided. `number` counts within the session from 1. */
export const questionSchema = z.object({
  number: z.number(),
  about: z.enum(questionKinds),
  text: z.string(),
  /** What it is about in full: a command, a change; null when the text says all. */
  detail: z.string().nullable(),
  options: z.array(z.string()),
  /** Several options may be chosen; the answer then joins them by ", ". */
  multiple: z.boolean(),
  /** A text that is none of the options is an answer too. */
  freeText: z.boolean(),
  /** The agent's own dialog that it is a part of, which is answered in place; null: its answer is a message. */
  dialog: z.string().nullable(),
  /** Globs by which the task's boundary would be widened; empty unless it is about that. */
  widens: z.array(z.string()),
  /** The agent's own recommendation. */
  default: z.string().nullable(),
  blocking: z.boolean(),
  askedAt: z.number(),
  /** The id of the agent's call that asked it. */
  request: z.string(),
  /** `convention`: the kept answer by which the machine gave it. `proposed`: the one that the person took. */
  answer: z
    .object({
      text: z.string(),
      at: z.number(),
      convention: z.string().optional(),
      proposed: z.string().optional(),
    })
    .nullable(),
  /** Kept answers that the person took back from it. */
  revoked: z.array(z.string()).optional(),
  /** The answer has been put into a message for the agent, or has reached its dialog. */
  sent: z.boolean(),
  /** It can be answered no more: the session ended before, or its dialog is gone. */
  withdrawn: z.boolean(),
  /** Who ended its dialog; null: nobody has, or it has none. */
  closedBy: z.enum(closers).nullable(),
});
export type Question = z.infer<typeof questionSchema>;

/** Begins the `request` of a question that ended a turn in prose. */
export const proseRequest = 'prose-';
