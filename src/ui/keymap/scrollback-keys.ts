import type { KeymapRow } from './keymap-row.ts';

/** Keys in what a session has printed. */
export const scrollbackKeys = [
  { scope: 'scrollback', keys: ['down', 'j'], action: 'scrollback.down', does: 'one line down' },
  { scope: 'scrollback', keys: ['up', 'k'], action: 'scrollback.up', does: 'one line up' },
  { scope: 'scrollback', keys: ['pagedown', 'shift-pagedown'], action: 'scrollback.page-down', does: 'one page down' },
  { scope: 'scrollback', keys: ['pageup', 'shift-pageup'], action: 'scrollback.page-up', does: 'one page up' },
  { scope: 'scrollback', keys: ['home', 'g'], action: 'scrollback.top', does: 'to the top; loads what came before' },
  { scope: 'scrollback', keys: ['end', 'G'], action: 'scrollback.bottom', does: 'to the end, and follow it' },
  { scope: 'scrollback', keys: ['left', 'h'], action: 'scrollback.left', does: 'to the left in long lines' },
  { scope: 'scrollback', keys: ['right', 'l'], action: 'scrollback.right', does: 'to the right in long lines' },
  { scope: 'scrollback', keys: ['/'], action: 'scrollback.search', does: 'search upwards', short: 'search' },
  { scope: 'scrollback', keys: ['>', 'n'], action: 'scrollback.search-next', does: 'next match' },
  { scope: 'scrollback', keys: ['<', 'N'], action: 'scrollback.search-previous', does: 'match before' },
  {
    scope: 'scrollback',
    keys: [' ', 'V'],
    action: 'scrollback.select',
    does: 'select lines: up and down reach further, once more begins at this line. The mouse selects by dragging',
    short: 'select',
  },
  {
    scope: 'scrollback',
    keys: ['y', 'enter'],
    action: 'scrollback.copy',
    does: "copy to the terminal's clipboard, if it allows that (tmux: set -s set-clipboard on)",
    short: 'copy',
  },
  {
    scope: 'scrollback',
    keys: ['M'],
    action: 'scrollback.mouse',
    does: 'leave the mouse to the terminal, and take it back',
  },
  {
    scope: 'scrollback',
    keys: ['escape'],
    action: 'scrollback.clear',
    does: 'drop the selection, then the search, then back',
  },
  { scope: 'scrollback', keys: ['?'], action: 'scrollback.help', does: 'show all keys', short: 'help' },
  { scope: 'scrollback', keys: ['q'], action: 'scrollback.leave', does: 'back', short: 'back' },
] as const satisfies readonly KeymapRow[];
