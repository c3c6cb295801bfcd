import type { Pace } from '../../core/model/pace.ts';
import { longSittingWords, sittingOverWords } from '../../core/words/sitting-words.ts';
import { type DashboardState, say } from '../state/store.ts';
import { type Dashboard, attempt } from './dashboard.ts';

/** So old, ms, what happened to a sitting is no news any more. */
const staleMs = 60_000;

/** Says once that the sitting has become long, and at its end how it was. */
export function followPace({ store, now }: Pick<Dashboard, 'store' | 'now'>, before: Pace): void {
  const { pace } = store.getState().world;
  const warnedAt = pace.sitting?.warnedAt ?? null;
  if (warnedAt !== null && warnedAt !== before.sitting?.warnedAt && isNews(warnedAt, now())) {
    say(store, longSittingWords);
    return;
  }
  const ended = pace.sittings.at(-1);
  const isOver = ended !== undefined && before.sitting !== null && pace.sitting === null;
  if (!isOver || ended.endedAt === null || ended.reviews + ended.answers === 0) return;
  // What just happened to the item stands there still: the sitting's end goes behind it.
  const { message } = store.getState();
  const words = sittingOverWords(ended);
  if (isNews(ended.endedAt, now())) say(store, message === null ? words : `${message.text}; ${words}`, message?.tone);
}

function isNews(at: number, now: number): boolean {
  return now - at < staleMs;
}

/** Whoever opens the questions sits down to them. */
export function followAnswers(dashboard: Dashboard, before: Pick<DashboardState, 'views'>): void {
  if (!isAnswering(dashboard.store.getState()) || isAnswering(before)) return;
  attempt(dashboard, async () => {
    await dashboard.link.request('sitting/begin', {});
  });
}

function isAnswering({ views }: Pick<DashboardState, 'views'>): boolean {
  return views.some(({ kind }) => kind === 'answers');
}
