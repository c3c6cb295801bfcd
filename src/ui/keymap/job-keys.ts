import type { KeymapRow } from './keymap-row.ts';

/** Keys in the list of a session's jobs. */
export const jobKeys = [
  { scope: 'jobs', keys: ['down', 'j', 'tab'], action: 'jobs.next', does: 'next job' },
  { scope: 'jobs', keys: ['up', 'k', 'shift-tab'], action: 'jobs.previous', does: 'job before' },
  {
    scope: 'jobs',
    keys: ['enter'],
    action: 'jobs.open',
    does: 'go into its terminal; of one that has ended, read what it printed',
    short: 'open',
  },
  { scope: 'jobs', keys: ['o'], action: 'jobs.log', does: 'read what it printed', short: 'log' },
  { scope: 'jobs', keys: ['n'], action: 'jobs.new', does: 'start a new one: type its command', short: 'new' },
  { scope: 'jobs', keys: ['p'], action: 'jobs.preview', does: 'start the configured preview', short: 'preview' },
  {
    scope: 'jobs',
    keys: ['r'],
    action: 'jobs.restart',
    does: 'start it again with the command it had',
    short: 'restart',
  },
  { scope: 'jobs', keys: ['s', 'x'], action: 'jobs.stop', does: 'stop it with all that it has started', short: 'stop' },
  { scope: 'jobs', keys: ['escape', 'q', 'b'], action: 'jobs.leave', does: 'back; jobs go on', short: 'back' },
  { scope: 'jobs', keys: ['?'], action: 'jobs.help', does: 'show all keys', short: 'help' },
] as const satisfies readonly KeymapRow[];
