import type { Comment } from '../model/review-notes.ts';

/** What an agent is told of a rejected round: each comment with its place and the line that it is about, then the note. */
export function rejectionMessage(comments: readonly Comment[], note: string): string {
  const parts = comments.map((comment) => {
    const quote = comment.line === null || comment.quoted.trim() === '' ? [] : [`> ${comment.quoted.trim()}`];
    return [placeInWords(comment), ...quote, comment.text].join('\n');
  });
  return [...parts, note].filter((part) => part !== '').join('\n\n');
}

/** Where a comment is: `src/a.ts:12`, `src/a.ts:3 (a removed line)`. */
export function placeInWords({ path, line, side }: Pick<Comment, 'path' | 'line' | 'side'>): string {
  if (line === null) return path;
  return `${path}:${line}${side === 'old' ? ' (a removed line)' : ''}`;
}

/** The comments that a rejection would take to the agent, in the order of files and lines. */
export function unsentComments(comments: readonly Comment[]): readonly Comment[] {
  return comments
    .filter(({ sentIn }) => sentIn === null)
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : (a.line ?? 0) - (b.line ?? 0)));
}
