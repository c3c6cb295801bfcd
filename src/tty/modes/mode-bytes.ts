/** How much of the mouse is reported: clicks and wheel with drags, or every motion too. */
export type MouseReport = 'off' | 'drag' | 'any';

/** Alternate screen, no cursor, bracketed paste, focus reports. */
export const enterBytes = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1004h';

/** What switches each amount of mouse reports on, and the others off. */
export const mouseBytes: Record<MouseReport, string> = {
  off: '\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l',
  drag: '\x1b[?1003l\x1b[?1006h\x1b[?1000h\x1b[?1002h',
  any: '\x1b[?1006h\x1b[?1000h\x1b[?1002h\x1b[?1003h',
};

/** Takes back the kitty keyboard flags that were pushed last on the screen that shows. */
export const kittyPop = '\x1b[<u';

/** Gives the cursor a shape (DECSCUSR 1..6); 0 is whatever the terminal's usual one is. */
export function cursorShapeBytes(shape: number): string {
  return `\x1b[${shape} q`;
}

/** A frame that was cut may have left half a string, a synchronized update, a look and no autowrap behind. */
const frameEnd = '\x1b\\\x1b[?2026l\x1b[m\x1b[?7h';

const plainInput = '\x1b[?1004l\x1b[?2004l\x1b[?25h';

/** Undoes what was entered; what is named was switched on. */
export function leaveBytes(on: { kitty: boolean; mouse: boolean; shape: boolean }): string {
  const extra = `${on.kitty ? kittyPop : ''}${on.mouse ? mouseBytes.off : ''}${on.shape ? cursorShapeBytes(0) : ''}`;
  return `${frameEnd}${extra}${plainInput}\x1b[?1049l`;
}

/**
 * Undoes all that may be left of a dashboard that was killed. On a terminal that has been put right already it changes
 * nothing: the cursor is kept where it is by saving it first, since each of the two screens has a saved cursor of its own.
 */
export const repairBytes = `${frameEnd}${kittyPop}${mouseBytes.off}${cursorShapeBytes(0)}${plainInput}\x1b7\x1b[?1049l`;
