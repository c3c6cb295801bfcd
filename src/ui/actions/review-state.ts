import { Fault, describeFault } from '../../core/fault.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { type ReviewAction, type ReviewState, clashesInReview } from '../review/review-model.ts';
import { wantedVariants } from '../review/review-look-state.ts';
import { wantedPictures } from '../review/review-pictures.ts';
import { reviewReducer, wantedLog, wantedPatches } from '../review/review-state.ts';
import { wantsCompare } from '../review/review-rounds.ts';
import { halfTypedOf } from '../state/drafts.ts';
import { type DashboardState, type DashboardStore, deafMs, say, topView } from '../state/store.ts';
import { type Dashboard, attempt } from './dashboard.ts';
import { loadPicture } from './load-pictures.ts';
import { keepMarks, keepMarksSoon } from './keep-marks.ts';
import { openReviewState } from './open-review-state.ts';
import { readLog } from './read-log.ts';

/** Lets something happen to the open review, and loads what it then wants to show. */
export function actInReview(dashboard: Dashboard, action: ReviewAction): void {
  const { store } = dashboard;
  const before = openReviewState(store.getState());
  if (before === null) return;
  put(store, reviewReducer(before, action));
  loadWanted(dashboard);
  keepMarksSoon(dashboard);
}

function put(store: DashboardStore, review: ReviewState): void {
  store.setState(({ views }) => ({
    reviewLook: review.look,
    views: views.map((view) => (view.kind === 'review' ? { ...view, state: review } : view)),
  }));
}

function loadWanted(dashboard: Dashboard): void {
  const review = openReviewState(dashboard.store.getState());
  if (review === null) return;
  const session = review.session.id;
  const paths = wantedPatches(review);
  const source = wantedLog(review);
  if (wantsCompare(review)) {
    actInReviewQuietly(dashboard, { type: 'compare-requested' });
    load(dashboard, {
      work: async () => {
        const compared = await dashboard.link.request('review/compare', { session });
        return { type: 'compare-loaded', compared };
      },
      failed: (why) => ({ type: 'compare-failed', why }),
    });
  }
  for (const path of paths) {
    actInReviewQuietly(dashboard, { type: 'patch-requested', path });
    load(dashboard, {
      work: async () => {
        const since = againstOf(review, path);
        const { patch, to } = await dashboard.link.request('session/diff', { session, path, since });
        return { type: 'patch-loaded', path, against: since, patch, to };
      },
      failed: (why) => ({ type: 'patch-failed', path, why }),
    });
  }
  for (const variant of wantedVariants(review)) {
    const { path, context, whitespace } = variant;
    actInReviewQuietly(dashboard, { type: 'variant-requested', variant });
    load(dashboard, {
      work: async () => {
        const since = againstOf(review, path);
        const asked = { session, path, since, context, ignoreWhitespace: !whitespace };
        const { patch, to } = await dashboard.link.request('session/diff', asked);
        // Asked for before the list changed: it is compared with something else.
        if (againstOf(openReviewState(dashboard.store.getState()), path) !== since)
          return { type: 'tick', now: dashboard.now() };
        return { type: 'variant-loaded', variant, patch, to };
      },
      failed: (why) => ({ type: 'variant-failed', variant, why }),
    });
  }
  for (const picture of wantedPictures(review)) {
    actInReviewQuietly(dashboard, { type: 'image-requested', source: picture });
    load(dashboard, {
      work: () => loadPicture(dashboard, { session, source: picture }),
      failed: (why) => ({ type: 'image-failed', source: picture, why }),
    });
  }
  if (source === null) return;
  actInReviewQuietly(dashboard, { type: 'log-requested', source });
  load(dashboard, {
    work: async () => ({ type: 'log-loaded', source, ...(await readLog(dashboard, { session, source })) }),
    failed: (why) => ({ type: 'log-failed', source, why }),
  });
}

/** What a listed file is compared with. */
function againstOf(review: ReviewState | null, path: string): 'target' | 'reviewed' {
  return review?.files.find(({ file }) => file.path === path)?.against ?? 'target';
}

/** How often the review's ages are brought up to date, ms: it is drawn anew for that. */
const reviewTickMs = 10_000;

function actInReviewQuietly({ store }: Dashboard, action: ReviewAction): void {
  const review = openReviewState(store.getState());
  if (review !== null) put(store, reviewReducer(review, action));
}

/** Brings something in; what cannot be had is said in its place on the page. */
function load(
  dashboard: Dashboard,
  { work, failed }: { work: () => Promise<ReviewAction>; failed: (why: string) => ReviewAction },
): void {
  const session = openReviewState(dashboard.store.getState())?.session.id;
  attempt(dashboard, async () => {
    let action: ReviewAction;
    try {
      action = await work();
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      action = failed(describeFault(thrown));
    }
    if (openReviewState(dashboard.store.getState())?.session.id === session) actInReview(dashboard, action);
  });
}

/** Keeps the open review up with the world, the clock and the screen's size; closes it when the item is decided elsewhere. */
export function followReview(dashboard: Dashboard): void {
  const { store } = dashboard;
  const state = store.getState();
  const review = openReviewState(state);
  if (review === null) return;
  const { id } = review.session;
  const session = state.world.sessions[id];
  if (session === undefined || state.world.inHand?.session !== id) {
    if (state.views.some((view) => view.kind === 'review' && view.deciding)) return;
    closeReview(store);
    store.setState({ deafUntil: dashboard.now() + deafMs });
    if (state.message === null) say(store, `#${id} is no longer in hand: it is ${session?.state ?? 'gone'}`);
    return;
  }
  const repo = state.world.repos[session.repo];
  const target = repo?.targetCommit ?? null;
  const clashes = repo === undefined ? [] : clashesInReview(repo, session);
  const clashing = clashes.join('\n') !== review.clashes.join('\n');
  if (session !== review.session || target !== review.target.commit || clashing)
    actInReview(dashboard, { type: 'session-changed', session, target, clashes });
  const top = topView(state);
  const drafts = halfTypedOf(state.drafts, id).filter((draft) => top?.kind !== 'comment' || draft.id !== top.id);
  if (JSON.stringify(drafts) !== JSON.stringify(review.drafts))
    actInReview(dashboard, { type: 'drafts-changed', drafts });
  if (state.now - review.now >= reviewTickMs) actInReview(dashboard, { type: 'tick', now: state.now });
  const { columns, rows } = layoutScreen(state.size).whole;
  if (columns !== review.columns || rows !== review.rows) actInReview(dashboard, { type: 'resize', columns, rows });
}

/** Carries a decision about the item in hand out, and closes the review when it was taken. */
export async function decideReview(
  { store, link }: Pick<Dashboard, 'store' | 'link'>,
  work: () => Promise<unknown>,
): Promise<void> {
  const mark = (deciding: boolean): void => {
    store.setState(({ views }) => ({
      views: views.map((view) => (view.kind === 'review' ? { ...view, deciding } : view)),
    }));
  };
  mark(true);
  try {
    await keepMarks({ store, link });
    await work();
  } catch (thrown) {
    mark(false);
    throw thrown;
  }
  closeReview(store);
}

function closeReview(store: DashboardStore): void {
  store.setState(({ views }) => ({ views: views.filter((view) => !belongsToReview(view.kind)) }));
}

function belongsToReview(kind: DashboardState['views'][number]['kind']): boolean {
  return kind === 'review' || kind === 'reject' || kind === 'comment';
}
