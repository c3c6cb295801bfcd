import type { World } from '../model/world.ts';
import { type AutoCap, autoCap, lastAuto } from '../rules/auto-cap.ts';
import { spanInWords } from './span-words.ts';

const hourMs = 3_600_000;

/** `you review 4.1/h, agents take 43 min: 3 keeps the queue level` */
export function autoCapWords(reckoned: AutoCap, maxCap: number): string {
  const { cap, reviews, serviceMs, questionMs, agentMs, level, corrected, skimmed } = reckoned;
  if (reviews === 0) return `nothing is measured yet: it begins with ${cap}`;
  const asked = questionMs >= 60_000 ? ` with ${spanInWords(questionMs)} of questions each` : '';
  const rate = `you review ${(hourMs / serviceMs).toFixed(1)}/h${asked}, agents take ${spanInWords(agentMs)}`;
  if (skimmed > 0) return `${rate}: ${cap}, lowered because reviews were skimmed`;
  if (cap === maxCap && level + corrected > maxCap) return `${rate}: more would do, ${cap} is your max_cap`;
  if (cap > level + 1 && corrected > 0.5) return `${rate}: ${cap}, because you ran dry with fewer`;
  if (cap < level && corrected < -0.5) return `${rate}: ${cap}, because the queue grew with more`;
  return `${rate}: ${cap} keeps the queue level`;
}

/** Why the cap is what it is; null where it is simply a number of the person's. */
export function capWords(world: World): string | null {
  const { pace, cap, configuredCap } = world;
  if (pace.mode === 'auto') return autoCapWords(autoCap(world, cap), pace.maxCap);
  if (configuredCap !== 'auto') return null;
  return `cap ${cap} by hand, auto would be ${autoCap(world, lastAuto(world)).cap}`;
}
