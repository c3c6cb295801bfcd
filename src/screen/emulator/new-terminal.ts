import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';
import type { Terminal } from '@xterm/headless';

/** The size and manner of a headless terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
  /** A bare line feed also returns to the first column: for output that never went through a pty. */
  readonly convertEol?: boolean;
  /** Lines kept above the screen. */
  readonly scrollback?: number | undefined;
}

/** Lines kept above the screen when nothing else is said; xterm takes about 2.4 KB for each line of 200 columns. */
export const scrollbackLines = 1000;

/** A headless xterm with the widths of grapheme clusters, so that columns agree with what the dashboard computes. */
export function newTerminal(size: TerminalSize): Terminal {
  const terminal = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: size.scrollback ?? scrollbackLines,
    convertEol: size.convertEol ?? false,
    allowProposedApi: true,
    logLevel: 'off',
    // Questions about the size, and the stack of titles, which are mere data; nothing here moves a window.
    windowOptions: {
      getWinSizeChars: true,
      getWinSizePixels: true,
      getCellSizePixels: true,
      getScreenSizePixels: true,
      getScreenSizeChars: true,
      pushTitle: true,
      popTitle: true,
    },
  });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  return terminal;
}
