import { proposeCause } from '../measures/propose-cause.ts';
import type { Cause } from '../model/causes.ts';
import type { Session, State } from '../model/session.ts';

const failures: ReadonlySet<State> = new Set(['stuck', 'failed']);

/** Writes down why a session has come to be stuck, failed or given up, whatever event brought it there. */
export function noteFailure(before: Session, after: Session, at: number): Session {
  const what = failureOf(before, after);
  if (what === null) return after;
  const text = after.reason ?? '';
  const { reason } = proposeCause(what === 'discarded' ? { ...before, reason: after.reason } : after, what);
  const cause: Cause = { at, round: after.round, what, reason, by: 'rule', text };
  // The one that the step itself has written says less.
  const kept = after.causes.length > before.causes.length ? after.causes.slice(0, -1) : after.causes;
  return { ...after, causes: [...kept, cause] };
}

function failureOf(before: Session, after: Session): Extract<Cause['what'], 'stuck' | 'failed' | 'discarded'> | null {
  if (before.state === after.state) return null;
  if (after.state === 'stuck') return 'stuck';
  if (after.state === 'failed') return 'failed';
  // A task that never started failed at nothing, and what was stuck or failed before has its cause.
  const hasCause = failures.has(before.state) || (before.state === 'stopped' && before.causes.length > 0);
  return after.state === 'discarded' && before.startedAt !== null && !hasCause ? 'discarded' : null;
}
