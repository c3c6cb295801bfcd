import type { KeymapRow } from './keymap-row.ts';

/** Keys of a sitting for answers that are kept. */
export const answersKeepKeys = [
  {
    scope: 'answers',
    keys: ['m'],
    action: 'answers.keep',
    does: 'record the answer and keep it for every later task, as a sentence of the conventions',
    short: 'keep',
  },
  {
    scope: 'answers',
    keys: ['u'],
    action: 'answers.revoke',
    does: 'take back what a convention answered',
    short: 'take back',
  },
] as const satisfies readonly KeymapRow[];

/** The same while an answer is typed. */
export const typingKeepKeys = [
  {
    scope: 'typing',
    keys: ['alt-m'],
    action: 'typing.keep',
    does: 'record the typed answer and keep it for every later task',
    short: 'keep',
  },
] as const satisfies readonly KeymapRow[];

/** Keys in the dialogs about them. */
export const keepKeys = [
  { scope: 'keep', keys: ['enter'], action: 'keep.keep', does: 'record the answer, keep the sentence', short: 'keep' },
  {
    scope: 'keep',
    keys: ['ctrl-r'],
    action: 'keep.propose',
    does: 'the proposed sentence again',
    short: 'propose again',
  },
  { scope: 'keep', keys: ['escape'], action: 'keep.leave', does: 'back; what was typed stays', short: 'back' },
  {
    scope: 'revoke',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    action: 'revoke.pick',
    does: 'take this answer back: the question is open again, and its agent is told',
    short: 'take back',
  },
  { scope: 'revoke', keys: ['escape', 'q'], action: 'revoke.leave', does: 'leave them as they are', short: 'back' },
] as const satisfies readonly KeymapRow[];
