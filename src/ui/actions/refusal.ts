import type { Decision } from '../../core/decide/decision.ts';

/** Why the daemon would refuse, asked of its own rules beforehand; null when it would not. */
export function refusal(decision: Decision): string | null {
  if (!('refused' in decision)) return null;
  const { message, hint } = decision.refused;
  return hint === undefined ? message : `${message}: ${hint}`;
}
