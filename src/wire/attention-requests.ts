import { z } from 'zod';
import { notifyWays } from '../core/model/config.ts';
import { attentionSchema } from '../core/model/person.ts';

const session = z.number().int().positive();

/** What the person does at a dashboard, and what they need beside a question to answer it. */
export const attentionRequests = {
  /** What the person in front of this dashboard is at; the last word counts, and is forgotten with the connection. */
  'person/attend': { params: attentionSchema, result: z.object({}) },
  /** How the person is called, for `signalbox doctor`. */
  'person/calling': {
    params: z.object({}),
    result: z.object({
      ways: z.array(z.enum(notifyWays)),
      /** Their own command in place of that. */
      command: z.string().nullable(),
      /** Why that could not say something the last time; null: it could, or never had to. */
      problem: z.string().nullable(),
    }),
  },
  /** Beside a question: the files that its session has touched so far, and the last lines of its screen. */
  'question/context': {
    params: z.object({ session }),
    result: z.object({
      /** `added` null: a binary file. */
      files: z.array(z.object({ path: z.string(), added: z.number().nullable(), removed: z.number().nullable() })),
      /** Files that are not among them. */
      more: z.number(),
      screen: z.array(z.string()),
    }),
  },
} as const;
