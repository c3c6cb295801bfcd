import { z } from 'zod';
import { conventionSchema } from './convention.ts';
import { capModes } from './pace.ts';
import { repositoryConfigSchema } from './config.ts';
import { checkResultSchema } from './verdict.ts';
import { clashSchema } from './world.ts';

const session = z.number().int();

/** What can happen to the person's settings and to a repository; the other events are each about one session. */
export const repositoryEvents = [
  z.object({
    type: z.literal('limits.changed'),
    cap: z.number(),
    reviewLimit: z.number(),
    /** What the person's configuration says: a number or `auto`. */
    configuredCap: z.union([z.number(), z.literal('auto')]).optional(),
    mode: z.enum(capModes).optional(),
    maxCap: z.number().optional(),
    /** Why, in words. */
    words: z.string().nullable().optional(),
    /** What `auto` would come to, where the person sets another cap by hand over it. */
    auto: z.number().optional(),
  }),
  z.object({
    type: z.literal('repo.opened'),
    repo: z.string(),
    root: z.string(),
    name: z.string(),
    target: z.string(),
  }),
  z.object({
    type: z.literal('repo.trusted'),
    repo: z.string(),
    target: z.string(),
    hash: z.string(),
    config: repositoryConfigSchema,
  }),
  z.object({ type: z.literal('config.differed'), repo: z.string(), changed: z.boolean() }),
  z.object({
    type: z.literal('conventions.read'),
    repo: z.string(),
    conventions: z.array(conventionSchema),
    /** Why its file cannot be read, a sentence. */
    problem: z.string().nullable().optional(),
  }),
  z.object({ type: z.literal('target.moved'), repo: z.string(), commit: z.string() }),
  /** What agents share through git: accepted as it is (by the person, or at the first look), or changed since. */
  z.object({
    type: z.literal('git.accepted'),
    repo: z.string(),
    guard: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal('git.tampered'), repo: z.string(), changes: z.array(z.string()) }),
  z.object({
    type: z.literal('forecast.changed'),
    repo: z.string(),
    clashes: z.array(clashSchema),
  }),
  /** Several approved items were judged as one; `candidate`: what each one is on top of those before it. */
  z.object({
    type: z.literal('batch.judged'),
    repo: z.string(),
    target: z.string(),
    members: z.array(z.object({ session, candidate: z.string(), tree: z.string() })),
    /** Those that conflict with the others: they are judged alone. */
    leftOut: z.array(session),
    verdict: z.enum(['green', 'red']),
    checks: z.array(checkResultSchema),
  }),
] as const;
