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

/** The same for clocks that run: seconds in steps of five, because every new text is a new frame of the whole chrome. */
export function runningDuration(ms: number): string {
  return shortDuration(ms < 60_000 ? Math.floor(ms / 5000) * 5000 : ms);
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
