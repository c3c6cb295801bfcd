import type { ActionOf } from '../keymap/keymap.ts';
import { popView, say, topView } from '../state/store.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { readingHere } from './reading.ts';
import { decideReview } from './review-state.ts';
import { goOnAfterApproval } from './review.ts';
import { cleanWorktrees, undoLanding } from './landed.ts';
import { zoomOnceRunning } from './take-over.ts';
import { answersActions } from './answering/answers.ts';

async function confirmed(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const view = topView(store.getState());
  if (view?.kind !== 'confirm') return;
  popView(store);
  if (view.leadsTo.kind === 'clean') {
    await cleanWorktrees(dashboard);
    return;
  }
  const { session } = view.leadsTo;
  switch (view.leadsTo.kind) {
    case 'undo':
      await undoLanding(dashboard, session);
      return;
    case 'take-over':
      await decideReview({ store, link }, () => link.request('review/take-over', { session }));
      zoomOnceRunning(dashboard, session);
      return;
    case 'stop':
      await link.request('session/stop', { session });
      say(store, `#${session} is stopped; R resumes it`, 'good');
      return;
    case 'reset':
      await link.request('session/reset', { session, note: view.leadsTo.note });
      say(store, `#${session} starts with a fresh context`, 'good');
      return;
    case 'discard':
      await decideReview({ store, link }, () => link.request('session/discard', { session }));
      say(store, `#${session} is discarded`, 'good');
      return;
    case 'approve':
      const { snapshot } = view.leadsTo;
      const acknowledged = [...view.leadsTo.acknowledged];
      const reading = readingHere(store.getState(), dashboard.now());
      await decideReview({ store, link }, () =>
        link.request('review/approve', { session, acknowledged, snapshot, ...reading }),
      );
      await goOnAfterApproval(dashboard, session);
  }
}

/** What keys do in questions of the dashboard, and everywhere. */
export const dialogActions: Readonly<Record<ActionOf<'confirm' | 'any'>, Handler>> = {
  'confirm.yes': { run: confirmed },
  'confirm.no': { run: ({ store }) => popView(store) },
  'any.redraw': { run: (dashboard) => dashboard.redraw() },
  'any.interrupt': {
    run: (dashboard) => {
      const view = topView(dashboard.store.getState());
      if (view === null) dashboard.quit();
      else if (view.kind === 'answers') return answersActions['answers.close'].run(dashboard, 'ctrl-c');
      else popView(dashboard.store);
    },
  },
};
