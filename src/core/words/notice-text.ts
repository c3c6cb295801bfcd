import { counted } from './counted.ts';
import type { Waiting } from '../rules/notice.ts';
import type { World } from '../model/world.ts';

/** Why the person is called: all wait, many things have come together, or one has waited long. */
type NoticeWhy = 'all' | 'many' | 'long';

/** Sessions that are named at most. */
const mostNamed = 6;

/** The sentence a person is called with: numbers only, no agent's own words. */
export function noticeText(of: {
  readonly world: World;
  readonly why: NoticeWhy;
  readonly waiting: readonly Waiting[];
  readonly now: number;
}): string {
  const { world, why, waiting, now } = of;
  const oldest = Math.floor((now - Math.min(...waiting.map(({ since }) => since))) / 60_000);
  const lead = why === 'all' ? 'nothing goes on without you' : 'waiting for you';
  return `${lead}: ${waitingWords(world, waiting)}${why === 'long' ? `, the oldest for ${oldest} min` : ''}`;
}

/** What waits, counted by kind, with the sessions' numbers: `2 questions (#3 #5), 1 review (#4), stuck: #6`. */
export function waitingWords(world: World, waiting: readonly Waiting[]): string {
  const state = (id: number): string => world.sessions[id]?.state ?? '';
  const group = (name: string, which: (one: Waiting) => boolean): string[] => {
    const found = waiting.filter(which);
    return found.length === 0 ? [] : [`${counted(found.length, name)} (${named(found)})`];
  };
  const parts = [
    ...group('question', ({ question }) => question !== null),
    ...group('review', ({ question, session }) => question === null && state(session) === 'ready'),
  ];
  for (const word of ['stuck', 'failed']) {
    const found = waiting.filter(({ question, session }) => question === null && state(session) === word);
    if (found.length > 0) parts.push(`${word}: ${named(found)}`);
  }
  return parts.join(', ');
}

function named(waiting: readonly Waiting[]): string {
  const ids = [...new Set(waiting.map(({ session }) => `#${session}`))];
  const more = ids.length > mostNamed ? [`${ids.length - mostNamed} more`] : [];
  return [...ids.slice(0, mostNamed), ...more].join(' ');
}
