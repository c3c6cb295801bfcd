import { goesOn } from '../../core/rules/sitting.ts';
import { sittingWords } from '../../core/words/sitting-words.ts';
import type { DashboardState } from './store.ts';

const minuteMs = 60_000;

/** The sitting that goes on, in words that change once a minute, when the clock's minute does; '' while there is none. */
export function sittingNow({ world, now }: Pick<DashboardState, 'world' | 'now'>, dot: string): string {
  const { sitting } = world.pace;
  if (sitting === null || !goesOn(sitting.lastAt, now)) return '';
  return sittingWords(sitting, Math.floor(now / minuteMs) * minuteMs, dot);
}
