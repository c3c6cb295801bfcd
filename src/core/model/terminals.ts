import { z } from 'zod';

/** What a person opens beside an agent, in its worktree: a shell, or their editor. */
export const terminalKinds = ['shell', 'editor'] as const;
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
