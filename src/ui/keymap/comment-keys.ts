import type { KeymapRow } from './keymap-row.ts';

/** The key that a review is for beside the decisions. */
export const commentKey = [
  {
    scope: 'review',
    keys: ['c'],
    action: 'review.comment',
    does: 'comment on this line, or on the file from the file list; on a commented line: change it',
    short: 'comment',
  },
] as const satisfies readonly KeymapRow[];

/** Keys about comments and rounds of the review in hand. */
export const roundKeys = [
  {
    scope: 'review',
    keys: ['C'],
    action: 'review.remove-comment',
    does: "take this line's comment away (on the first line: one that stands above the diff)",
  },
  { scope: 'review', keys: ["'"], action: 'review.next-comment', does: 'next comment, in whatever file' },
  {
    scope: 'review',
    keys: ['a'],
    action: 'review.toggle-against',
    does: 'all of the work against the target, or what changed since you decided about it last',
    short: 'all/since',
  },
] as const satisfies readonly KeymapRow[];

/** Keys while a comment or a rejection is written. */
export const writingKeys = [
  { scope: 'comment', keys: ['enter'], action: 'comment.keep', does: 'note the comment', short: 'note it' },
  {
    scope: 'comment',
    keys: ['alt-enter', 'ctrl-j'],
    action: 'comment.newline',
    does: 'new line in the comment',
    short: 'new line',
  },
  {
    scope: 'comment',
    keys: ['ctrl-o'],
    action: 'comment.editor',
    does: 'the comment in your own editor ($VISUAL, $EDITOR)',
    short: 'editor',
  },
  { scope: 'comment', keys: ['ctrl-x'], action: 'comment.drop', does: 'drop what was typed', short: 'drop' },
  {
    scope: 'comment',
    keys: ['escape'],
    action: 'comment.leave',
    does: 'back to the review; what was typed is kept',
    short: 'back, kept',
  },
  { scope: 'reject', keys: ['tab'], action: 'reject.reason', does: 'next reason', short: 'reason' },
  {
    scope: 'reject',
    keys: ['alt-enter', 'ctrl-j'],
    action: 'reject.newline',
    does: 'new line in the note',
    short: 'new line',
  },
  {
    scope: 'reject',
    keys: ['ctrl-o'],
    action: 'reject.editor',
    does: 'the note in your own editor ($VISUAL, $EDITOR)',
    short: 'editor',
  },
  {
    scope: 'reject',
    keys: ['enter'],
    action: 'reject.send',
    does: 'send comments and note to the agent, as one message',
    short: 'reject',
  },
  { scope: 'reject', keys: ['escape'], action: 'reject.leave', does: 'back to the review', short: 'back' },
] as const satisfies readonly KeymapRow[];
