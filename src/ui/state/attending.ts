import type { Attention } from '../../core/model/person.ts';
import { judgementInHand } from '../../core/rules/attention.ts';
import { waitingOf } from '../../core/rules/notice.ts';
import { sessionsOf } from '../../core/model/world.ts';
import { waitingWords } from '../../core/words/notice-text.ts';
import type { DashboardState } from './store.ts';
import type { View } from './views.ts';

/** What the person is at, as far as the views tell. */
export type Doing = Pick<Attention, 'doing' | 'session'>;

const onBoard: Doing = { doing: 'board', session: null };

/** What lies before the person: dialogs and lines belong to what is below them. */
export function doingNow({ views }: Pick<DashboardState, 'views'>): Doing {
  for (const view of views.toReversed()) {
    const doing = doingIn(view);
    if (doing !== null) return doing;
  }
  return onBoard;
}

function doingIn(view: View): Doing | null {
  switch (view.kind) {
    case 'zoom':
    case 'picture':
    case 'scrollback':
      return { doing: 'zoom', session: view.session };
    case 'answers':
      return { doing: 'answers', session: view.session === 0 ? null : view.session };
    case 'review':
      return { doing: 'review', session: view.state.session.id };
    case 'reject':
      return { doing: 'review', session: view.session };
    case 'new-task':
    case 'proposals':
    case 'log':
    case 'help':
    case 'jobs':
    case 'stats':
    case 'digest':
      return { doing: 'reading', session: null };
    case 'comment':
    case 'confirm':
    case 'trust':
    case 'line':
    case 'tag':
    case 'keep':
    case 'revoke':
      return null;
  }
}

/** The judgement task that the person is in at this dashboard; null: none. */
export function judgementHere(state: Pick<DashboardState, 'views' | 'world' | 'now'>): number | null {
  return judgementInHand(state.world, [{ ...doingNow(state), focused: true, inputAt: state.now }], state.now);
}

/** What of other sessions has come to wait for the person since then, in words; null: nothing. */
export function newsSince(
  { world }: Pick<DashboardState, 'world'>,
  { since, judgement }: { since: number; judgement: number },
): string | null {
  const waiting = sessionsOf(world)
    .filter(({ id }) => id !== judgement)
    .flatMap(waitingOf)
    .filter((one) => one.since >= since);
  return waiting.length === 0 ? null : `while you were in #${judgement}: ${waitingWords(world, waiting)}`;
}
