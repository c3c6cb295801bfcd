import type { Proposal } from '../../core/model/proposal.ts';
import type { Session } from '../../core/model/session.ts';
import { allProposals } from '../../core/rules/lead.ts';
import type { DashboardState } from './store.ts';
import type { ViewOf } from './views.ts';

/** One proposal with the lead that makes it. */
export interface Proposed {
  readonly lead: Session;
  readonly proposal: Proposal;
}

/** Proposals that wait for the person, of all repositories: there is one person. Those of the board's own come first. */
export function proposedTasks({ world, repo }: Pick<DashboardState, 'world' | 'repo'>): readonly Proposed[] {
  return allProposals(world)
    .toSorted((a, b) => Number(b.lead.repo === repo) - Number(a.lead.repo === repo))
    .flatMap(({ lead, proposals }) => proposals.map((proposal) => ({ lead, proposal })));
}

/** The one that is up; null when none is left. */
export function proposalUp(state: DashboardState, { at }: ViewOf<'proposals'>): Proposed | null {
  const all = proposedTasks(state);
  return all[Math.min(at, all.length - 1)] ?? null;
}
