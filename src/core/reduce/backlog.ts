import { addMessage, remember } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Proposal } from '../model/proposal.ts';
import { type Session, isOver } from '../model/session.ts';
import { acted } from './agent.ts';

type BacklogEvent = Extract<Event, { type: 'task.moved' | 'task.edited' | 'task.proposed' | 'proposal.decided' }>;

/** The queue's order by hand, tasks written anew, and what a lead proposes. */
export function reduceBacklog(session: Session, event: BacklogEvent, at: number): Session {
  switch (event.type) {
    case 'task.moved':
      return { ...session, rank: event.rank };
    case 'task.edited':
      return remember({ ...session, task: event.task }, at, 'the task was written anew');
    case 'task.proposed': {
      const first = session.proposals.length + 1;
      const added = event.proposals.map((proposal, index): Proposal => ({
        ...proposal,
        number: first + index,
        request: event.request,
        at,
        decided: null,
      }));
      const proposed = { ...session, proposals: [...session.proposals, ...added] };
      return remember(
        acted(proposed, event.request, at),
        at,
        `proposed: ${added.map(({ task }) => task.title).join(' / ')}`,
      );
    }
    case 'proposal.decided': {
      const { proposal: number, task, note } = event;
      const proposals = session.proposals.map((each) =>
        each.number === number ? { ...each, decided: { at, session: task, note } } : each,
      );
      const what = task === null ? `proposal ${number} was refused` : `proposal ${number} is #${task}`;
      const decided = remember({ ...session, proposals }, at, what);
      if (task !== null || isOver(session)) return decided;
      const title = session.proposals.find((each) => each.number === number)?.task.title ?? '';
      const why = note === null || note.trim() === '' ? '.' : `: ${note}`;
      return addMessage(decided, {
        kind: 'results',
        text: `The person refused your proposal ${number} "${title}"${why}`,
        at,
      });
    }
  }
}
