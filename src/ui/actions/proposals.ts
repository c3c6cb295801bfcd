import { openProposals } from '../../core/rules/lead.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { type Proposed, proposalUp, proposedTasks } from '../state/proposals.ts';
import {
  type DashboardState,
  type DashboardStore,
  popView,
  pushView,
  replaceTop,
  say,
  topView,
} from '../state/store.ts';
import { fieldOf } from '../text/field.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openFormOf } from './open-form.ts';

function up(state: DashboardState): Proposed | null {
  const view = topView(state);
  return view?.kind === 'proposals' ? proposalUp(state, view) : null;
}

function step(store: DashboardStore, by: 1 | -1): void {
  const state = store.getState();
  const view = topView(state);
  if (view?.kind !== 'proposals') return;
  const { length } = proposedTasks(state);
  const at = Math.min(view.at, Math.max(0, length - 1)) + by;
  replaceTop(store, { ...view, at: Math.max(0, Math.min(length - 1, at)) });
}

async function accept(
  { store, link }: Dashboard,
  { lead, numbers }: { lead: number; numbers: readonly number[] },
): Promise<void> {
  const proposals = numbers.map((number) => ({ number }));
  const { sessions } = await link.request('proposal/accept', { session: lead, proposals });
  say(store, `accepted: ${sessions.map((id) => `#${id}`).join(' ')}`, 'good');
}

/** Refuses the proposal that is up, with the note that was typed; an empty one is none. */
export async function refuseNoted({ store, link }: Dashboard, note: string): Promise<void> {
  const state = store.getState();
  const proposed = up(state);
  if (proposed === null) return;
  const { lead, proposal } = proposed;
  const said = note.trim() === '' ? null : note.trim();
  await link.request('proposal/refuse', { session: lead.id, proposals: [proposal.number], note: said });
  say(store, `proposal ${proposal.number} of #${lead.id} is refused; the lead is told`, 'good');
}

const none = (state: DashboardState): string | null => (up(state) === null ? 'no proposal is left' : null);

/** What keys do among the tasks that leads propose. */
export const proposalsActions: Readonly<Record<ActionOf<'proposals'>, Handler>> = {
  'proposals.accept': {
    reason: none,
    run: async (dashboard) => {
      const proposed = up(dashboard.store.getState());
      if (proposed !== null) await accept(dashboard, { lead: proposed.lead.id, numbers: [proposed.proposal.number] });
    },
  },
  'proposals.accept-all': {
    reason: none,
    run: async (dashboard) => {
      const proposed = up(dashboard.store.getState());
      if (proposed === null) return;
      const numbers = openProposals(proposed.lead).map(({ number }) => number);
      await accept(dashboard, { lead: proposed.lead.id, numbers });
    },
  },
  'proposals.edit': {
    reason: none,
    run: ({ store }) => {
      const proposed = up(store.getState());
      if (proposed !== null) openFormOf(store, { session: proposed.lead.id, proposal: proposed.proposal.number });
    },
  },
  'proposals.refuse': {
    reason: none,
    run: ({ store }) => pushView(store, { kind: 'line', purpose: 'refuse', field: fieldOf('') }),
  },
  'proposals.next': { run: ({ store }) => step(store, 1) },
  'proposals.previous': { run: ({ store }) => step(store, -1) },
  'proposals.leave': { run: ({ store }) => popView(store) },
};
