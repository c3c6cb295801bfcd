/** Days of the person's calendar. A zone is named as in the tz database: `Europe/Berlin`. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A day: its date, and the moments where it begins and where the next one does. */
export interface Day {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** The date of a moment in a zone: `2026-03-29`. */
export function dateOf(at: number, zone: string): string {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

const starts = new Map<string, number>();

/** The moment in which a date begins in a zone, to the minute: also where its midnight does not exist. */
export function startOfDate(date: string, zone: string): number {
  const key = `${zone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Zones are at most 14 hours ahead and 12 behind.
  let before = midnight - 15 * hourMs;
  let within = midnight + 13 * hourMs;
  while (within - before > 60_000) {
    const middle = before + Math.floor((within - before) / 2 / 60_000) * 60_000;
    if (dateOf(middle, zone) < date) before = middle;
    else within = middle;
  }
  starts.set(key, within);
  return within;
}

/** The last `count` days of a zone up to the one that `now` lies in, oldest first. */
export function daysUpTo(now: number, count: number, zone: string): readonly Day[] {
  const today = Date.parse(`${dateOf(now, zone)}T00:00:00Z`);
  const date = (back: number): string => new Date(today - back * dayMs).toISOString().slice(0, 10);
  return Array.from({ length: count }, (_, index): Day => {
    const back = count - 1 - index;
    return { date: date(back), from: startOfDate(date(back), zone), to: startOfDate(date(back - 1), zone) };
  });
}

/** Days from the one that `at` lies in up to the one that `now` lies in, both counted. */
export function daysBetween(at: number, now: number, zone: string): number {
  const span = Date.parse(`${dateOf(now, zone)}T00:00:00Z`) - Date.parse(`${dateOf(at, zone)}T00:00:00Z`);
  return Math.max(1, Math.round(span / dayMs) + 1);
}
