import type { Terminal } from '@xterm/headless';

import { plainText } from '../plain-text.ts';
import type { Inside } from './inside.ts';

const longestTitle = 200;

/**
 * Keeps titles and icon names short and free of control and direction characters from the start, also those on xterm's
 * stack: a program may set them a thousand times a second.
 */
export function cleanTitles(terminal: Terminal, inside: Inside): void {
  const input = inside['_inputHandler'];
  for (const code of [0, 1, 2] as const) {
    terminal.parser.registerOscHandler(code, (text) => {
      const clean = plainText(text, longestTitle);
      if (code !== 1) input.setTitle(clean);
      if (code !== 2) input.setIconName(clean);
      return true;
    });
  }
}
