import type { Terminal } from '@xterm/headless';

import { mendEraseAbove } from './erase-above.ts';
import type { Inside } from './inside.ts';

/** Puts right what xterm 6.0.0 does wrong and programs can see. */
export function mend(terminal: Terminal, inside: Inside): void {
  mendEraseAbove(terminal, inside);
  mendUnderlineColour(inside);
  mendFullReset(terminal, inside);
}

const mended = new WeakSet<object>();

/** `SGR 59` ends up as white instead of the colour of the text: -1 is cut to its colour bits. */
function mendUnderlineColour(inside: Inside): void {
  const prototype: unknown = Object.getPrototypeOf(inside['_inputHandler']['_curAttrData'].extended);
  if (typeof prototype !== 'object' || prototype === null || mended.has(prototype)) return;
  mended.add(prototype);
  const property = Object.getOwnPropertyDescriptor(prototype, 'underlineColor');
  if (property?.set === undefined) return;
  Object.defineProperty(prototype, 'underlineColor', {
    ...property,
    set(value: number) {
      property.set?.call(this, value === -1 ? 0 : value);
    },
  });
}

/** A full reset leaves the cursor hidden, it blinking, and line feeds returning, which are options to xterm. */
function mendFullReset(terminal: Terminal, inside: Inside): void {
  const { convertEol, cursorBlink } = terminal.options;
  terminal.parser.registerEscHandler({ final: 'c' }, () => {
    inside.coreService.isCursorHidden = false;
    terminal.options.convertEol = convertEol ?? false;
    terminal.options.cursorBlink = cursorBlink ?? false;
    return false;
  });
}
