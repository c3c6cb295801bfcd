import type { Sitting } from '../model/pace.ts';
import { counted } from './counted.ts';
import { spanInWords } from './span-words.ts';

const hourMs = 3_600_000;

/** What is said once when a sitting has become long. */
export const longSittingWords =
  'you have been at it for over an hour: studies find that reviewers overlook more after 60 to 90 minutes';

/** A sitting's length and depth while it lasts: `sitting 34 min · 3 reviews · 410 lines/h · 2 unread files`. */
export function sittingWords(sitting: Sitting, now: number, dot = '·'): string {
  return [`sitting ${spanInWords(now - sitting.startedAt)}`, ...depth(sitting)].join(` ${dot} `);
}

/** The same in a sentence at its end. */
export function sittingOverWords(sitting: Sitting): string {
  const length = spanInWords((sitting.endedAt ?? sitting.lastAt) - sitting.startedAt);
  const done = depth(sitting);
  return `the sitting is over: ${[length, ...(done.length === 0 ? ['nothing decided'] : done)].join(', ')}`;
}

function depth({ reviews, answers, lines, readMs, unread, skimmed }: Sitting): string[] {
  // Minutes say nothing about a rate per hour.
  const rate = readMs < 60_000 ? null : Math.round(((lines / readMs) * hourMs) / 10) * 10;
  return [
    ...(reviews > 0 ? [counted(reviews, 'review')] : []),
    ...(answers > 0 ? [counted(answers, 'answer')] : []),
    ...(rate === null ? [] : [`${rate} lines/h`]),
    ...(unread > 0 ? [counted(unread, 'unread file')] : []),
    ...(skimmed > 0 ? [`${skimmed} skimmed`] : []),
  ];
}
