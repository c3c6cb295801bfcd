/** The bytes of the terminal that made the event, exactly. */
interface Raw {
  readonly raw: Buffer;
}

/** A character that was typed; the space bar is ' '. */
interface TextEvent extends Raw {
  readonly kind: 'text';
  readonly text: string;
}

/** A key that is not a character: 'up', 'enter', 'ctrl-a', 'alt-x', 'ctrl-alt-shift-f5'; 'unknown' when it has no name. */
interface KeyEvent extends Raw {
  readonly kind: 'key';
  readonly name: string;
  /** It is held down; only terminals in a kitty mode tell this from a second press. */
  readonly repeat?: true;
}

/** A key was let go; only terminals in a kitty mode say so, and only a session in zoom may care. */
interface KeyReleaseEvent extends Raw {
  readonly kind: 'key-release';
  readonly name: string;
}

export type MouseAction =
  | 'press'
  | 'release'
  | 'drag'
  | 'move'
  | 'wheel-up'
  | 'wheel-down'
  | 'wheel-left'
  | 'wheel-right';

/** Something the mouse did at a cell, 0-based. */
export interface MouseEvent extends Raw {
  readonly kind: 'mouse';
  readonly action: MouseAction;
  readonly button: 'left' | 'middle' | 'right' | 'other' | 'none';
  /** Button, wheel, motion and modifiers as xterm adds them up. */
  readonly code: number;
  readonly row: number;
  readonly column: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

/** Text that was pasted; `raw` holds the brackets too. */
interface PasteEvent extends Raw {
  readonly kind: 'paste';
  readonly text: string;
}

/** The terminal's window got or lost the focus. */
interface FocusEvent extends Raw {
  readonly kind: 'focus';
  readonly focused: boolean;
}

/** What the terminal said by itself or as an answer; never a key. */
interface ReplyEvent extends Raw {
  readonly kind: 'reply';
}

/** One thing that came in from the real terminal. */
export type InputEvent = TextEvent | KeyEvent | KeyReleaseEvent | MouseEvent | PasteEvent | FocusEvent | ReplyEvent;

/** What a person does, as against what only happens while a hand rests on the mouse. */
export function isDone(event: InputEvent): boolean {
  if (event.kind === 'mouse') return event.action !== 'move' && event.action !== 'drag';
  return event.kind === 'key' || event.kind === 'text' || event.kind === 'paste';
}
