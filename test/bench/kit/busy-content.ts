import { readFileSync } from 'node:fs';

import type { Rect } from '../../../src/tty/cells.ts';
import { CellGrid } from '../../../src/tty/cells.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import type { PictureTracker } from '../../../src/screen/picture-tracker.ts';
import { writeFixture } from './fixtures.ts';
import { fullSize } from './signalbox.ts';

const across = 4;
const tileColumns = fullSize.columns / across;
const tileRows = fullSize.rows / across;

/** One of 16 terminals that agents print in, side by side on a full screen. */
export interface BusyTile {
  readonly rect: Rect;
  readonly grid: CellGrid;
}

interface Source {
  readonly screen: HeadlessScreen;
  readonly tracker: PictureTracker;
  at: number;
}

/** Sixteen tiles of agents' output that all change with each frame; the same in every run. */
export class BusyContent {
  readonly tiles: readonly BusyTile[];
  readonly #sources: readonly Source[];
  readonly #bytes: Buffer;

  constructor(folder: string) {
    this.#bytes = readFileSync(writeFixture(folder, 'agent', 500_000));
    const size = { columns: tileColumns - 2, rows: tileRows - 2 };
    this.tiles = Array.from({ length: across * across }, (_, index) => ({
      rect: {
        ...size,
        row: Math.floor(index / across) * tileRows + 1,
        column: (index % across) * tileColumns + 1,
      },
      grid: new CellGrid(size.columns, size.rows),
    }));
    this.#sources = this.tiles.map((_, index) => {
      const screen = new HeadlessScreen(size);
      return { screen, tracker: screen.track(), at: index * 9973 };
    });
    for (let frame = 0; frame < 10; frame++) this.advance();
  }

  /** Each tile gets what an agent prints in a thirtieth of a second at 10 KB/s. */
  advance(): void {
    this.#sources.forEach((source, index) => {
      const end = source.at + 330;
      source.screen.feed(this.#bytes.subarray(source.at, end));
      source.at = end + 330 > this.#bytes.length ? 0 : end;
      const change = source.tracker.take();
      if (change !== undefined) this.tiles[index]?.grid.apply(change);
    });
  }

  dispose(): void {
    for (const { screen } of this.#sources) screen.dispose();
  }
}
