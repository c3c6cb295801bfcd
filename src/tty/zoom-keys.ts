import type { PictureModes } from '../core/picture.ts';
import type { Rect } from './cells.ts';
import type { InputEvent, MouseEvent } from './keys/input-event.ts';

/** The session as it is zoomed: what its program asked for, and where its screen is on the terminal. */
export interface ZoomView {
  readonly modes: PictureModes;
  /** The rectangle that shows the session's first row and column in its corner. */
  readonly rect: Rect;
}

const cursorFinals: Record<string, string> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };
const kittyReleases = 2;

/**
 * The bytes that an event sends to the session in zoom, undefined when it sends none: keys as they came, all else as the
 * session's program asked for it.
 */
export function zoomKeys(event: InputEvent, view: ZoomView): Buffer | undefined {
  const { modes } = view;
  switch (event.kind) {
    case 'text':
      return event.raw;
    case 'key':
      return keyBytes(event.name, event.raw, modes);
    case 'key-release':
      return modes.kittyKeyboard & kittyReleases ? event.raw : undefined;
    case 'paste':
      return pasteBytes(event.text, modes.bracketedPaste);
    case 'focus':
      return modes.focus ? event.raw : undefined;
    case 'mouse':
      return mouseBytes(event, view);
    case 'reply':
      // The daemon's screen is the only one that answers a program's questions.
      return undefined;
  }
}

/** The real terminal stays in normal cursor mode; a program that asked for the other gets the other encoding. */
function keyBytes(name: string, raw: Buffer, modes: PictureModes): Buffer {
  const final = cursorFinals[name];
  if (final === undefined || modes.kittyKeyboard !== 0) return raw;
  const normal = raw.equals(Buffer.from(`\x1b[${final}`)) || raw.equals(Buffer.from(`\x1bO${final}`));
  return normal ? Buffer.from(`\x1b${modes.applicationCursor ? 'O' : '['}${final}`) : raw;
}

/** Escape and C1 bytes never belong to a paste: with them pasted text could end the brackets and press keys. */
function pasteBytes(text: string, bracketed: boolean): Buffer {
  if (bracketed) return Buffer.from(`\x1b[200~${text.replaceAll('\x1b', '').replace(/[\u0080-\u009f]/g, '')}\x1b[201~`);
  return Buffer.from(text.replace(/\r\n|\n/g, '\r').replace(/(?![\r\t])\p{Cc}/gu, ''));
}

function mouseBytes(event: MouseEvent, { modes, rect }: ZoomView): Buffer | undefined {
  if (!wantsMouse(event, modes.mouse)) return undefined;
  const row = clamp(event.row - rect.row, rect.rows - 1);
  const column = clamp(event.column - rect.column, rect.columns - 1);
  const inside = row === event.row - rect.row && column === event.column - rect.column;
  // A drag that began inside may end outside: the program must see the button go up.
  if (!inside && event.action !== 'drag' && event.action !== 'release') return undefined;
  const code = mouseCode(event);
  if (modes.mouseSgr) {
    return Buffer.from(`\x1b[<${code};${column + 1};${row + 1}${event.action === 'release' ? 'm' : 'M'}`);
  }
  // The old encoding has one byte for a position.
  if (row > 222 || column > 222) return undefined;
  const old = event.action === 'release' ? (code & ~3) | 3 : code;
  return Buffer.from([0x1b, 0x5b, 0x4d, old + 32, column + 33, row + 33]);
}

function wantsMouse({ action }: MouseEvent, mouse: PictureModes['mouse']): boolean {
  switch (mouse) {
    case 'none':
      return false;
    case 'x10':
      return action === 'press';
    case 'vt200':
      return action !== 'drag' && action !== 'move';
    case 'drag':
      return action !== 'move';
    case 'any':
      return true;
  }
}

function mouseCode(event: MouseEvent): number {
  const wheel = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'].indexOf(event.action);
  const button = wheel >= 0 ? 64 + wheel : ['left', 'middle', 'right', 'none'].indexOf(event.button);
  const motion = event.action === 'drag' || event.action === 'move' ? 32 : 0;
  return button + motion + (event.shift ? 4 : 0) + (event.alt ? 8 : 0) + (event.ctrl ? 16 : 0);
}

function clamp(value: number, high: number): number {
  return Math.min(Math.max(value, 0), high);
}
