import { stillToAcknowledge } from '../../core/rules/acknowledge.ts';
import { approveReview, deferReview, rejectReview, takeReview as decideTake } from '../../core/decide/review.ts';
import type { Reading } from '../../core/model/review-notes.ts';
import { skimmed } from '../../core/rules/reading-speed.ts';
import { reviewQueue } from '../../core/rules/review-queue.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { hasNewerVerdict } from '../review/review-content.ts';
import { placedFindings } from '../review/review-findings.ts';
import { type ReviewState, openReview } from '../review/review-model.ts';
import { halfTypedOf, noteKey } from '../state/drafts.ts';
import { type DashboardState, deafMs, popView, pushView, say, topView } from '../state/store.ts';
import { askToDiscard } from '../state/confirmations.ts';
import { fieldOf } from '../text/field.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openHelp } from './open-help.ts';
import { nextWords } from './next-words.ts';
import { startPreview } from './preview.ts';
import { refusal } from './refusal.ts';
import { commentsLeft, reviewCommentActions } from './comments.ts';
import { keepMarks } from './keep-marks.ts';
import { reviewLookActions } from './review-look.ts';
import { editFile, openOutside } from './review-outside.ts';
import { readingOf } from './reading.ts';
import { actInReview, decideReview } from './review-state.ts';
import { takeOver } from './take-over.ts';

/** Why no review can be taken now. */
export function takeReviewReason(state: DashboardState): string | null {
  return refusal(decideTake(state.world, null));
}

/** Takes the next item in hand, or goes on with the one that is, and opens it. */
export async function takeReview(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const { session: id } = await link.request('review/take', { session: null });
  const state = store.getState();
  const session = state.world.sessions[id];
  const repo = session === undefined ? undefined : state.world.repos[session.repo];
  if (session === undefined || repo === undefined) return;
  const { columns, rows } = layoutScreen(state.size).whole;
  pushView(store, {
    kind: 'review',
    deciding: false,
    state: openReview({
      session,
      repo,
      look: state.reviewLook,
      drafts: halfTypedOf(state.drafts, id),
      now: dashboard.now(),
      columns,
      rows,
    }),
  });
  actInReview(dashboard, { type: 'tick', now: dashboard.now() });
}

function reviewState(state: DashboardState): ReviewState | null {
  const view = topView(state);
  return view?.kind === 'review' ? view.state : null;
}

/** What a person must say to have seen before this may be approved, each with the word that says so. */
function toAcknowledge(review: ReviewState, reading: Reading): { word: string; says: string }[] {
  const asked = stillToAcknowledge({ verdict: review.verdict, undoes: review.session.undoes }, []);
  return [...asked, ...commentsLeft(review), ...skimmed(reading)];
}

async function approve(dashboard: Dashboard): Promise<void> {
  const { store, link } = dashboard;
  const review = reviewState(store.getState());
  if (review === null) return;
  const { id, task } = review.session;
  const reading = readingOf(store.getState(), { review, now: dashboard.now() });
  const seen = toAcknowledge(review, reading);
  const snapshot = review.verdict?.snapshot ?? '';
  if (seen.length > 0) {
    const acknowledged = [...new Set(seen.map(({ word }) => word))];
    pushView(store, {
      kind: 'confirm',
      points: seen.map(({ says }) => says),
      text: `Approve #${id} ${task.title} all the same?`,
      leadsTo: { kind: 'approve', session: id, acknowledged, snapshot },
    });
    return;
  }
  await decideReview({ store, link }, () =>
    link.request('review/approve', { session: id, acknowledged: [], snapshot, reading }),
  );
  await goOnAfterApproval(dashboard, id);
}

/** An approval never holds the person up: it lands in the background, and the next item comes up. */
export async function goOnAfterApproval(dashboard: Dashboard, id: number): Promise<void> {
  const { store, now } = dashboard;
  const next = reviewQueue(store.getState().world)[0];
  if (next !== undefined) {
    await takeReview(dashboard);
    // It opened by itself: keys meant for the item before must not reach it.
    store.setState({ deafUntil: now() + deafMs });
  }
  const then = next === undefined ? '' : `; this is the next, #${next.id}`;
  say(store, `#${id} is approved and lands in the background${then}`, 'good');
}

function approveReason(state: DashboardState): string | null {
  const review = reviewState(state);
  if (review === null) return null;
  if (review.outdated || hasNewerVerdict(review)) return 'a newer verdict has come: u reads it, then decide';
  const asked = stillToAcknowledge({ verdict: review.verdict, undoes: review.session.undoes }, []);
  const acknowledged = asked.map(({ word }) => word);
  return refusal(approveReview(state.world, { id: review.session.id, acknowledged }));
}

