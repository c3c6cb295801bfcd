import type { Comment } from '../../core/model/review-notes.ts';
import type { Placed } from '../../core/rules/place-comments.ts';
import type { ReviewState } from './review-model.ts';
import type { RankedFile } from './risk.ts';

/** Where a comment is shown. `isAssumed`: it was not placed yet, and nothing is known of what became of its line. */
export type ShownPlace = Placed & { readonly isAssumed?: true };

/** A comment where it belongs in a file. */
export interface PlacedComment {
  readonly comment: Comment;
  readonly placed: ShownPlace;
}

/** Where all comments belong, in what a file is compared with; one that the daemon has not placed yet is where it was written. */
export function placedComments(
  { session, compared }: Pick<ReviewState, 'session' | 'compared'>,
  against: RankedFile['against'] = 'target',
): readonly PlacedComment[] {
  const known = new Map(compared?.comments[against].map((placed) => [placed.id, placed]));
  return session.comments.map((comment) => {
    const { id, path, side, line, quoted } = comment;
    return { comment, placed: known.get(id) ?? { id, path, kind: 'same', side, line, now: quoted, isAssumed: true } };
  });
}
