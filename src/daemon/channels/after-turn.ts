import { deliver, messagesFor } from '../../core/decide/agent.ts';
import type { World } from '../../core/model/world.ts';
import type { Crew } from '../crew.ts';

interface TurnEnd {
  readonly id: number;
  readonly run: number;
  readonly request: string;
  readonly gone: AbortSignal;
}

/**
 * Waits, at the end of a turn, for what the gate says of it. Gives the text with which the turn goes on, handed over by
 * this call; null when it may end. The same call again, after a restart of the daemon, gets the same.
 */
export async function afterTurn(crew: Crew, { id, run, request, gone }: TurnEnd): Promise<string | null> {
  const { ledger } = crew;
  const settled = (world: World) => {
    const session = world.sessions[id];
    if (session === undefined || session.run?.number !== run) return true;
    return session.state === 'checking' ? null : true;
  };
  await ledger.until(settled, gone);
  const session = ledger.session(id);
  if (session.run?.number !== run) return null;
  const messages = messagesFor(session, request);
  const goesOn = session.state === 'working' || messages.some((message) => message.delivered !== null);
  if (!goesOn || messages.length === 0) {
    // It ends, and rests: from here on messages are typed.
    if (session.run.activity.kind === 'held') {
      ledger.append({
        type: 'agent.observed',
        session: id,
        run,
        activity: 'resting',
        words: null,
        rule: 'its turn may end',
      });
    }
    return null;
  }
  ledger.decide(() => deliver(session, { messages, by: 'turn-end', request }));
  return messages.map((message) => message.text).join('\n\n');
}
