import { z } from 'zod';

/**
 * What runs beside an agent, in its worktree: a person's shell, their editor, or a job (a dev server, a watcher) that the
 * session needs.
 */
export const terminalKinds = ['shell', 'editor', 'job'] as const;
export type TerminalKind = (typeof terminalKinds)[number];

/** Terminals are numbered apart from sessions, so that one number names a screen. */
export const firstTerminal = 1_000_001;

/** A terminal of the person's own in a session's worktree. It takes no place under the cap. */
export const terminalSchema = z.object({
  number: z.number().int().min(firstTerminal),
  kind: z.enum(terminalKinds),
  /** What the editor opens, relative to the worktree; null: the worktree itself. */
  file: z.string().nullable(),
  line: z.number().nullable(),
  /** Of a job: what it is called, and the command. */
  name: z.string().optional(),
  command: z.string().optional(),
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
  exit: z.number().nullable(),
  signal: z.string().nullable(),
  at: z.number(),
  screen: z.array(z.string()),
});
