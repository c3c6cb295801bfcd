import type { KeymapRow } from './keymap-row.ts';

/** Keys while it is said why something went wrong. */
export const tagKeys = [
  { scope: 'tag', keys: ['u', '1'], action: 'tag.unclear', does: 'the task was unclear', short: 'unclear' },
  { scope: 'tag', keys: ['c', '2'], action: 'tag.clash', does: 'it clashed with other work', short: 'clash' },
  {
    scope: 'tag',
    keys: ['v', '3'],
    action: 'tag.verification',
    does: 'its verification was weak',
    short: 'verification',
  },
  { scope: 'tag', keys: ['a', '4'], action: 'tag.approach', does: 'the approach was wrong', short: 'approach' },
  { scope: 'tag', keys: ['escape', 'q'], action: 'tag.leave', does: 'leave it', short: 'back' },
] as const satisfies readonly KeymapRow[];
