import type { Reading } from '../model/review-notes.ts';
import { counted } from '../words/counted.ts';
import { spanInWords } from '../words/span-words.ts';

/**
 * How fast a person reads. Studies of code review (Cohen et al. at Cisco, 2006: 2500 reviews) find that beyond 400 to 500
 * changed lines an hour most defects are overlooked.
 */

/** More changed lines an hour are more than a person reads. */
const linesPerHour = 500;
/** So many are taken in at a glance: a small change needs no minutes. */
const glance = 20;
const hourMs = 3_600_000;

/** Something about how it was read that the person says they know of before they approve. */
export interface Skimmed {
  readonly word: 'unread' | 'fast';
  /** A whole sentence. */
  readonly says: string;
}

/** How long it takes to read so many lines, ms; lines weigh as `linesToRead` says. */
export function readingTime(lines: number): number {
  return (Math.max(0, lines - glance) / linesPerHour) * hourMs;
}

/** What of this reading is to be said before an approval; nothing where nobody knows how it was read. */
export function skimmed(reading: Reading | null): Skimmed[] {
  if (reading === null) return [];
  const said: Skimmed[] = [];
  const { files, unread, ms } = reading;
  if (unread > 0)
    said.push({ word: 'unread', says: `${unread} of ${counted(files, 'file')} ${files === 1 ? 'is' : 'are'} unread` });
  const toRead = Math.round(reading.weighed ?? reading.readLines);
  const needed = readingTime(toRead);
  if (ms < needed) {
    // Seconds say nothing about an hour.
    const rate = ms < 60_000 ? '' : `, ${Math.round((toRead / ms) * (hourMs / 10)) * 10} an hour`;
    const speed = `${counted(toRead, 'changed line')} in ${spanInWords(ms)}${rate}`;
    const why = `beyond ${linesPerHour} an hour reviewers overlook more; it takes ${spanInWords(needed)}`;
    said.push({ word: 'fast', says: `${speed}: ${why}` });
  }
  return said;
}
