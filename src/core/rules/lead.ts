import type { Proposal } from '../model/proposal.ts';
import { type Session, heldMessages } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';

/** The tasks that came of a lead's proposals. */
export function childrenOf(world: World, lead: number): readonly Session[] {
  return sessionsOf(world).filter(({ task }) => task.parent === lead);
}

/** Proposals that wait for the person. Nobody decides any more for a lead that was given up. */
export function openProposals({ state, proposals }: Session): readonly Proposal[] {
  return state === 'discarded' ? [] : proposals.filter(({ decided }) => decided === null);
}

/** Leads with proposals that wait for the person, and these. */
export function allProposals(world: World): readonly { lead: Session; proposals: readonly Proposal[] }[] {
  return sessionsOf(world)
    .map((lead) => ({ lead, proposals: openProposals(lead) }))
    .filter(({ proposals }) => proposals.length > 0);
}

/** A failed child has come to a result: its lead hears of it, and need not wait for what the person does about it. */
function hasResult({ state }: Session): boolean {
  return state === 'landed' || state === 'discarded' || state === 'failed';
}

/** How a lead's tasks stand. */
export function leadStanding(world: World, session: Session): { undecided: number; landed: number; of: number } {
  const children = childrenOf(world, session.id);
  const landed = children.filter(({ state }) => state === 'landed').length;
  return { undecided: openProposals(session).length, landed, of: children.length };
}

/** What a lead waits for before its own work is judged; null when nothing is left. */
export function leadWaits(world: World, session: Session): string | null {
  if (session.task.lead !== true) return null;
  const { undecided, landed, of } = leadStanding(world, session);
  if (undecided === 0 && childrenOf(world, session.id).every(hasResult)) return null;
  const parts = [
    ...(of === 0 ? [] : [`${landed} of ${of} landed`]),
    ...(undecided === 0 ? [] : [`${undecided} ${undecided === 1 ? 'proposal' : 'proposals'} undecided`]),
  ];
  return `its tasks: ${parts.join(', ')}`;
}

/**
 * A lead that has come to rest and only waits: it is in the queue without a process, so that its place under the cap, and
 * the one judgement task's, are free for its own tasks. With something to be told it is rework, ahead of every new start.
 */
export function restsForTasks(world: World, session: Session): string | null {
  if (session.state !== 'queued' || session.queuedAs !== 'rework' || heldMessages(session).length > 0) return null;
  return leadWaits(world, session);
}
