import { hours } from './scenarios.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The working time of a person: two halves of each weekday, but for days on which they are away. Time 0 is a Monday, 0:00. */
export class Calendar {
  readonly #away: (day: number) => boolean;

  constructor(away: (day: number) => boolean) {
    this.#away = away;
  }

  /** The working day, from 0; on a weekend the one before it. */
  day(at: number): number {
    const days = Math.floor(at / dayMs);
    return Math.floor(days / 7) * 5 + Math.min(days % 7, 4);
  }

  hour(at: number): number {
    return (at % dayMs) / hourMs;
  }

  /** Working days from the start up to `end` on which they were there. */
  daysWorked(end: number): number {
    let worked = 0;
    for (let start = 0; start < end; start += dayMs) if (this.#spans(start).length > 0) worked++;
    return worked;
  }

  workingMs(from: number, to: number): number {
    let sum = 0;
    for (let start = Math.floor(from / dayMs) * dayMs; start < to; start += dayMs) {
      for (const [begin, end] of this.#spans(start)) sum += Math.max(0, Math.min(end, to) - Math.max(begin, from));
    }
    return sum;
  }

  isWorking(at: number): boolean {
    return this.#spans(Math.floor(at / dayMs) * dayMs).some(([begin, end]) => at >= begin && at < end);
  }

  /** When so much working time has passed. */
  after(from: number, ms: number): number {
    let left = ms;
    for (let start = Math.floor(from / dayMs) * dayMs; ; start += dayMs) {
      for (const [begin, end] of this.#spans(start)) {
        const since = Math.max(begin, from);
        if (since >= end) continue;
        if (left <= end - since) return since + left;
        left -= end - since;
      }
    }
  }

  #spans(start: number): readonly (readonly [number, number])[] {
    if (Math.floor(start / dayMs) % 7 > 4 || this.#away(this.day(start))) return [];
    return [hours.morning, hours.afternoon].map(([begin, end]) => [start + begin * hourMs, start + end * hourMs]);
  }
}
