import { z } from 'zod';

/**
 * What opencode's server says, as far as we listen: the bodies of its calls and the events of `GET /event`. Seen with
 * 1.18.33; what else comes is skipped.
 */

/** A conversation. One with a parent is a subagent's. */
export const conversationSchema = z.object({
  id: z.string(),
  parentID: z.string().optional(),
  title: z.string().default(''),
  time: z.object({ created: z.number(), updated: z.number().optional() }),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const statusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('busy') }),
  z.object({ type: z.literal('idle') }),
  z.object({ type: z.literal('retry'), attempt: z.number(), message: z.string() }),
]);
export type Status = z.infer<typeof statusSchema>;

export const permissionSchema = z.object({
  id: z.string(),
  sessionID: z.string(),
  /** `bash`, `edit`, `external_directory`, a tool's name ... */
  permission: z.string(),
  patterns: z.array(z.string()).default([]),
  metadata: z.record(z.string(), z.unknown()).default({}),
  /** What "always" would allow from now on. */
  always: z.array(z.string()).default([]),
});
export type Permission = z.infer<typeof permissionSchema>;

export const questionsSchema = z.object({
  id: z.string(),
  sessionID: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      header: z.string().default(''),
      options: z.array(z.object({ label: z.string(), description: z.string().default('') })).default([]),
      multiple: z.boolean().default(false),
      /** Whether an own text is taken as an answer. */
      custom: z.boolean().default(true),
    }),
  ),
});
export type Questions = z.infer<typeof questionsSchema>;

const errorSchema = z.object({
  name: z.string(),
  data: z.object({ message: z.string().optional() }).optional(),
});
export type AgentError = z.infer<typeof errorSchema>;

const messageSchema = z.object({
  id: z.string(),
  sessionID: z.string(),
  role: z.enum(['user', 'assistant']),
  time: z.object({ created: z.number(), completed: z.number().optional() }),
  error: errorSchema.optional(),
  /** Why its model ended: `stop`, `tool-calls`, `length` ...; none while it runs and for a command of the person's. */
  finish: z.string().optional(),
  /** Of an assistant's message: it is a compaction's summary. (A user's message has an object of another meaning here.) */
  summary: z.unknown().optional(),
});

const partSchema = z.object({
  type: z.string(),
  messageID: z.string(),
  sessionID: z.string(),
  /** Of a text. */
  text: z.string().optional(),
  /** opencode's own words in a user's message. */
  synthetic: z.boolean().optional(),
  /** Of a tool's call. */
  tool: z.string().optional(),
  state: z
    .object({
      status: z.string(),
      title: z.string().optional(),
      input: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});
export type Part = z.infer<typeof partSchema>;

/** A message with its parts, as `GET /session/ID/message` lists it. */
export const fullMessageSchema = z.object({ info: messageSchema, parts: z.array(partSchema) });
export type FullMessage = z.infer<typeof fullMessageSchema>;

const replied = z.object({ sessionID: z.string(), requestID: z.string() });
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created'), properties: z.object({ info: conversationSchema }) }),
  z.object({
    type: z.literal('session.status'),
    properties: z.object({ sessionID: z.string(), status: statusSchema }),
  }),
  z.object({
    type: z.literal('session.error'),
    properties: z.object({ sessionID: z.string().optional(), error: errorSchema.optional() }),
  }),
  z.object({ type: z.literal('message.updated'), properties: z.object({ info: messageSchema }) }),
  z.object({ type: z.literal('message.part.updated'), properties: z.object({ part: partSchema }) }),
  z.object({ type: z.literal('permission.asked'), properties: permissionSchema }),
  z.object({ type: z.literal('permission.replied'), properties: replied }),
  z.object({ type: z.literal('question.asked'), properties: questionsSchema }),
  z.object({ type: z.literal('question.replied'), properties: replied }),
  z.object({ type: z.literal('question.rejected'), properties: replied }),
]);
export type Event = z.infer<typeof eventSchema>;

const listenedTo: ReadonlySet<string> = new Set(eventSchema.options.map((option) => option.shape.type.value));
const anyEventSchema = z.object({ type: z.string() });

/**
 * One event of the stream; null for one that we do not listen to.
 * @throws z.ZodError for one of ours that has another shape
 */
export function parseEvent(data: string): Event | null {
  const parsed: unknown = JSON.parse(data);
  return listenedTo.has(anyEventSchema.parse(parsed).type) ? eventSchema.parse(parsed) : null;
}
