import { say } from '../state/store.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Handler } from './dashboard.ts';
import { openReviewState } from './open-review-state.ts';

/** Starts the repository's preview beside the item in hand and says where it is; one that runs goes on. */
export const startPreview: Handler = {
  reason: (state) => {
    const review = openReviewState(state);
    if (review === null) return null;
    const config = state.world.repos[review.session.repo]?.config;
    if (config?.preview === undefined) return 'no preview: is configured: it is a command in .signalbox/config.yaml';
    return review.session.worktree === null ? `#${review.session.id} has no worktree to preview` : null;
  },
  run: async ({ store, link }) => {
    const id = openReviewState(store.getState())?.session.id;
    if (id === undefined) return;
    const { running, address, name } = await link.request('job/start', { session: id, name: null, command: null });
    const where = address === null ? 'it was given no port' : oneLine(address);
    say(store, `${name} ${running ? 'runs already' : 'starts'}: ${where}`, 'good');
  },
};
