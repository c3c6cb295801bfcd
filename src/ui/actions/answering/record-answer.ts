import { answerText, nothingChosen, onlyInTerminal, yourCall } from '../../state/answer-text.ts';
import { answerKey, withAnswerDraft } from '../../state/drafts.ts';
import { proposalFor } from '../../state/kept-answers.ts';
import { type Asked, draftOf } from '../../state/sitting.ts';
import { type DashboardState, deafMs, say } from '../../state/store.ts';
import type { Dashboard } from '../dashboard.ts';
import { closeSitting } from './send-answers.ts';
import { answersView, bringUp, changeSitting, isUp, sittingQuestions } from './sitting-view.ts';

/** Records what was picked or typed; the next question comes up. */
export async function recordDraft(dashboard: Dashboard): Promise<void> {
  await record(dashboard, ({ asked, state }) => answerText(asked.question, draftOf(state.drafts, asked)));
}

/** Takes the kept answer that is proposed; without one leaves the question that is up to the agent. */
export async function recordYourCall(dashboard: Dashboard): Promise<void> {
  await record(dashboard, ({ asked, state }) => proposalFor(state.world, asked)?.answer ?? yourCall(asked.question));
}

type Choose = (of: { asked: Asked; state: DashboardState }) => string | null;

async function record(dashboard: Dashboard, choose: Choose): Promise<void> {
  const { store } = dashboard;
  const state = store.getState();
  const view = answersView(state);
  if (view === null) return;
  const all = sittingQuestions(state, view);
  const at = all.findIndex(isUp(view));
  const up = all[at];
  if (up === undefined) return;
  const text = choose({ asked: up, state });
  if (text === null) {
    say(store, onlyInTerminal(up.question) ? 'only its terminal can answer this' : nothingChosen(up.question));
    return;
  }
  const next = all[(at + 1) % all.length];
  store.setState({ message: null });
  await answer(dashboard, { asked: up, text });
  if (next !== undefined && next.question !== up.question) {
    comeTo(dashboard, next);
    return;
  }
  await closeSitting(dashboard);
  if (store.getState().message === null) say(store, 'no question is open any more', 'good');
}

/** Gives the answer to the daemon. What is typed meanwhile waits; see `hold`. */
async function answer({ store, link }: Dashboard, { asked, text }: { asked: Asked; text: string }): Promise<void> {
  const session = asked.session.id;
  const question = asked.question.number;
  const key = answerKey(session, question);
  changeSitting(store, (view) => ({ ...view, recorded: key }));
  try {
    await link.request('question/answer', { session, question, text });
  } catch (thrown) {
    changeSitting(store, (view) => ({ ...view, recorded: null }));
    throw thrown;
  }
  store.setState(({ drafts }) => ({ drafts: withAnswerDraft(drafts, key, null) }));
}

/** Something to be allowed that has just come was not in sight yet when the keys were typed that are still to come. */
function comeTo({ store, now }: Dashboard, next: Asked): void {
  bringUp(store, next);
  const justNow = now() - next.question.askedAt < deafMs;
  if (justNow && next.question.about !== 'question') store.setState({ deafUntil: now() + deafMs });
}
