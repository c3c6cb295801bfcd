import { splitGlobs } from '../../core/words/split-globs.ts';
import { proposalUp } from '../state/proposals.ts';
import { type DashboardState, topView } from '../state/store.ts';
import type { Dashboard } from './dashboard.ts';
import { taskDraft } from './open-form.ts';

/** Asks which globs of the boundary in sight match no file; the answer counts only for the boundary it was asked for. */
export async function matchBoundary({ store, link, path }: Dashboard): Promise<void> {
  const state = store.getState();
  const boundary = boundaryInSight(state);
  if (boundary === null || state.link.kind === 'lost' || state.unmatched?.boundary === boundary) return;
  const scope = splitGlobs(boundary);
  if (scope.length === 0) return;
  const { unmatched: globs } = await link.request('scope/match', { path, scope: scope.slice(0, 100) });
  store.setState({ unmatched: { boundary, globs } });
}

/** The boundary of the task that is being written or decided about. */
function boundaryInSight(state: DashboardState): string | null {
  const view = topView(state);
  if (view?.kind === 'new-task') return taskDraft(state).boundary;
  if (view?.kind !== 'proposals') return null;
  return proposalUp(state, view)?.proposal.task.scope.join(' ') ?? null;
}
