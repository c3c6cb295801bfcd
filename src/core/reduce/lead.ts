import { addMessage, endRun, remember, requeue } from './change-session.ts';
import type { Event } from '../model/events.ts';
import { type Session, heldMessages, isOver, saidOf } from '../model/session.ts';
import type { World } from '../model/world.ts';
import { closedWords } from '../words/closed-words.ts';
import { childrenOf, leadWaits } from '../rules/lead.ts';

/** Of what a child's agent said, its lead reads so much, characters. */
const longestSummary = 2000;

/**
 * A lead whose turn, or process, has ended by itself is not finished while its tasks are under way or its proposals are
 * undecided, nor before it was told all results: its process ends, and it goes on from the queue when there is news. What
 * it hands in by `done` is judged at once.
 */
export function restLead(
  world: World,
  { before, after, event }: { before: Session; after: Session; event: Event },
  at: number,
): Session {
  if (event.type !== 'turn.ended' && event.type !== 'agent.exited') return after;
  if (after.task.lead !== true || after.state !== 'checking' || before.state === 'checking') return after;
  const waits = leadWaits(world, after);
  if (waits === null && heldMessages(after).length === 0) return after;
  const resting = requeue(after, at);
  return remember(endRun(resting, at, 'finished'), at, waits === null ? 'goes on with the news' : `waits for ${waits}`);
}

/** A task has come to a result: the lead that proposed it is told, once. */
export function tellLead(world: World, { before, after }: { before: Session; after: Session }, at: number): World {
  const lead = after.task.parent === undefined ? undefined : world.sessions[after.task.parent];
  if (lead === undefined || isOver(lead) || before.state === after.state) return world;
  const what = resultOf(after);
  if (what === null) return world;
  const proposal = lead.proposals.find(({ decided }) => decided?.session === after.id);
  const which = proposal === undefined ? '' : ` (your proposal ${proposal.number})`;
  const said = saidOf(after);
  const text = [
    `#${after.id} "${after.task.title}"${which} ${what}`,
    ...(said === '' || after.state !== 'landed' ? [] : [`Its agent says: ${said.slice(0, longestSummary)}`]),
    standing(world, lead),
  ].join('\n');
  const told = addMessage(lead, { kind: 'results', text, at });
  return { ...world, sessions: { ...world.sessions, [lead.id]: told } };
}

function resultOf(session: Session): string | null {
  const { state, landed, reason } = session;
  switch (state) {
    case 'landed':
      return landed?.commit == null
        ? `is closed: ${closedWords(session)}.`
        : `has landed as ${landed.commit.slice(0, 12)}; merge the target branch to have it in your worktree.`;
    case 'discarded':
      return `was discarded by the person${reason === null || reason === 'discarded by hand' ? '' : `: ${reason}`}.`;
    case 'failed':
      return `has failed${reason === null ? '' : `: ${reason}`}. The person may resume it.`;
    default:
      return null;
  }
}

function standing(world: World, lead: Session): string {
  const children = childrenOf(world, lead.id);
  const landed = children.filter(({ state }) => state === 'landed').length;
  return `Of your ${children.length === 1 ? '1 task' : `${children.length} tasks`} ${landed} ${landed === 1 ? 'has' : 'have'} landed; ${leadWaits(world, lead) === null ? 'none is under way any more' : 'others are under way'}.`;
}
