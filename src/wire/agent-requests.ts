import { z } from 'zod';
import { agentJobRequests } from './job-requests.ts';
import { proposeRequest } from './backlog-requests.ts';

const nothing = z.object({});

/** `request` is the id of the agent's call; the same id never acts twice and gets the same answer again. */
const request = z.string().min(8).max(64);

export const agentRequests = {
  ...agentJobRequests,
  'agent/ask': {
    params: z.object({
      request,
      questions: z
        .array(
          z.object({
            text: z.string().min(1),
            options: z.array(z.string()),
            default: z.string().nullable(),
            blocking: z.boolean(),
            /** Globs by which it wants the task's boundary to be widened. @throws Fault 'refused' where there is none */
            widens: z.array(z.string()).optional(),
          }),
        )
        .min(1),
      wait: z.boolean(),
    }),
    /** `answers` null: queued. */
    result: z.object({
      questions: z.array(z.number()),
      answers: z.array(z.object({ question: z.number(), text: z.string() })).nullable(),
    }),
  },
  'agent/inbox': {
    params: z.object({ request, wait: z.boolean() }),
    result: z.object({ messages: z.array(z.string()) }),
  },
  'agent/done': {
    params: z.object({
      request,
      summary: z.string(),
      evidence: z.array(z.string()),
      /** How long the caller waits for the verdict; null: as long as it takes. */
      waitMs: z.number().int().nonnegative().nullable(),
    }),
    result: z.object({ outcome: z.enum(['green', 'red', 'running']), text: z.string() }),
  },
  /** What a hook of the agent's own client was told, as it came; `reply` null: the hook prints nothing. */
  'agent/hook': { params: z.object({ request, event: z.unknown() }), result: z.object({ reply: z.unknown() }) },
  'agent/blocked': { params: z.object({ request, reason: z.string().min(1) }), result: nothing },
  'agent/propose': proposeRequest,
  'agent/progress': { params: z.object({ request, text: z.string().min(1) }), result: nothing },
} as const;
