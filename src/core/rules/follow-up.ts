import type { Event } from '../model/events.ts';
import type { World } from '../model/world.ts';
import { nextAdmissible } from './admission.ts';
import { autoCap } from './auto-cap.ts';
import { autoCapWords } from '../words/cap-words.ts';

/**
 * What follows from the world at once, asked again after each step: an automatic cap moves with the person's pace, then everybody
 * who may start, starts.
 */
export function followUp(world: World): readonly Event[] {
  const change = capChange(world);
  if (change !== null) return [change];
  const next = nextAdmissible(world);
  return next === null ? [] : [{ type: 'session.admitted', session: next.id }];
}

/** The cap follows the person's pace, where it is `auto`; null while it is as it should be. It never ends anything. */
function capChange(world: World): Event | null {
  const { pace, cap, reviewLimit } = world;
  if (pace.mode !== 'auto') return null;
  const reckoned = autoCap(world, cap);
  if (reckoned.cap === cap && pace.words !== null) return null;
  return { type: 'limits.changed', cap: reckoned.cap, reviewLimit, words: autoCapWords(reckoned, pace.maxCap) };
}
