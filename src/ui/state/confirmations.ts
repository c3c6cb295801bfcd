import type { View } from './views.ts';

/** The question before a session is stopped. */
export function askToStop(session: number, title: string): View {
  const text = `Stop #${session} ${title}? Its agent ends; the work stays and can be resumed.`;
  return { kind: 'confirm', points: [], text, leadsTo: { kind: 'stop', session } };
}

/** The question before an agent's context is given up. */
export function askToReset({ session, title, note }: { session: number; title: string; note: string | null }): View {
  const text = `Reset #${session} ${title}? Its agent ends and starts again without its conversation, told what was decided and done. Its work and its jobs stay.`;
  return { kind: 'confirm', points: [], text, leadsTo: { kind: 'reset', session, note } };
}

/** The question before a session is given up. */
export function askToDiscard(session: number, title: string): View {
  return {
    kind: 'confirm',
    points: [],
    text: `Discard #${session} ${title}? Its work will not land.`,
    leadsTo: { kind: 'discard', session },
  };
}

/** The question before a landing is taken back. */
export function askToUndo(session: number, title: string): View {
  return {
    kind: 'confirm',
    points: [],
    text: `Undo #${session} ${title}? What takes it back is judged and lands like any other work.`,
    leadsTo: { kind: 'undo', session },
  };
}

/** The question before the person goes on with an item in hand themselves. */
export function askToTakeOver(session: number, title: string): View {
  return {
    kind: 'confirm',
    points: [],
    text: `Take #${session} ${title} over? Its agent's conversation opens and you go on in it; the work is judged again when it is done.`,
    leadsTo: { kind: 'take-over', session },
  };
}

/** The question before worktrees are removed. */
export function askToClean(): View {
  return {
    kind: 'confirm',
    points: [],
    text: 'Remove the worktrees of what is landed or discarded? Work that did not land is kept, and restore brings it back.',
    leadsTo: { kind: 'clean' },
  };
}
