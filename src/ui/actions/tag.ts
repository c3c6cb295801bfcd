import { tagSession } from '../../core/decide/tag.ts';
import type { Session } from '../../core/model/session.ts';
import type { RejectionReason } from '../../core/model/task.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { type DashboardState, popView, say, topView } from '../state/store.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { refusal } from './refusal.ts';

/** Why nothing can be said about what went wrong with a session; null when it can. */
export function tagReason({ world }: DashboardState, { id }: Session): string | null {
  return refusal(tagSession(world, { id, reason: 'unclear' }));
}

async function tag({ store, link }: Dashboard, reason: RejectionReason): Promise<void> {
  const view = topView(store.getState());
  if (view?.kind !== 'tag') return;
  popView(store);
  await link.request('session/tag', { session: view.session, reason });
  say(store, `#${view.session}: ${reason}, as you say`, 'good');
}

/** What keys do while it is said why something went wrong. */
export const tagActions: Readonly<Record<ActionOf<'tag'>, Handler>> = {
  'tag.unclear': { run: (dashboard) => tag(dashboard, 'unclear') },
  'tag.clash': { run: (dashboard) => tag(dashboard, 'clash') },
  'tag.verification': { run: (dashboard) => tag(dashboard, 'verification') },
  'tag.approach': { run: (dashboard) => tag(dashboard, 'approach') },
  'tag.leave': { run: ({ store }) => popView(store) },
};
