import type { PictureModes } from '../core/picture.ts';
import type { Rect } from './cells.ts';
import { encodeKitty, kittyFlag } from './keys/encode-kitty.ts';
import { encodeXterm } from './keys/encode-xterm.ts';
import type { InputEvent } from './keys/input-event.ts';
import { keyEvent, type KeyPress, readKeyPress } from './keys/key-press.ts';
import { zoomMouse } from './zoom-mouse.ts';

/** The session as it is zoomed: what its program asked for, and where its screen is on the terminal. */
export interface ZoomView {
  readonly modes: PictureModes;
  /** The rectangle that shows the session's first row and column in its corner. */
  readonly rect: Rect;
  /** The kitty flags that the real terminal had when the event came: what it sends may be in that form. */
  readonly spoken: number;
}

/**
 * The bytes that an event sends to the session in zoom, undefined when it sends none: as they came where the program
 * understands that, else as its own terminal would send them under the modes it asked for.
 */
export function zoomKeys(event: InputEvent, view: ZoomView): Buffer | undefined {
  const { modes } = view;
  switch (event.kind) {
    case 'text':
    case 'key':
    case 'key-release':
      return keyBytes(event, view);
    case 'paste':
      return pasteBytes(event.text, modes.bracketedPaste);
    case 'focus':
      return modes.focus ? Buffer.from(event.focused ? '\x1b[I' : '\x1b[O') : undefined;
    case 'mouse':
      return zoomMouse(event, view);
    case 'reply':
      // The daemon's screen is the only one that answers a program's questions.
      return undefined;
  }
}

type Pressed = Parameters<typeof readKeyPress>[0];

function keyBytes(event: Pressed, { modes, spoken }: ZoomView): Buffer | undefined {
  const press = readKeyPress(event);
  const wanted = modes.kittyKeyboard;
  // Also where nobody asked: a terminal that sends kitty's form then was told so by its owner, for programs that read it.
  if (press.form === 'kitty' && spoken === wanted) {
    return event.kind === 'key-release' && !(wanted & kittyFlag.events) ? undefined : event.raw;
  }
  const isKitty = (wanted & (kittyFlag.disambiguate | kittyFlag.all)) !== 0;
  const bytes =
    !isKitty && press.event !== keyEvent.release
      ? xtermBytes(event, press, modes)
      : (encodeKitty(press, wanted) ?? event.raw);
  return bytes === '' ? undefined : Buffer.from(bytes);
}

/** Without kitty's protocol most keys go as they came; function keys in the form that belongs to the program's TERM. */
function xtermBytes(event: Pressed, press: KeyPress, modes: PictureModes): Buffer | string {
  const [first, second] = event.raw;
  const isSequence = first === 0x1b && (second === 0x5b || second === 0x4f) && event.raw.length > 2;
  if (press.form === 'numbered' || !isSequence || (event.kind === 'key' && event.name === 'unknown')) {
    return press.form === 'kitty' ? '' : event.raw;
  }
  return encodeXterm(press, modes);
}

/** Escape and C1 bytes never belong to a paste: with them pasted text could end the brackets and press keys. */
function pasteBytes(text: string, bracketed: boolean): Buffer {
  if (bracketed) return Buffer.from(`\x1b[200~${text.replaceAll('\x1b', '').replace(/[\u0080-\u009f]/g, '')}\x1b[201~`);
  return Buffer.from(text.replace(/\r\n|\n/g, '\r').replace(/(?![\r\t])\p{Cc}/gu, ''));
}
