import type { Comment } from '../core/model/review-notes.ts';
import { placeInWords } from '../core/words/rejection-message.ts';
import { hanging } from './wrapped.ts';

/** The comments on a session's work: where, which round, whether the agent has them, the line and the words. */
export function commentLines(comments: readonly Comment[], columns: number): string[] {
  return comments.flatMap((comment) => {
    const { round, sentIn, quoted, text, id } = comment;
    const sent = sentIn === null ? 'not sent' : 'sent';
    return [
      ...hanging('comment: ', `${placeInWords(comment)} (round ${round}, ${sent}, ${id})`, columns),
      ...(quoted.trim() === '' ? [] : hanging('  > ', quoted.trim(), columns)),
      ...hanging('  ', text, columns),
    ];
  });
}
