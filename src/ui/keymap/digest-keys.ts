import type { KeymapRow } from './keymap-row.ts';

/** Keys in what happened while nobody looked. */
export const digestKeys = [
  {
    scope: 'digest',
    keys: ['enter'],
    action: 'digest.seen',
    does: 'seen: nothing of this is new any more',
    short: 'seen',
  },
  { scope: 'digest', keys: ['a'], action: 'digest.answer', does: 'answer the open questions', short: 'answer' },
  { scope: 'digest', keys: ['r'], action: 'digest.review', does: 'take the next review in hand', short: 'review' },
  {
    scope: 'digest',
    keys: ['z'],
    action: 'digest.unfold',
    does: 'everything that happened, or one screen of it',
    short: 'unfold',
  },
  {
    scope: 'digest',
    keys: ['tab'],
    action: 'digest.span',
    does: 'since you left, today, or a day back',
    short: 'since',
  },
  { scope: 'digest', keys: ['down', 'j'], action: 'digest.down', does: 'one line down' },
  { scope: 'digest', keys: ['up', 'k'], action: 'digest.up', does: 'one line up' },
  { scope: 'digest', keys: ['pagedown', ' '], action: 'digest.page-down', does: 'one page down' },
  { scope: 'digest', keys: ['pageup', 'b'], action: 'digest.page-up', does: 'one page up' },
  { scope: 'digest', keys: ['home', 'g'], action: 'digest.top', does: 'to the top' },
  { scope: 'digest', keys: ['end', 'G'], action: 'digest.bottom', does: 'to the end' },
  { scope: 'digest', keys: ['?'], action: 'digest.help', does: 'show all keys', short: 'help' },
  {
    scope: 'digest',
    keys: ['escape', 'q', 'c'],
    action: 'digest.leave',
    does: 'back; what is new stays marked',
    short: 'back',
  },
] as const satisfies readonly KeymapRow[];
