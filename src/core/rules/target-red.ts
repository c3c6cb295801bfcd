import type { Session } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Repo } from '../model/world.ts';

/** The work is done and judged, and waits: checks are red on the target itself, which is nobody's fault here. */
export function waitsForTarget({ state, verdict }: Pick<Session, 'state' | 'verdict'>): boolean {
  return state === 'checking' && verdict?.kind === 'target-red';
}

/** `main itself is red: check test` */
export function targetRedWords(verdict: Verdict): string {
  const reasons = verdict.reasons.filter((reason) => reason.kind === 'target');
  const names = [...new Set(reasons.map(({ name }) => name))];
  return redWords(reasons[0]?.target ?? 'the target', names);
}

/** The same of a repository, which is said once and not for each session; null while its target is not known to be red. */
export function repoRedWords({ target, targetRed }: Pick<Repo, 'target' | 'targetRed'>): string | null {
  return targetRed === null ? null : redWords(target, targetRed.checks);
}

function redWords(target: string, checks: readonly string[]): string {
  return `${target} itself is red: ${checks.length === 1 ? 'check' : 'checks'} ${checks.join(', ')}`;
}
