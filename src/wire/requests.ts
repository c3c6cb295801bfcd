import { z } from 'zod';
import { notifyWays } from '../core/model/config.ts';
import { longestSide } from '../core/picture.ts';
import { readingSchema } from '../core/model/review-notes.ts';
import { rejectionReasonSchema } from '../core/model/task.ts';
import { sideKinds } from '../core/model/terminals.ts';
import { repoSchema, worldSchema } from '../core/model/world.ts';
import { jobRequests } from './job-requests.ts';
import { lookRequests } from './look-requests.ts';
import { reviewRequests } from './review-requests.ts';
import { setupRequests } from './setup-requests.ts';
import { conventionRequests } from './convention-requests.ts';
import { measureRequests } from './measure-requests.ts';
import { attentionRequests } from './attention-requests.ts';
import { backlogRequests } from './backlog-requests.ts';
import { resetRequests } from './reset-requests.ts';
import { agentRequests } from './agent-requests.ts';
import { paceRequests } from './pace-requests.ts';
import { worktreeRequests } from './worktree-requests.ts';

/**
 * What a client may ask of the daemon, by name: the shape of its parameters and of its answer. The control socket
 * takes all of `controlRequests`; a session's own socket takes `agentRequests` only, for that one session.
 */
const session = z.number().int().positive();
const nothing = z.object({});
const reading = readingSchema.optional();
const side = z.number().int().min(2).max(longestSide);

/** Longest piece of a byte log in one answer, bytes. */
const longestLogPiece = 1024 * 1024;

