import { z } from 'zod';
import { kindSchema, taskSchema } from '../core/model/task.ts';

const session = z.number().int().positive();
const nothing = z.object({});
const number = z.number().int().positive();

/** Longest file of tasks, characters. */
export const longestTaskFile = 1_000_000;

/** What the person can write of a task; what is left out stays as it is. `agent` null: the configured default. */
const writtenTask = taskSchema
  .pick({ title: true, prompt: true, kind: true, scope: true, checks: true, stop: true, priority: true, after: true })
  .extend({ done: z.array(z.string()), agent: z.string().nullable(), lead: z.boolean() })
  .partial();

/** Where a queued task goes. */
const destination = z.union([z.object({ before: session }), z.object({ behind: session }), z.enum(['top', 'bottom'])]);

/** The queue of tasks: files of them, their order, writing them anew, and what leads propose. */
export const backlogRequests = {
  'task/create': {
    params: z.object({
      path: z.string(),
      title: z.string(),
      prompt: z.string(),
      kind: kindSchema,
      scope: z.array(z.string()),
      checks: z.array(z.string()),
      stop: z.array(z.string()),
      /** null: the configured default. */
      agent: z.string().nullable(),
      priority: z.number().int(),
      after: z.array(session),
      /** When it is done, beyond the checks. */
      done: z.array(z.string()).optional(),
      lead: z.boolean().optional(),
      /** Where it comes from: an issue's address. */
      source: z.string().optional(),
      /** The environment of the client that makes the task: the agent's own. */
      env: z.record(z.string(), z.string()),
    }),
    /** `lint`: what it lacks or runs into, a sentence each. */
    result: z.object({ session, lint: z.array(z.string()) }),
  },
  /** Writes a queued task anew. @throws Fault 'refused' when it has started */
  'task/edit': { params: z.object({ session, task: writtenTask }), result: nothing },
  'task/move': { params: z.object({ session, to: destination }), result: z.object({ priority: z.number() }) },
  /** Which globs of a boundary match no file of the target. */
  'scope/match': {
    params: z.object({ path: z.string(), scope: z.array(z.string()).max(100) }),
    result: z.object({ unmatched: z.array(z.string()) }),
  },
  /**
   * Queues a file of tasks, all or none. `file`: where it lies; with the title it tells what is queued already.
   * `again`: what then happens with those: `none` refuses, `new` leaves them out, `all` queues them once more.
   */
  'tasks/queue': {
    params: z.object({
      path: z.string(),
      file: z.string(),
      text: z.string().max(longestTaskFile),
      dryRun: z.boolean(),
      again: z.enum(['none', 'new', 'all']),
      env: z.record(z.string(), z.string()),
    }),
    result: z.object({
      /** Nothing was queued when there are any. */
      errors: z.array(z.object({ line: z.number(), text: z.string() })),
      tasks: z.array(
        z.object({
          title: z.string(),
          line: z.number(),
          /** Its number; null: not queued. Of a dry run the number that it would get. */
          session: session.nullable(),
          /** The session that it was queued as before, from this file under this title. */
          known: session.nullable(),
          after: z.array(session),
          lint: z.array(z.string()),
        }),
      ),
      queued: z.boolean(),
    }),
  },
  /** Lets proposals of a lead become tasks, all of them or none; `task`: as the person has rewritten it. */
  'proposal/accept': {
    params: z.object({ session, proposals: z.array(z.object({ number, task: writtenTask.optional() })).min(1) }),
    result: z.object({ sessions: z.array(session) }),
  },
  /** Refuses proposals; the lead is told. */
  'proposal/refuse': {
    params: z.object({ session, proposals: z.array(number).min(1), note: z.string().nullable() }),
    result: nothing,
  },
} as const;

/** One task that a lead proposes. */
const proposedTask = z.object({
  title: z.string(),
  prompt: z.string(),
  kind: kindSchema,
  scope: z.array(z.string()),
  checks: z.array(z.string()),
  done: z.array(z.string()),
  stop: z.array(z.string()),
  agent: z.string().nullable(),
  priority: z.number().int(),
  /** Numbers of earlier proposals, or titles of tasks in this call. */
  after: z.array(z.union([number, z.string()])),
  why: z.string().nullable(),
});

/** What a lead's agent may ask for; either tasks or a file of them. @throws Fault 'refused' where the session is no lead */
export const proposeRequest = {
  params: z.object({
    /** The id of the agent's call. */
    request: z.string().min(8).max(64),
    tasks: z.array(proposedTask).max(100),
    file: z.object({ name: z.string(), text: z.string().max(longestTaskFile), why: z.string().nullable() }).nullable(),
  }),
  result: z.object({
    proposals: z.array(z.object({ number, title: z.string(), lint: z.array(z.string()) })),
    /** Of this session, waiting for the person. */
    open: z.number(),
  }),
} as const;
