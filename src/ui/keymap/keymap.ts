import type { KeymapRow } from './keymap-row.ts';
import { answersKeys } from './answers-keys.ts';
import { keepKeys } from './keep-keys.ts';
import { boardKeys } from './board-keys.ts';
import { jobKeys } from './job-keys.ts';
import { writingKeys } from './comment-keys.ts';
import { formKeys } from './form-keys.ts';
import { reviewKeys } from './review-keys.ts';
import { digestKeys } from './digest-keys.ts';
import { scrollbackKeys } from './scrollback-keys.ts';
import { statsKeys } from './stats-keys.ts';
import { tagKeys } from './tag-keys.ts';

/** Every key of the dashboard, scope by scope. */
export const keymap = [
  ...boardKeys,
  // the session's terminal
  {
    scope: 'zoom',
    keys: ['ctrl-]'],
    action: 'zoom.leave',
    does: 'back to the board (twice: send the key itself)',
    short: 'back',
  },
  {
    scope: 'zoom',
    keys: ['shift-pageup'],
    action: 'zoom.scrollback',
    does: 'read back; the wheel too. A program with the mouse or the whole screen gets them itself: leave, then v',
    short: 'read back',
  },
  {
    scope: 'picture',
    keys: ['v', 'pageup', 'shift-pageup'],
    action: 'picture.scrollback',
    does: 'read back what it has printed',
    short: 'read back',
  },
  {
    scope: 'picture',
    keys: ['escape', 'q', 'enter'],
    action: 'picture.leave',
    does: 'back to the board',
    short: 'back',
  },
  ...scrollbackKeys,
  ...digestKeys,
  ...statsKeys,
  ...tagKeys,
  ...answersKeys,
  ...jobKeys,
  ...keepKeys,
  ...formKeys,
  ...reviewKeys,
  ...writingKeys,
  // texts
  { scope: 'text', keys: ['down', 'j'], action: 'text.down', does: 'one line down' },
  { scope: 'text', keys: ['up', 'k'], action: 'text.up', does: 'one line up' },
  { scope: 'text', keys: ['pagedown', ' '], action: 'text.page-down', does: 'one page down', short: 'page' },
  { scope: 'text', keys: ['pageup', 'b'], action: 'text.page-up', does: 'one page up' },
  { scope: 'text', keys: ['home', 'g'], action: 'text.top', does: 'to the top', short: 'top' },
  { scope: 'text', keys: ['end', 'G'], action: 'text.bottom', does: 'to the end', short: 'end' },
  { scope: 'text', keys: ['tab'], action: 'text.next', does: 'the next log', short: 'next log' },
  { scope: 'text', keys: ['escape', 'q', '?'], action: 'text.leave', does: 'back', short: 'back' },
  // dialogs and lines
  { scope: 'confirm', keys: ['y'], action: 'confirm.yes', does: 'do it', short: 'yes' },
  { scope: 'confirm', keys: ['n', 'escape'], action: 'confirm.no', does: 'leave it', short: 'no' },
  {
    scope: 'trust',
    keys: ['y'],
    action: 'trust.yes',
    does: 'trust these commands, accept these changes',
    short: 'yes',
  },
  { scope: 'trust', keys: ['n', 'escape'], action: 'trust.no', does: 'leave it as it is', short: 'not now' },
  { scope: 'line', keys: ['enter'], action: 'line.enter', does: 'take the typed line', short: 'take' },
  { scope: 'line', keys: ['escape'], action: 'line.leave', does: 'leave it', short: 'back' },
  // everywhere but in a session's terminal
  { scope: 'any', keys: ['ctrl-l'], action: 'any.redraw', does: 'draw the screen anew' },
  { scope: 'any', keys: ['ctrl-c'], action: 'any.interrupt', does: 'leave the view, on the board the dashboard' },
] as const satisfies readonly KeymapRow[];

export type Action = (typeof keymap)[number]['action'];
export type Scope = (typeof keymap)[number]['scope'];
/** The actions of one scope. */
export type ActionOf<S extends Scope> = Extract<(typeof keymap)[number], { scope: S }>['action'];
