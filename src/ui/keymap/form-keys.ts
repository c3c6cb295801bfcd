import type { KeymapRow } from './keymap-row.ts';

/** The keys of the form of a task, and of what leads propose. */
export const formKeys = [
  { scope: 'form', keys: ['tab', 'down'], action: 'form.next', does: 'next field', short: 'next' },
  { scope: 'form', keys: ['shift-tab', 'up'], action: 'form.previous', does: 'field before' },
  { scope: 'form', keys: ['enter'], action: 'form.enter', does: 'new line in a long text, otherwise next field' },
  {
    scope: 'form',
    keys: ['ctrl-o'],
    action: 'form.editor',
    does: 'the long text in your own editor ($VISUAL, $EDITOR)',
    short: 'editor',
  },
  { scope: 'form', keys: ['ctrl-s'], action: 'form.submit', does: 'queue the task', short: 'queue it' },
  { scope: 'form', keys: ['ctrl-x'], action: 'form.empty', does: 'empty the form; of a written task, as it was' },
  {
    scope: 'form',
    keys: ['escape'],
    action: 'form.leave',
    does: 'back to where you were; the form is kept',
    short: 'back, kept',
  },
  {
    scope: 'proposals',
    keys: ['y'],
    action: 'proposals.accept',
    does: 'let the proposal become a task',
    short: 'accept',
  },
  { scope: 'proposals', keys: ['e'], action: 'proposals.edit', does: 'write it anew, then accept it', short: 'edit' },
  {
    scope: 'proposals',
    keys: ['n'],
    action: 'proposals.refuse',
    does: 'refuse it, with a note for the lead',
    short: 'refuse',
  },
  {
    scope: 'proposals',
    keys: ['Y'],
    action: 'proposals.accept-all',
    does: 'accept all proposals of this lead',
    short: 'accept all',
  },
  { scope: 'proposals', keys: ['down', 'j', 'tab'], action: 'proposals.next', does: 'next proposal', short: 'next' },
  { scope: 'proposals', keys: ['up', 'k', 'shift-tab'], action: 'proposals.previous', does: 'proposal before' },
  { scope: 'proposals', keys: ['escape', 'q'], action: 'proposals.leave', does: 'back to the board', short: 'back' },
] as const satisfies readonly KeymapRow[];
