import { isOver } from '../model/session.ts';
import type { SideKind } from '../model/terminals.ts';
import { sessionsOf, type World } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** Enough for a person; a program that opens them in a loop is stopped here. */
const mostTerminals = 16;

/** What is to be opened, and in which session's worktree. */
export interface OpenedTerminal {
  readonly id: number;
  readonly kind: SideKind;
  readonly file: string | null;
  readonly line: number | null;
}

/** Opens a terminal of the person's own in a session's worktree. Its number is the world's `nextTerminal`. */
export function openSideTerminal(world: World, { id, kind, file, line }: OpenedTerminal): Decision {
  return aboutSession(world, id, (session) => {
    if (session.worktree === null) return refuse(`#${id} has no worktree yet`, 'it gets one when it starts');
    if (isOver(session)) return refuse(`#${id} is ${session.state}`, `its worktree is ${session.worktree.path}`);
    const others = sessionsOf(world).flatMap(({ terminals }) => terminals.filter((one) => one.kind !== 'job'));
    const open = others.length;
    if (open >= mostTerminals) return refuse(`${open} terminals are open already`, 'end some of them first');
    return accept({ type: 'terminal.opened', session: id, terminal: world.nextTerminal, kind, file, line });
  });
}

/** Has a terminal's program ended. */
export function closeSideTerminal(world: World, { id, terminal }: { id: number; terminal: number }): Decision {
  return aboutSession(world, id, (session) => {
    const found = session.terminals.find(({ number }) => number === terminal);
    if (found === undefined) return refuse(`#${id} has no such terminal any more`);
    return accept(...(found.closing ? [] : [{ type: 'terminal.closed', session: id, terminal } as const]));
  });
}
