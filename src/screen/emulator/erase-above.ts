import type { Terminal } from '@xterm/headless';

import { parameter } from './parameters.ts';

/**
 * Works around a fault of xterm 6.0.0: `CSI 1 J` in the very last cell of the screen looks for the line below, which is
 * not there, and throws. Everything up to the last cell is the whole screen, so the screen is erased instead.
 */
export function mendEraseAbove(terminal: Terminal): void {
  const input: unknown = Reflect.get(Reflect.get(terminal, '_core') ?? {}, '_inputHandler');
  if (typeof input !== 'object' || input === null) return;
  const eraseInDisplay: unknown = Reflect.get(input, 'eraseInDisplay');
  if (typeof eraseInDisplay !== 'function') return;
  for (const prefix of ['', '?']) {
    terminal.parser.registerCsiHandler({ prefix, final: 'J' }, (parameters) => {
      const { cursorX, cursorY } = terminal.buffer.active;
      const inLastCell = cursorY === terminal.rows - 1 && cursorX >= terminal.cols - 1;
      if (!inLastCell || parameter(parameters, 0, 0) !== 1) return false;
      Reflect.apply(eraseInDisplay, input, [{ params: [2], length: 1 }, prefix === '?']);
      return true;
    });
  }
}
