import type { Sitting } from '../model/pace.ts';
import { openQuestions } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';

/** A longer break ends a sitting, ms. */
const breakMs = 15 * 60_000;
/** From 60 to 90 minutes on reviews find less (Cohen et al., 2006); said in the middle of that. */
const longMs = 75 * 60_000;

/** Whether what is done now still belongs to what was done then. */
export function goesOn(then: number, now: number): boolean {
  return now - then <= breakMs;
}

/** Whether the sitting has ended by itself: a break that became too long, or nothing is left to be reviewed or answered. */
export function isSittingOver(world: World, now: number): boolean {
  const { sitting } = world.pace;
  if (sitting === null) return false;
  return !goesOn(sitting.lastAt, now) || (hasDone(sitting) && isNothingLeft(world));
}

/** Whether it is to be said now, once, that the sitting has become long. */
export function isWarningDue({ pace: { sitting } }: World, now: number): boolean {
  if (sitting === null || sitting.warnedAt !== null || !goesOn(sitting.lastAt, now)) return false;
  return now - sitting.startedAt >= longMs;
}

function hasDone({ reviews, answers }: Sitting): boolean {
  return reviews + answers > 0;
}

function isNothingLeft(world: World): boolean {
  if (world.inHand !== null) return false;
  return sessionsOf(world).every((session) => session.state !== 'ready' && openQuestions(session).length === 0);
}
