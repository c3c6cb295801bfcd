import { Box, Text, render } from 'ink';
import { type ReactElement, createElement } from 'react';

import { plainLook } from '../../../src/core/picture.ts';
import { sgr } from '../../../src/tty/colour/sgr.ts';
import type { CellGrid } from '../../../src/tty/cells.ts';
import { glyphText, stride } from '../../../src/tty/cells.ts';
import type { BusyTile } from './busy-content.ts';
import { inkTarget } from './ink-target.ts';
import { fullSize } from './signalbox.ts';

/** What Ink draws, for as long as it is not closed. */
export interface InkTiles {
  /** Draws the tiles as they are now; resolves when the frame is out. */
  draw(): Promise<void>;
  /** The bytes of the frames so far, the newest last. */
  readonly frames: string[];
  close(): void;
}

/** The same tiles as an Ink program would draw them: a box for each, a text for each row. */
export function openInkTiles(tiles: readonly BusyTile[]): InkTiles {
  const frames: string[] = [];
  const target = inkTarget((bytes) => frames.push(bytes));
  const ink = render(view(tiles), target.options);
  return {
    frames,
    async draw() {
      ink.rerender(view(tiles));
      await ink.waitUntilRenderFlush();
    },
    close() {
      ink.unmount();
      target.close();
    },
  };
}

function view(tiles: readonly BusyTile[]): ReactElement {
  const boxes = tiles.map(({ rect, grid }, index) =>
    createElement(
      Box,
      {
        key: index,
        borderStyle: 'round',
        flexDirection: 'column',
        width: rect.columns + 2,
        height: rect.rows + 2,
        overflow: 'hidden',
      },
      ...Array.from({ length: grid.rows }, (_, row) =>
        createElement(Text, { key: row, wrap: 'truncate' }, rowText(grid, row)),
      ),
    ),
  );
  return createElement(Box, { flexWrap: 'wrap', width: fullSize.columns, height: fullSize.rows }, ...boxes);
}

function rowText(grid: CellGrid, row: number): string {
  let text = '';
  let look = plainLook;
  for (let column = 0; column < grid.columns; column++) {
    const index = (row * grid.columns + column) * stride;
    const word = grid.words[index] ?? 0;
    const next = {
      attributes: word >>> 24,
      fg: (grid.words[index + 1] ?? 0) - 1,
      bg: (grid.words[index + 2] ?? 0) - 1,
    };
    text += sgr(look, next, 'truecolor') + glyphText(word);
    look = next;
  }
  return `${text}\x1b[m`;
}
