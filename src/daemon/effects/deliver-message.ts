import { randomUUID } from 'node:crypto';
import { heldMessages, openDialogs } from '../../core/model/session.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Crew } from '../crew.ts';

type DeliverEffect = Extract<Effect, { kind: 'message.deliver' }>;

/**
 * Gives an agent that stays what is held for it, as one text. Journalled before and after: a crash in between leaves it
 * unconfirmed, never sent twice. Not broken off once begun.
 */
export async function deliverMessage(crew: Crew, { session: id, run }: DeliverEffect): Promise<void> {
  const channel = crew.channels.of(id, run);
  const session = crew.ledger.session(id);
  // A delivery of before is still under way, or the agent is not reached yet: the next tick looks again.
  if (channel === null || session.messages.some((message) => message.sending !== null)) return;
  const held = heldMessages(session);
  if (held.length === 0 || openDialogs(session).length > 0) return;
  const messages = held.map((message) => message.number);
  const request = randomUUID();
  crew.ledger.append({ type: 'message.sending', session: id, messages, request });
  let outcome: Awaited<ReturnType<typeof channel.deliver>> = 'unconfirmed';
  try {
    outcome = await channel.deliver(held.map((message) => message.text).join('\n\n'));
  } finally {
    crew.ledger.append(
      outcome === 'delivered'
        ? { type: 'message.delivered', session: id, messages, by: 'adapter', request }
        : { type: 'message.returned', session: id, messages, unconfirmed: outcome === 'unconfirmed' },
    );
  }
}
