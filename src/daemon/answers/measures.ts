import { lookAtSessions, tagSession } from '../../core/decide/tag.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { decided } from './tasks.ts';

/** What is only noted: why something went wrong, and that the person has looked. */
export function measureAnswers({ ledger }: Crew): Answers<'session/tag' | 'session/looked'> {
  return {
    'session/tag': ({ session, reason }) =>
      decided(ledger.decide((world) => tagSession(world, { id: session, reason }))),
    'session/looked': ({ sessions }) => decided(ledger.decide((world) => lookAtSessions(world, sessions))),
  };
}
