import type { ActionOf } from '../../keymap/keymap.ts';
import { autoAnswered } from '../../state/kept-answers.ts';
import { type DashboardState, popView, pushView, say, topView } from '../../state/store.ts';
import type { Dashboard, Handler } from '../dashboard.ts';
import { answersView, bringUp, choiceOf, openSittingOf, sittingQuestions } from './sitting-view.ts';

/** Answers by conventions that one dialog offers: as many as there are digits. */
export const mostRevocable = 9;

/** Why no answer of a convention can be taken back, a sentence; null when one can. */
export function revokeReason(state: DashboardState): string | null {
  const view = answersView(state);
  if (view !== null && autoAnswered(state.world, choiceOf(state, view.only)).length > 0) return null;
  return 'no convention has answered a question here that could be taken back';
}

/** Shows what conventions have answered, to take one back. */
export function openRevoke({ store }: Dashboard): void {
  const view = answersView(store.getState());
  if (view === null) return;
  const shown = autoAnswered(store.getState().world, choiceOf(store.getState(), view.only)).slice(0, mostRevocable);
  // What a digit means stays as it was shown, whatever is answered meanwhile.
  const answers = shown.map(({ session, question }) => ({ session: session.id, question: question.number }));
  pushView(store, { kind: 'revoke', answers });
}

async function revoke({ store, link }: Dashboard, digit: string): Promise<void> {
  const view = topView(store.getState());
  if (view?.kind !== 'revoke') return;
  const meant = view.answers[Number(digit) - 1];
  if (meant === undefined) {
    say(store, `there is no answer ${digit} here`, 'bad');
    return;
  }
  await link.request('answer/revoke', meant);
  store.setState(({ views }) => ({ views: views.filter(({ kind }) => kind !== 'revoke') }));
  say(store, `#${meant.session}: the answer is taken back, its question is open again`, 'good');
  const state = store.getState();
  const sitting = openSittingOf(state);
  const asked = sitting === null ? [] : sittingQuestions(state, sitting);
  const open = asked.find(
    ({ session, question }) => session.id === meant.session && question.number === meant.question,
  );
  if (open !== undefined) bringUp(store, open);
}

/** What keys do while one is chosen. */
export const revokeActions: Readonly<Record<ActionOf<'revoke'>, Handler>> = {
  'revoke.pick': { run: revoke },
  'revoke.leave': { run: ({ store }) => popView(store) },
};
