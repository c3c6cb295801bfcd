import { z } from 'zod';
import { jobStarters } from '../core/model/terminals.ts';

const session = z.number().int().positive();
const name = z.string().min(1).max(200);
const command = z.string().max(100_000);
const limit = z
  .number()
  .int()
  .positive()
  .max(4 * 1024 * 1024);

/** A job as it is listed. */
export const listedJobSchema = z.object({
  session,
  name: z.string(),
  command: z.string(),
  /** Its own port, where it was told one: SIGNALBOX_JOB_PORT. */
  port: z.number().nullable(),
  address: z.string().nullable(),
  /** `ended`: it was to; `died`: by itself. */
  state: z.enum(['running', 'ending', 'ended', 'died']),
  by: z.enum(jobStarters),
  /** When it was started, or ended. */
  since: z.number(),
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  /** The last lines of one that ended. */
  screen: z.array(z.string()),
  /** The number of its screen. */
  terminal: z.number(),
});
export type ListedJob = z.infer<typeof listedJobSchema>;

const started = z.object({
  name: z.string(),
  command: z.string(),
  terminal: z.number(),
  port: z.number().nullable(),
  address: z.string().nullable(),
  /** It ran already and goes on. */
  running: z.boolean(),
});

const log = z.object({
  text: z.string(),
  /** Its beginning is not shown, or gone. */
  truncated: z.boolean(),
  /** Offset behind what `text` shows: where to go on from. */
  end: z.number(),
  /** More may follow. */
  running: z.boolean(),
});
/** Up to `limit` bytes of what a job printed: the last ones, or from offset `from` on whole lines. */
const logAsked = { name, from: z.number().int().nonnegative().nullable(), limit };

/** Programs that a session needs beside its agent: dev servers, watchers. They end with the session. */
export const jobRequests = {
  /**
   * `name` null: called after its command. `command` null: the preview of the trusted configuration, which is left as it is
   * when it runs. @throws Fault 'refused' when one of this name runs and is not to be replaced
   */
  'job/start': {
    params: z.object({
      session,
      name: name.nullable(),
      command: command.nullable(),
      replace: z.boolean().optional(),
    }),
    result: started,
  },
  'job/stop': { params: z.object({ session, name }), result: z.object({}) },
  'job/restart': { params: z.object({ session, name }), result: started },
  /** `session` null: of all sessions. */
  'job/list': {
    params: z.object({ session: session.nullable() }),
    result: z.object({ jobs: z.array(listedJobSchema) }),
  },
  'job/log': { params: z.object({ session, ...logAsked }), result: log },
} as const;

/** `request` is the id of the agent's call; the same id never acts twice. */
const request = z.string().min(8).max(64);

/** The same for a session's own agent. */
export const agentJobRequests = {
  'agent/job-start': {
    params: z.object({ request, name: name.nullable(), command, replace: z.boolean() }),
    result: started,
  },
  'agent/job-stop': { params: z.object({ request, name }), result: z.object({}) },
  'agent/job-restart': { params: z.object({ request, name }), result: started },
  'agent/job-list': {
    params: z.object({ request }),
    result: z.object({ jobs: z.array(listedJobSchema) }),
  },
  'agent/job-log': { params: z.object({ request, ...logAsked }), result: log },
} as const;
