import { z } from 'zod';
import { jobStarters, terminalKinds } from './terminals.ts';

const about = { session: z.number().int(), terminal: z.number() };
/** The id of the agent's call, when it was the agent's. */
const request = z.string().optional();

/** What happens to the programs that run beside an agent in its worktree: the person's terminals, and jobs. */
export const terminalEvents = [
  z.object({
    type: z.literal('terminal.opened'),
    ...about,
    kind: z.enum(terminalKinds),
    file: z.string().nullable(),
    line: z.number().nullable(),
    /** Of a job. */
    name: z.string().optional(),
    command: z.string().optional(),
    port: z.number().nullable().optional(),
    by: z.enum(jobStarters).optional(),
    request,
  }),
  z.object({ type: z.literal('terminal.closed'), ...about, request }),
  z.object({
    type: z.literal('terminal.ended'),
    ...about,
    exit: z.number().nullable(),
    signal: z.string().nullable(),
    /** The last lines of its screen. */
    screen: z.array(z.string()),
  }),
] as const;