function inHand(
  judge: (state: DashboardState, review: ReviewState) => string | null,
): (state: DashboardState) => string | null {
  return (state) => {
    const review = reviewState(state);
    return review === null ? null : judge(state, review);
  };
}

function moves(type: MoveType): Handler {
  return { run: (dashboard) => actInReview(dashboard, { type }) };
}

type MoveType =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'top'
  | 'bottom'
  | 'left'
  | 'right'
  | 'next-file'
  | 'previous-file'
  | 'next-hunk'
  | 'previous-hunk'
  | 'toggle-page'
  | 'toggle-focus'
  | 'toggle-folded'
  | 'mark-read'
  | 'next-check'
  | 'next-evidence'
  | 'next-finding'
  | 'search-next'
  | 'search-previous';

/** What keys do on the item in hand. */
export const reviewActions: Readonly<Record<ActionOf<'review'>, Handler>> = {
  'review.approve': { reason: approveReason, run: approve },
  'review.reject': {
    typed: true,
    reason: inHand((state, { session }) =>
      refusal(rejectReview(state.world, { id: session.id, note: '-', reason: null })),
    ),
    run: ({ store }) => {
      const state = store.getState();
      const review = reviewState(state);
      if (review === null) return;
      const cursor = (state.drafts.notes[noteKey(review.session)] ?? '').length;
      pushView(store, { kind: 'reject', session: review.session.id, reason: 'approach', cursor });
    },
  },
  'review.defer': {
    reason: inHand((state, { session }) => refusal(deferReview(state.world, session.id))),
    run: async ({ store, link, now }) => {
      const review = reviewState(store.getState());
      if (review === null) return;
      const session = review.session.id;
      const reading = readingOf(store.getState(), { review, now: now() });
      await decideReview({ store, link }, () => link.request('review/defer', { session, reading }));
      say(store, `#${review.session.id} is deferred: it comes up again after the others${nextWords(store)}`);
    },
  },
  'review.discard': {
    run: ({ store }) => {
      const review = reviewState(store.getState());
      if (review !== null) pushView(store, askToDiscard(review.session.id, review.session.task.title));
    },
  },
  'review.adopt-verdict': {
    reason: inHand((_, review) => (hasNewerVerdict(review) ? null : 'this is the newest verdict')),
    run: (dashboard) => actInReview(dashboard, { type: 'adopt-verdict' }),
  },
  'review.search': { run: ({ store }) => pushView(store, { kind: 'line', purpose: 'search', field: fieldOf('') }) },
  'review.leave': {
    run: async ({ store, link }) => {
      const review = reviewState(store.getState());
      const kept = keepMarks({ store, link });
      popView(store);
      if (review !== null) say(store, `#${review.session.id} stays in hand; r goes on with it`);
      await kept;
    },
  },
  'review.help': { run: ({ store }) => openHelp(store) },
  'review.toggle-page': moves('toggle-page'),
  'review.next-file': moves('next-file'),
  'review.previous-file': moves('previous-file'),
  'review.next-hunk': moves('next-hunk'),
  'review.previous-hunk': moves('previous-hunk'),
  'review.mark-read': moves('mark-read'),
  'review.next-check': moves('next-check'),
  'review.next-finding': {
    reason: inHand((_, review) => (placedFindings(review).length === 0 ? 'the gate found nothing to point at' : null)),
    ...moves('next-finding'),
  },
  'review.next-evidence': {
    reason: inHand((_, { session }) => (session.evidence.length === 0 ? 'no evidence was handed in' : null)),
    ...moves('next-evidence'),
  },
  'review.down': moves('down'),
  'review.up': moves('up'),
  'review.page-down': moves('page-down'),
  'review.page-up': moves('page-up'),
  'review.top': moves('top'),
  'review.bottom': moves('bottom'),
  'review.left': moves('left'),
  'review.right': moves('right'),
  'review.toggle-focus': moves('toggle-focus'),
  'review.toggle-folded': moves('toggle-folded'),
  'review.search-next': moves('search-next'),
  'review.search-previous': moves('search-previous'),
  ...reviewLookActions,
  ...reviewCommentActions,
  'review.edit': editFile,
  'review.open-outside': openOutside,
  'review.take-over': takeOver,
  'review.preview': startPreview,
};
