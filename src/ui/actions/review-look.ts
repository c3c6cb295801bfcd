import { differenceShift, hasOtherSide } from '../review/review-look-state.ts';
import { shownPatch, selectedFile } from '../review/review-content.ts';
import { type LookAction, contextOf, sideBySideColumns, stepContext } from '../review/review-look.ts';
import type { ReviewState } from '../review/review-model.ts';
import type { DashboardState } from '../state/store.ts';
import type { Handler } from './dashboard.ts';
import { openReviewState } from './open-review-state.ts';
import { actInReview } from './review-state.ts';

type LookKey =
  | 'review.side-by-side'
  | 'review.other-side'
  | 'review.to-difference'
  | 'review.whitespace'
  | 'review.more-context'
  | 'review.less-context'
  | 'review.whole-file';

type SimpleAction = Exclude<LookAction, { variant: unknown }>['type'];

const wholeShown = 'the whole file is shown';

function looks(type: SimpleAction, judge: (review: ReviewState) => string | null): Handler {
  return {
    reason: (state: DashboardState) => {
      const review = openReviewState(state);
      return review === null ? null : judge(review);
    },
    run: (dashboard) => actInReview(dashboard, { type }),
  };
}

function noDiff(review: ReviewState): string | null {
  return review.page === 'diff' && shownPatch(review) !== null ? null : 'this is about a diff: v shows it';
}

/** Why there is nothing around the changes to unfold, a sentence: a new file is all there is, a binary one has no lines. */
function noSurroundings(review: ReviewState): string | null {
  const status = selectedFile(review)?.file.status;
  if (shownPatch(review)?.hunks.length === 0) return 'there are no lines around a change here';
  return status === 'added' || status === 'deleted' ? wholeShown : null;
}

function noContext(by: 1 | -1, end: string): (review: ReviewState) => string | null {
  return (review) => {
    const context = contextOf(review, selectedFile(review)?.file.path ?? '');
    return noDiff(review) ?? noSurroundings(review) ?? (stepContext(context, by) === context ? end : null);
  };
}

/** Keys about how a diff is looked at. */
export const reviewLookActions: Readonly<Record<LookKey, Handler>> = {
  'review.side-by-side': looks('toggle-side-by-side', ({ columns }) =>
    columns >= sideBySideColumns ? null : `side by side needs ${sideBySideColumns} columns, there are ${columns}`,
  ),
  'review.other-side': looks('other-side', (review) =>
    hasOtherSide(review) ? null : 'this line has no other version beside it',
  ),
  'review.to-difference': looks('to-difference', (review) =>
    differenceShift(review) === null ? 'this line has no other version to differ from' : null,
  ),
  'review.whitespace': looks('toggle-whitespace', () => null),
  'review.more-context': looks('more-context', noContext(1, wholeShown)),
  'review.less-context': looks('less-context', noContext(-1, 'no more can be folded')),
  'review.whole-file': looks('toggle-whole-file', (review) => noDiff(review) ?? noSurroundings(review)),
};
