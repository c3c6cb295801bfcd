import type { Cause } from '../model/causes.ts';
import { type Session, openQuestions } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';

/** What a failure is put down to until the person says otherwise; `because` is the rule, in words. */
export interface ProposedCause {
  /** null: nothing of the task (a process died, a model failed, a set-up broke), or nobody can tell. */
  readonly reason: Cause['reason'];
  readonly because: string;
}

/** Sentences of ours about what has nothing to do with the task. */
const infrastructure =
  /did not run to (its|their) end|could not be run|broke down|no sign of life|interrupted|broken off|^the agent |set-up|worktree/;

/**
 * Why a session is stuck, failed or was given up, as far as that shows: the first rule that fits. `session` is as it was
 * when that happened.
 */
export function proposeCause(session: Session, what: Cause['what']): ProposedCause {
  const { verdict, reason, change } = session;
  const why = reason ?? '';
  if (what === 'failed') return nothingOfTask('a process or a set-up failed');
  if (what === 'discarded') return givenUp(session);
  if (why.startsWith('nothing changed')) return { reason: 'unclear', because: 'nothing was changed' };
  if (/^red \d+ times/.test(why) && verdict !== null) return tooOftenRed(verdict);
  if (infrastructure.test(why)) return nothingOfTask('it did not come to the work');
  if (/\b(conflict|clash|merge)/i.test(why)) return { reason: 'clash', because: 'it says so of a conflict' };
  if (openQuestions(session).length > 0) return { reason: 'unclear', because: 'its questions were not answered' };
  if (/\b(tests?|checks?|verif\w+|flaky)\b/i.test(why))
    return { reason: 'verification', because: 'it says so of checks' };
  if (unclear.test(why)) return { reason: 'unclear', because: 'it says so of what was asked' };
  if (/input rests/.test(why) && change.files === 0)
    return { reason: 'unclear', because: 'it stopped with nothing done' };
  return nothingOfTask('nothing tells');
}

const unclear =
  /unclear|ambigu|not specified|which (one|of)|scope|boundary|contradict|missing|need(s)? (to know|more|a decision)/i;

function nothingOfTask(because: string): ProposedCause {
  return { reason: null, because };
}

/** Red again and again on its own work: conflicts and boundaries say more than checks do. */
function tooOftenRed({ reasons }: Verdict): ProposedCause {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  if (kinds.has('conflict')) return { reason: 'clash', because: 'it could not solve a conflict' };
  if (kinds.has('scope')) return { reason: 'unclear', because: 'its boundary did not hold what it needed' };
  if (kinds.has('setup') || kinds.has('snapshot') || kinds.has('diverged'))
    return nothingOfTask('its work could not be judged');
  return { reason: 'verification', because: 'its checks stayed red' };
}

/** The person gave work up that could have been judged. */
function givenUp({ verdict, causes, round, task }: Session): ProposedCause {
  const before = causes.findLast(({ reason }) => reason !== null);
  if (before !== undefined) return { reason: before.reason, because: 'it was rejected for that before' };
  if (verdict?.reasons.some(({ kind }) => kind === 'conflict') === true)
    return { reason: 'clash', because: 'it conflicts with the target' };
  if (verdict?.kind === 'unchecked') return { reason: 'verification', because: 'nothing was verified' };
  if (verdict === null || round > 2 || task.prompt.trim() === '')
    return { reason: 'unclear', because: 'it came to nothing that could be judged' };
  return { reason: 'approach', because: 'it passed, and was not wanted' };
}
