/** Elapsed milliseconds as one short word: `40s`, `12m`, `3h05`, `2d`. */
export function shortDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)}d`;
}

const minuteMs = 60_000;

/**
 * How long ago something was, for texts that stay in sight: `<1m`, then minutes. Every new text is a new frame of the whole
 * chrome, so all ages step together, when the clock's minute does.
 */
export function age(since: number, now: number): string {
  const elapsed = Math.floor(now / minuteMs) * minuteMs - since;
  return elapsed < minuteMs ? '<1m' : shortDuration(elapsed);
}

/** How long a check took: tenths below ten seconds. */
export function checkDuration(ms: number): string {
  return ms < 9950 ? `${(ms / 1000).toFixed(1)}s` : shortDuration(ms);
}

/** A time of day, hours and minutes, in the person's zone. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Whether both moments lie on the same day of the person's calendar. */
export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
