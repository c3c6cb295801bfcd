import { beginSitting, noteRead, setCap } from '../../core/decide/pace.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { decided } from './tasks.ts';

type Names = 'limits/set' | 'review/read' | 'sitting/begin';

/** How the person goes on: what they have read, when they sit down, and the cap. */
export function paceAnswers({ ledger }: Crew): Answers<Names> {
  return {
    'limits/set': ({ cap }) => decided(ledger.decide((world) => setCap(world, cap))),
    'review/read': ({ session, ms }) => decided(ledger.decide((world) => noteRead(world, { id: session, ms }))),
    'sitting/begin': () => decided(ledger.decide(beginSitting)),
  };
}
