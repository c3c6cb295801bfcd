import type { Terminal } from '@xterm/headless';

import { cellPixels } from '../../core/picture.ts';
import type { Inside } from '../emulator/inside.ts';
import { parameter } from '../emulator/parameters.ts';

/** Answers about sizes (`CSI 14 t` and its kin) and tab stops. There is no window: the screen is all there is. */
export function answerSizes(terminal: Terminal, inside: Inside, reply: (answer: string) => void): void {
  const { parser } = terminal;
  parser.registerCsiHandler({ final: 't' }, (parameters) => {
    const { width, height } = cellPixels;
    const { rows, cols: columns } = terminal;
    const what = parameter(parameters, 0, 0);
    if (what === 14) reply(`\x1b[4;${rows * height};${columns * width}t`);
    else if (what === 15) reply(`\x1b[5;${rows * height};${columns * width}t`);
    else if (what === 16) reply(`\x1b[6;${height};${width}t`);
    else if (what === 18) reply(`\x1b[8;${rows};${columns}t`);
    else if (what === 19) reply(`\x1b[9;${rows};${columns}t`);
    // Only the stack of titles, 22 and 23, is left to xterm: nothing else may ask or move anything.
    return what !== 22 && what !== 23;
  });
  // DECTABSR; the cursor's report is asked for by nobody.
  parser.registerCsiHandler({ intermediates: '$', final: 'w' }, (parameters) => {
    const { tabs } = inside.buffers.active;
    const columns = Object.keys(tabs).filter(
      (column) => tabs[Number(column)] === true && Number(column) < terminal.cols,
    );
    if (parameter(parameters, 0, 0) === 2)
      reply(`\x1bP2$u${columns.map((column) => Number(column) + 1).join('/')}\x1b\\`);
    return true;
  });
}
