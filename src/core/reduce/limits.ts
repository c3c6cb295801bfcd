import type { Event } from '../model/events.ts';
import type { World } from '../model/world.ts';

export type LimitsEvent = Extract<Event, { type: 'limits.changed' }>;

/** The cap and the review limit, and whether the cap follows the person's pace; one set by hand over `auto` is kept in mind. */
export function reduceLimits(world: World, event: LimitsEvent, at: number): World {
  const { pace } = world;
  const { mode = pace.mode, maxCap = pace.maxCap, words = pace.words, cap, auto } = event;
  const overrides = auto === undefined ? pace.overrides : [...pace.overrides, { at, cap, auto }];
  return {
    ...world,
    cap,
    reviewLimit: event.reviewLimit,
    configuredCap: event.configuredCap ?? world.configuredCap,
    pace: { ...pace, mode, maxCap, words, overrides },
  };
}
