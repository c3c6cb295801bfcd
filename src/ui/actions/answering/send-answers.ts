import { unsentAnswers } from '../../state/sitting.ts';
import { popView, say } from '../../state/store.ts';
import type { Dashboard } from '../dashboard.ts';
import { answersView, choiceOf } from './sitting-view.ts';

/** Sends all answers that were recorded and are in no message yet; gives the sessions that they went to. */
export async function sendAnswers({ store, link }: Dashboard, only: number | null): Promise<readonly number[]> {
  const state = store.getState();
  const sessions = unsentAnswers(state.world, choiceOf(state, only)).map(({ id }) => id);
  for (const session of sessions) await link.request('answers/send', { session });
  return sessions;
}

/** Closes the sitting: answers given so far are sent. */
export async function closeSitting(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const view = answersView(store.getState());
  if (view === null) return;
  popView(store);
  const sent = await sendAnswers(dashboard, view.only);
  if (sent.length > 0) say(store, `answers sent to ${sent.map((id) => `#${id}`).join(', ')}`, 'good');
}
