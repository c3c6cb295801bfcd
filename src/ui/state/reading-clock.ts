/** Who neither types nor moves anything for so long does not read any more, ms. */
const idleMs = 120_000;

/** How long the item in hand has been before a reader's eyes at this dashboard. Plain data; times in ms. */
export interface ReadingClock {
  /** The item, and when it was taken; null: no review lies before the person. */
  readonly of: { readonly session: number; readonly takenAt: number } | null;
  /** Read, and not yet said to the daemon. */
  readonly ms: number;
  readonly countedTo: number;
  /** When the person last did something in front of it; null: the terminal has lost the focus. */
  readonly inputAt: number | null;
  /** Files that had been read when it was taken. */
  readonly readBefore: ReadonlySet<string>;
}

export const noReading: ReadingClock = { of: null, ms: 0, countedTo: 0, inputAt: null, readBefore: new Set() };

/** What has been read up to now and not been said. */
export function readSince({ of, ms, countedTo, inputAt }: ReadingClock, now: number): number {
  if (of === null || inputAt === null) return ms;
  return ms + Math.max(0, Math.min(now, inputAt + idleMs) - countedTo);
}

/** A review lies before the person, perhaps the same as before. */
export function startReading(
  clock: ReadingClock,
  start: { session: number; takenAt: number; now: number; read: readonly string[] },
): ReadingClock {
  const { session, takenAt, now, read } = start;
  const same = clock.of?.session === session && clock.of.takenAt === takenAt;
  if (same) return clock.inputAt === null ? { ...clock, countedTo: now, inputAt: now } : clock;
  return { of: { session, takenAt }, ms: 0, countedTo: now, inputAt: now, readBefore: new Set(read) };
}

/** The person did something in front of it. */
export function noteInput(clock: ReadingClock, now: number): ReadingClock {
  if (clock.of === null) return clock;
  return { ...clock, ms: readSince(clock, now), countedTo: now, inputAt: now };
}

/** It lies before nobody any more: another view is before it, or the terminal has lost the focus. */
export function pauseReading(clock: ReadingClock, now: number): ReadingClock {
  if (clock.of === null || clock.inputAt === null) return clock;
  return { ...clock, ms: readSince(clock, now), countedTo: now, inputAt: null };
}

/** What was read up to now is said to the daemon. */
export function sayRead(clock: ReadingClock, now: number): ReadingClock {
  return { ...clock, ms: 0, countedTo: now };
}
