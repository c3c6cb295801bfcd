import { z } from 'zod';
import { conventionSchema } from './convention.ts';
import { repositoryConfigSchema } from './config.ts';
import { type Session, sessionSchema } from './session.ts';
import { emptyPace, paceSchema } from './pace.ts';
import { personSchema } from './person.ts';
import { firstTerminal } from './terminals.ts';

/** Two pieces of work that would conflict, in which files. `session` is the younger one. */
export const clashSchema = z.object({
  session: z.number(),
  with: z.union([z.number(), z.literal('target'), z.literal('you')]),
  files: z.array(z.string()),
});
export type Clash = z.infer<typeof clashSchema>;

export const repoSchema = z.object({
  /** Folder name and a short hash of the path: unique and readable. */
  id: z.string(),
  root: z.string(),
  name: z.string(),
  /** The branch where work lands. */
  target: z.string(),
  /** Where the target was last seen; null before the first look. */
  targetCommit: z.string().nullable(),
  /** The trusted configuration; null when the repository was never trusted. */
  config: repositoryConfigSchema.nullable(),
  /** Hash of the trusted bytes. */
  configHash: z.string().nullable(),
  /** The file differs from the trusted bytes: running work keeps the trusted ones, new starts wait. */
  configChanged: z.boolean(),
  /** Checks that are red on the target as it is, and on which commit. */
  targetRed: z.object({ commit: z.string(), checks: z.array(z.string()), at: z.number() }).nullable(),
  /** What its checks came to over time, by name; `greenMs`: of all green runs together. */
  checkCounts: z.record(
    z.string(),
    z.object({
      green: z.number(),
      red: z.number(),
      flaky: z.number(),
      infrastructure: z.number(),
      greenMs: z.number(),
    }),
  ),
  /** Flakes seen, by check and test (title '' is the whole check). */
  flakes: z.array(
    z.object({
      check: z.string(),
      file: z.string().nullable(),
      title: z.string(),
      /** How often it flaked with work that was being judged, and how often on the target itself. */
      candidate: z.number(),
      target: z.number(),
      last: z.number(),
    }),
  ),
  /** Batches that were red on this target: what is among them is judged in smaller ones. */
  redBatches: z.object({ target: z.string(), sessions: z.array(z.array(z.number())) }).nullable(),
  /** Conflicts to come: of sessions with each other, with the target, and with the person's own uncommitted work. */
  forecast: z.array(clashSchema),
  /** What of git's own files acted on everybody when it was last accepted, by name; null: not looked at yet. */
  guard: z.record(z.string(), z.string()).nullable(),
  /** What of that was changed by nobody knows whom since, a sentence each: nothing lands until the person accepts it. */
  tampered: z.array(z.string()),
  /** Answers that hold for every task, as its `.signalbox/conventions.md` has them. */
  conventions: z.array(conventionSchema),
  /** Why they cannot be read, a sentence. */
  conventionsProblem: z.string().nullable().optional(),
});
export type Repo = z.infer<typeof repoSchema>;

export const worldSchema = z.object({
  /** Number of the last event in it. */
  seq: z.number(),
  repos: z.record(z.string(), repoSchema),
  sessions: z.record(z.coerce.number(), sessionSchema),
  nextId: z.number(),
  nextTerminal: z.number(),
  /** The one review in the person's hands, across all clients and repositories. */
  inHand: z.object({ session: z.number(), since: z.number() }).nullable(),
  cap: z.number(),
  /** What the person's configuration said when it was last applied: the cap follows when that changes. */
  configuredCap: z.union([z.number(), z.literal('auto')]).nullable(),
  reviewLimit: z.number(),
  person: personSchema,
  pace: paceSchema,
});
export type World = z.infer<typeof worldSchema>;

export const emptyWorld: World = {
  seq: 0,
  repos: {},
  sessions: {},
  nextId: 1,
  nextTerminal: firstTerminal,
  inHand: null,
  cap: 3,
  configuredCap: null,
  reviewLimit: 3,
  person: { present: false, since: 0, leftAt: null, notified: null },
  pace: emptyPace,
};

/** All sessions by number. */
export function sessionsOf(world: World): readonly Session[] {
  return Object.values(world.sessions).toSorted((a, b) => a.id - b.id);
}

/**
 * Reviews that count against the limit: ready, in hand, landings that wait for the person, stuck without a process. An
 * open pull request waits for others.
 */
export function reviewsWaiting(world: World): number {
  return sessionsOf(world).filter((session) => {
    const { state, landing, run, repo } = session;
    if (state === 'landing') {
      if (landing === null || landing.pullRequest !== null) return false;
      return landing.waits !== null || (landing.intent === null && (world.repos[repo]?.tampered.length ?? 0) > 0);
    }
    return state === 'ready' || state === 'reviewing' || (state === 'stuck' && run === null);
  }).length;
}
