import { z } from 'zod';

/** What a person opens for themselves in a worktree. */
export const sideKinds = ['shell', 'editor'] as const;
export type SideKind = (typeof sideKinds)[number];

/**
 * What runs beside an agent, in its worktree: a person's shell, their editor, or a job (a dev server, a watcher) that the
 * session needs.
 */
export const terminalKinds = [...sideKinds, 'job'] as const;

/** Who has started a job: whoever it was hears of its end. */
export const jobStarters = ['agent', 'person'] as const;
export type JobStarter = (typeof jobStarters)[number];

/** Terminals are numbered apart from sessions, so that one number names a screen. */
export const firstTerminal = 1_000_001;

/** A program beside an agent in its session's worktree. It takes no place under the cap. */
export const terminalSchema = z.object({
  number: z.number().int().min(firstTerminal),
  kind: z.enum(terminalKinds),
  /** What the editor opens, relative to the worktree; null: the worktree itself. */
  file: z.string().nullable(),
  line: z.number().nullable(),
  /** Of a job: what it is called, its command, its own port (null: none is free), and who started it. */
  name: z.string().optional(),
  command: z.string().optional(),
  port: z.number().nullable().optional(),
  by: z.enum(jobStarters).optional(),
  openedAt: z.number(),
  /** Its program is to end. */
  closing: z.boolean(),
});
export type SideTerminal = z.infer<typeof terminalSchema>;

/** How the last of a session's terminals ended: an editor that could not start says why. */
export const endedTerminalSchema = terminalSchema.pick({ number: true, kind: true }).extend({
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  /** The last lines of its screen. */
  screen: z.array(z.string()),
});

/** A job that has ended. */
export const endedJobSchema = z.object({
  number: z.number(),
  name: z.string(),
  command: z.string(),
  port: z.number().nullable(),
  by: z.enum(jobStarters),
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  /** It was to end: stopped by somebody, or with its session. Otherwise it died. */
  asked: z.boolean(),
  at: z.number(),
  screen: z.array(z.string()),
});
export type EndedJob = z.infer<typeof endedJobSchema>;
