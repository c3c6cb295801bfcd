import type { Session } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Repo } from '../model/world.ts';

/** The work is done and judged, and waits: checks are red on the target itself, which is nobody's fault here. */
export function waitsForTarget({ state, verdict }: Pick<Session, 'state' | 'verdict'>): boolean {
  return state === 'checking' && verdict?.kind === 'target-red';
}

/** `main itself is red: check test`, or why it is not one with its upstream. */
export function targetRedWords(verdict: Verdict): string {
  const apart = apartWords(verdict);
  if (apart !== null) return apart;
  const reasons = verdict.reasons.filter((reason) => reason.kind === 'target');
  const names = [...new Set(reasons.map(({ name }) => name))];
  return redWords(reasons[0]?.target ?? 'the target', names);
}

/** Why the target is not one with its upstream; null when it is. Each session that waits for that says so. */
export function apartWords({ reasons }: Verdict): string | null {
  return reasons.find((reason) => reason.kind === 'diverged')?.why ?? null;
}

/** Checks that are red on a repository's target, which is said once and not for each session; null while its target is not known to be red. */
export function repoRedWords({ target, targetRed }: Pick<Repo, 'target' | 'targetRed'>): string | null {
  return targetRed === null ? null : redWords(target, targetRed.checks);
}

function redWords(target: string, checks: readonly string[]): string {
  return `${target} itself is red: ${checks.length === 1 ? 'check' : 'checks'} ${checks.join(', ')}`;
}

/** `main is red: test, lint`, short enough for a header. */
export function redTarget(target: string, checks: readonly string[]): string {
  const more = checks.length - 3;
  const named = more > 0 ? `${checks.slice(0, 3).join(', ')} and ${more} more` : checks.join(', ');
  return `${target} is red${named === '' ? '' : `: ${named}`}`;
}
