import type { Event } from '../model/events.ts';
import type { World } from '../model/world.ts';
import { autoCap, lastAuto } from '../rules/auto-cap.ts';
import { type Decision, accept, refuse } from './decision.ts';

/** The cap is at most this. */
export const highestCap = 64;

/**
 * Sets the cap on live sessions, or has it follow the person's pace; what runs above a lowered cap goes on. A number over `auto` is
 * kept in mind, and holds until `auto` is asked for again or the configuration changes.
 */
export function setCap(world: World, cap: number | 'auto'): Decision {
  const { reviewLimit, pace } = world;
  const auto = autoCap(world, lastAuto(world)).cap;
  if (cap === 'auto') return accept({ type: 'limits.changed', cap: auto, reviewLimit, mode: 'auto', words: null });
  if (!Number.isInteger(cap) || cap < 1 || cap > highestCap)
    return refuse(`the cap cannot be ${cap}`, `give a whole number from 1 to ${highestCap}, or auto`);
  const fixed = { type: 'limits.changed', cap, reviewLimit, mode: 'fixed', words: null } as const;
  const overrides = pace.mode === 'auto' || world.configuredCap === 'auto';
  return accept(overrides ? { ...fixed, auto } : fixed);
}

/** The item in hand was before the person's eyes. One that is in hand no more was decided meanwhile: that is no fault. */
export function noteRead(world: World, { id, ms }: { id: number; ms: number }): Decision {
  if (world.inHand?.session !== id || ms <= 0) return accept();
  return accept({ type: 'review.read', session: id, ms });
}

/** The person opened the questions: a sitting begins, unless one goes on. */
export function beginSitting(_world: World): Decision {
  return accept({ type: 'sitting.began' });
}

/** What the limits become by the person's configuration; null where that changes nothing. */
export function configuredLimits(
  world: World,
  config: { readonly cap: number | 'auto'; readonly max_cap: number; readonly review_limit: number },
): Event | null {
  const { pace, configuredCap } = world;
  const moved = configuredCap !== config.cap;
  if (!moved && world.reviewLimit === config.review_limit && pace.maxCap === config.max_cap) return null;
  const rest = { reviewLimit: config.review_limit, configuredCap: config.cap, maxCap: config.max_cap };
  if (!moved) return { type: 'limits.changed', cap: world.cap, ...rest };
  const mode = config.cap === 'auto' ? ('auto' as const) : ('fixed' as const);
  const cap = config.cap === 'auto' ? Math.min(world.cap, config.max_cap) : config.cap;
  return { type: 'limits.changed', cap, ...rest, mode, words: null };
}
