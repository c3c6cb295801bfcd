/** A span of time in words that fit a column: `0.4s`, `12s`, `4m`, `3h`, `2d`. */
export function span(ms: number): string {
  if (ms < 9950) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}

/** The moment on this machine's clock: `2026-03-01 10:02:07`. */
export function moment(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The name of this machine's time zone. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * When something was that is said as `2h`, `90m`, `3d` (so long ago), `14:30` (today, or yesterday where that is still to
 * come), or a date with or without a time; null where it is none of these.
 */
export function momentSaid(text: string, now: number): number | null {
  const ago = /^(\d{1,6})\s*([smhd])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0);
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (clock !== null) {
    const date = new Date(now);
    date.setHours(Number(clock[1]), Number(clock[2]), 0, 0);
    if (Number(clock[1]) > 23 || Number(clock[2]) > 59) return null;
    if (date.getTime() > now) date.setDate(date.getDate() - 1);
    return date.getTime();
  }
  // A date alone begins at this machine's midnight, not at Greenwich's.
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && Number.isFinite(at) && at <= now ? at : null;
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
