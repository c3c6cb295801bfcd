import { messageDelivery } from '../../../core/words/delivery-words.ts';
import { unsentAnswers } from '../../state/sitting.ts';
import { type DashboardState, popView, say } from '../../state/store.ts';
import type { Dashboard } from '../dashboard.ts';
import { answersView, choiceOf, questionAtKeys } from './sitting-view.ts';

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
  if (sent.length > 0) say(store, sentWords(store.getState(), sent), 'good');
}

/** Why there is nothing to send for the session whose question is up. */
export function sendReason(state: DashboardState): string | null {
  const up = questionAtKeys(state);
  if (up === null) return 'no question is open';
  const some = unsentAnswers(state.world, { repo: null, only: up.session.id }).length > 0;
  return some ? null : `no answer for #${up.session.id} is recorded that was not sent`;
}

/** Sends what was recorded for the session whose question is up; the sitting goes on. */
export async function sendNow(dashboard: Dashboard): Promise<void> {
  const { store } = dashboard;
  const up = questionAtKeys(store.getState());
  if (up === null) return;
  const sent = await sendAnswers(dashboard, up.session.id);
  if (sent.length > 0) say(store, sentWords(store.getState(), sent), 'good');
}

/** To whom answers were sent, and for whom they are held: why. */
export function sentWords({ world }: DashboardState, sessions: readonly number[]): string {
  const sent: string[] = [];
  const held: string[] = [];
  for (const id of sessions) {
    const session = world.sessions[id];
    const message = session?.messages.findLast(({ kind }) => kind === 'answers');
    const delivery = session === undefined || message === undefined ? null : messageDelivery(session, message);
    if (delivery?.state === 'held') held.push(`held for #${id}: ${delivery.why ?? 'not yet'}`);
    else sent.push(`#${id}`);
  }
  return [
    ...(sent.length === 0 ? [] : [`answers sent to ${sent.join(', ')}`]),
    ...held.map((words) => `answers ${words}`),
  ].join('; ');
}
