import type { Terminal } from '@xterm/headless';

import type { Inside } from './inside.ts';
import { parameter } from './parameters.ts';

/**
 * Works around a fault of xterm 6.0.0: `CSI 1 J` in the last column means to say that the line below continues no other
 * line any more, but picks a wrong line, one of the history, or none at all, and throws.
 */
export function mendEraseAbove(terminal: Terminal, inside: Inside): void {
  const erase = (what: number, respectProtected: boolean): boolean =>
    inside['_inputHandler'].eraseInDisplay({ params: [what], length: 1 }, respectProtected);
  for (const prefix of ['', '?']) {
    terminal.parser.registerCsiHandler({ prefix, final: 'J' }, (parameters) => {
      const { x, y, ybase, lines } = inside.buffers.active;
      if (x < terminal.cols - 1 || parameter(parameters, 0, 0) !== 1) return false;
      // Up to the last cell is the whole screen.
      if (y === terminal.rows - 1) return erase(2, prefix === '?');
      // One of the lines that are being erased is as they leave it.
      const wrong = y + 1 < ybase ? lines.get(y + 1) : undefined;
      const wrapped = wrong?.isWrapped ?? false;
      erase(1, prefix === '?');
      if (wrong !== undefined) wrong.isWrapped = wrapped;
      const below = lines.get(ybase + y + 1);
      if (below !== undefined) below.isWrapped = false;
      return true;
    });
  }
}
