import { cellPixels, type PictureModes } from '../core/picture.ts';
import type { Rect } from './cells.ts';
import type { MouseEvent } from './keys/input-event.ts';

/** Lines that one notch of the wheel moves a program that knows no mouse. */
const notch = 3;
/** The old report has one byte for a position. */
const oldLimit = 223;

/** The bytes that the mouse sends to the session in zoom, undefined when it sends none. */
export function zoomMouse(event: MouseEvent, view: { modes: PictureModes; rect: Rect }): Buffer | undefined {
  const { modes, rect } = view;
  const row = clamp(event.row - rect.row, rect.rows - 1);
  const column = clamp(event.column - rect.column, rect.columns - 1);
  const inside = row === event.row - rect.row && column === event.column - rect.column;
  // A drag that began inside may end outside: the program must see the button go up.
  if (!inside && event.action !== 'drag' && event.action !== 'release') return undefined;
  if (modes.mouse === 'none') return modes.alternateScreen ? wheelAsArrows(event, modes) : undefined;
  if (!wantsMouse(event, modes.mouse)) return undefined;
  const code = modes.mouse === 'x10' ? event.code & 3 : event.code;
  if (modes.mouseEncoding !== 'default') {
    const pixels = modes.mouseEncoding === 'sgr-pixels';
    const x = pixels ? column * cellPixels.width + cellPixels.width / 2 : column + 1;
    const y = pixels ? row * cellPixels.height + cellPixels.height / 2 : row + 1;
    return Buffer.from(`\x1b[<${code};${x};${y}${event.action === 'release' ? 'm' : 'M'}`);
  }
  if (row >= oldLimit || column >= oldLimit) return undefined;
  const old = event.action === 'release' ? (code & ~(3 | 128)) | 3 : code;
  return Buffer.from([0x1b, 0x5b, 0x4d, old + 32, column + 33, row + 33]);
}

/** On the alternate screen there is nothing to scroll: a pager or an editor gets arrow keys, as from other terminals. */
function wheelAsArrows({ action }: MouseEvent, { applicationCursor }: PictureModes): Buffer | undefined {
  if (action !== 'wheel-up' && action !== 'wheel-down') return undefined;
  return Buffer.from(`\x1b${applicationCursor ? 'O' : '['}${action === 'wheel-up' ? 'A' : 'B'}`.repeat(notch));
}

function wantsMouse({ action, code }: MouseEvent, mouse: PictureModes['mouse']): boolean {
  switch (mouse) {
    case 'none':
      return false;
    case 'x10':
      return action === 'press' && code < 128;
    case 'vt200':
      return action !== 'drag' && action !== 'move';
    case 'drag':
      return action !== 'move';
    case 'any':
      return true;
  }
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}
