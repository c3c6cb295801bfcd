import type { KeymapRow } from './keymap-row.ts';

/** Keys in the statistics. */
export const statsKeys = [
  { scope: 'stats', keys: ['tab', 'w'], action: 'stats.window', does: 'the next window of time', short: 'window' },
  { scope: 'stats', keys: ['shift-tab', 'W'], action: 'stats.window-back', does: 'the window of time before' },
  { scope: 'stats', keys: ['d', '?'], action: 'stats.define', does: 'what each number is, and back', short: 'define' },
  { scope: 'stats', keys: ['down', 'j'], action: 'stats.down', does: 'one line down' },
  { scope: 'stats', keys: ['up', 'k'], action: 'stats.up', does: 'one line up' },
  { scope: 'stats', keys: ['pagedown', ' '], action: 'stats.page-down', does: 'one page down', short: 'page' },
  { scope: 'stats', keys: ['pageup', 'b'], action: 'stats.page-up', does: 'one page up' },
  { scope: 'stats', keys: ['home', 'g'], action: 'stats.top', does: 'to the top' },
  { scope: 'stats', keys: ['end', 'G'], action: 'stats.bottom', does: 'to the end' },
  { scope: 'stats', keys: ['escape', 'q', 's'], action: 'stats.leave', does: 'back', short: 'back' },
] as const satisfies readonly KeymapRow[];