export const controlRequests = {
  ...measureRequests,
  ...worktreeRequests,
  ...setupRequests,
  ...jobRequests,
  ...lookRequests,
  ...reviewRequests,
  ...conventionRequests,
  ...attentionRequests,
  ...backlogRequests,
  ...resetRequests,
  ...paceRequests,
  'daemon/status': {
    params: nothing,
    result: z.object({
      pid: z.number(),
      version: z.string(),
      /** Identifies the code that runs, so that a client can replace an older daemon. */
      build: z.string(),
      home: z.string(),
      startedAt: z.number(),
    }),
  },
  /** `agents`: end the agents too; otherwise they go on without a daemon. */
  'daemon/stop': { params: z.object({ agents: z.boolean() }), result: nothing },
  /** What the person's own configuration says about the dashboard. @throws Fault 'config' when the file is wrong */
  'settings/get': {
    params: nothing,
    result: z.object({
      keys: z.record(z.string(), z.string()),
      theme: z.enum(['auto', 'light', 'dark']),
      /** How its terminal calls the person. */
      notify: z.array(z.enum(notifyWays)),
    }),
  },
  'world/get': { params: nothing, result: z.object({ world: worldSchema }) },
  /** The world now; every later event follows as a notification. */
  'world/subscribe': { params: nothing, result: z.object({ world: worldSchema }) },
  /** Looks at the repository that `path` lies in, reads its configuration. */
  'repo/open': {
    params: z.object({ path: z.string() }),
    result: z.object({
      repo: repoSchema,
      /** `missing`: no configuration file. `trusted`: the file is the trusted one. */
      trust: z.enum(['missing', 'untrusted', 'changed', 'trusted']),
      /** Commands that the configuration on disk would run, each with where it comes from. */
      commands: z.array(z.string()),
      /** The configuration on disk is wrong: the sentence that says so. */
      problem: z.string().nullable(),
    }),
  },
  /** `accept`: also what was changed of git's own files, which the caller shows to the person. */
  'repo/trust': {
    params: z.object({ path: z.string(), accept: z.boolean().optional() }),
    result: z.object({
      repo: repoSchema,
      commands: z.array(z.string()),
      /** What of git's own files had been changed and is accepted now, a sentence each. */
      accepted: z.array(z.string()),
    }),
  },
  /**
   * The agents that a task made at `path` could name: the built-in ones, the person's, and those of the repository's trusted
   * configuration. `env` is the caller's own. `versions`: each program is asked for its version, which may take seconds.
   */
  'agents/list': {
    params: z.object({ path: z.string(), env: z.record(z.string(), z.string()), versions: z.boolean() }),
    result: z.object({
      agents: z.array(
        z.object({
          name: z.string(),
          /** A configuration names it. */
          configured: z.boolean(),
          /** The built-in adapter that speaks with it; null: a plain command. */
          adapter: z.string().nullable(),
          /** The product's name. */
          title: z.string(),
          program: z.string(),
          /** Where the program is; null when it is not on PATH. */
          found: z.string().nullable(),
          /** null when it was not asked, or nothing came of it. */
          version: z.string().nullable(),
          /** What is wrong with it, a sentence. */
          problem: z.string().nullable(),
          /** Versions that the adapter was run with. */
          tested: z.array(z.string()),
          /** What its state is known by, in words. */
          authority: z.string().nullable(),
          npmPackage: z.string().nullable(),
        }),
      ),
    }),
  },
  'session/stop': { params: z.object({ session }), result: nothing },
  /** Breaks its agent's turn off. @throws Fault 'refused' when there is none, or it cannot be */
  'session/interrupt': { params: z.object({ session }), result: nothing },
  'session/resume': { params: z.object({ session, note: z.string().nullable() }), result: nothing },
  'session/discard': { params: z.object({ session }), result: nothing },
  /** Takes its landing back, by a session of its own that is judged and lands like every other: its number. */
  'session/undo': { params: z.object({ session }), result: z.object({ session }) },
  /** `question` null: the only open one. */
  'question/answer': {
    params: z.object({ session, question: z.number().int().nullable(), text: z.string() }),
    result: z.object({ question: z.number() }),
  },
  /** The sitting is closed: the answers given so far go to the agent although others are still open. */
  'answers/send': { params: z.object({ session }), result: nothing },
  /** `session` null: the next item. */
  'review/take': { params: z.object({ session: session.nullable() }), result: z.object({ session }) },
  'review/defer': { params: z.object({ session, reading }), result: nothing },
  'review/reject': {
    params: z.object({ session, note: z.string(), reason: rejectionReasonSchema.nullable(), reading }),
    result: nothing,
  },
  /**
   * `acknowledged` names what the person was told and accepts: `unchecked` (nothing was verified), `flaky` (a check is),
   * `findings` (each of which they are to know of), `unread` (files), `fast` (read faster than a person can).
   * `snapshot`: what the person has read; work judged since is then not approved unseen. `reading`: how they read it, where
   * that was measured.
   */
  'review/approve': {
    params: z.object({ session, acknowledged: z.array(z.string()), snapshot: z.string().optional(), reading }),
    result: nothing,
  },
  /** Plain text of the agent's output (`check` null) or of a check's log; the newest `limit` bytes. */
  'session/log': {
    params: z.object({ session, check: z.string().nullable(), limit: z.number().int().positive() }),
    result: z.object({ text: z.string(), truncated: z.boolean() }),
  },
  /** The task as the agent was told it. */
  'session/briefing': { params: z.object({ session }), result: z.object({ text: z.string() }) },
  /**
   * Opens a terminal of the person's own in the session's worktree: their shell, or their editor on a file (null: on the
   * worktree). What it is called in `screen/...` and `terminal/close` is its number.
   */
  'terminal/open': {
    params: z.object({
      session,
      kind: z.enum(sideKinds),
      file: z.string().nullable(),
      line: z.number().int().positive().nullable(),
      /** The environment of the person who opens it: their shell and editor as they are named now. */
      env: z.record(z.string(), z.string()),
    }),
    result: z.object({ terminal: z.number() }),
  },
  /** Ends its program. */
  'terminal/close': { params: z.object({ session, terminal: z.number().int() }), result: nothing },
  /** Whose screens follow as notifications from now on; replaces the earlier list. */
  'screen/watch': { params: z.object({ sessions: z.array(session) }), result: nothing },
  /** Bytes typed by the person in zoom, base64. */
  'screen/type': { params: z.object({ session, bytes: z.string() }), result: nothing },
  /**
   * This client is zoomed into the session and wants this size. The newest zoomed client, or the one that typed last,
   * decides the size; the others see as much of it as fits.
   */
  'screen/zoom': {
    params: z.object({ session, columns: side, rows: side }),
    result: nothing,
  },
  'screen/unzoom': { params: z.object({ session }), result: nothing },
  /**
   * A piece of the byte log of the session's newest run, at most `limit` bytes from offset `from` on (null: the last
   * ones); an offset whose bytes are gone moves up to `start`.
   */
  'screen/log': {
    params: z.object({
      session,
      from: z.number().int().nonnegative().nullable(),
      limit: z.number().int().positive().max(longestLogPiece),
    }),
    result: z.object({
      /** What of the log is there: offsets of its first byte and behind its last. */
      start: z.number(),
      end: z.number(),
      from: z.number(),
      /** Base64. */
      bytes: z.string(),
      /** The terminal's size in force at `from`, and each later one with the offset from which it holds. */
      sizes: z.array(z.object({ offset: z.number(), columns: z.number(), rows: z.number() })),
    }),
  },
} as const;

export const requests = { ...controlRequests, ...agentRequests };

export type RequestName = keyof typeof requests;
export type AgentRequestName = keyof typeof agentRequests;
export type ControlRequestName = keyof typeof controlRequests;
export type Params<Name extends RequestName> = z.infer<(typeof requests)[Name]['params']>;
export type Result<Name extends RequestName> = z.infer<(typeof requests)[Name]['result']>;
