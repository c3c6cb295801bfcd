import type { Pace, Sitting } from '../model/pace.ts';
import { goesOn } from '../rules/sitting.ts';

/**
 * The sitting that what is done now belongs to: the one that goes on; the last one, when it ended so shortly ago that this was
 * no break; else a new one.
 */
export function beginSitting(pace: Pace, at: number): Pace {
  const { sitting } = pace;
  if (sitting !== null && goesOn(sitting.lastAt, at)) return pace;
  const ended = sitting === null ? pace : endSitting(pace, at);
  const last = ended.sittings.at(-1);
  if (last !== undefined && goesOn(last.lastAt, at)) {
    return { ...ended, sitting: { ...last, endedAt: null }, sittings: ended.sittings.slice(0, -1) };
  }
  return { ...ended, sitting: newSitting(at) };
}

/** Ends the present sitting: now, or when something was last done in it where that is long ago. */
export function endSitting(pace: Pace, at: number): Pace {
  const { sitting, sittings } = pace;
  if (sitting === null) return pace;
  const endedAt = goesOn(sitting.lastAt, at) ? at : sitting.lastAt;
  return { ...pace, sitting: null, sittings: [...sittings, { ...sitting, endedAt }] };
}

function newSitting(at: number): Sitting {
  return {
    startedAt: at,
    lastAt: at,
    endedAt: null,
    reviews: 0,
    answers: 0,
    lines: 0,
    readMs: 0,
    unread: 0,
    skimmed: 0,
    warnedAt: null,
  };
}
