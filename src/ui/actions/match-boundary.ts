import { splitGlobs } from '../../core/words/split-globs.ts';
import { topView } from '../state/store.ts';
import type { Dashboard } from './dashboard.ts';
import { taskDraft } from './open-form.ts';

/** Asks which globs of the boundary being written match no file; the answer counts only for the boundary it was asked for. */
export async function matchBoundary({ store, link, path }: Dashboard): Promise<void> {
  const state = store.getState();
  if (topView(state)?.kind !== 'new-task' || state.link.kind === 'lost') return;
  const { boundary } = taskDraft(state);
  const scope = splitGlobs(boundary);
  if (state.unmatched?.boundary === boundary || scope.length === 0) return;
  const { unmatched: globs } = await link.request('scope/match', { path, scope: scope.slice(0, 100) });
  store.setState({ unmatched: { boundary, globs } });
}
