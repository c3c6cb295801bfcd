import type { Rect } from '../../tty/cells.ts';

/** What the board has to show: sessions with a tile come first in the order, the folded ones follow. */
export interface BoardContent {
  readonly tiles: number;
  readonly folded: number;
  /** Position in the order of all; -1 for none. */
  readonly selected: number;
}

/** The board's rectangles. Positions are those of the order of all sessions. */
export interface BoardLayout {
  readonly tiles: readonly { readonly position: number; readonly rect: Rect }[];
  readonly list: { readonly rect: Rect; readonly first: number; readonly count: number } | null;
  /** Tiles in a row of the grid. */
  readonly across: number;
  /** Tiles on one page. */
  readonly capacity: number;
  readonly page: number;
  readonly pages: number;
}

/** A tile smaller than this shows nothing worth reading. */
export const smallestTile = { columns: 38, rows: 6 };
/** What a terminal program is usually drawn for: tiles come as close to it as they can. */
const ideal = { columns: 82, rows: 24 };

/** Divides the board's area among tiles and folded lines; the page shown is the one with the selected session. */
export function layoutBoard(area: Rect, content: BoardContent): BoardLayout {
  const listRows = rowsForList(area, content);
  const grid: Rect = { ...area, rows: area.rows - listRows };
  const { across, down } = chooseGrid(grid, content.tiles);
  const capacity = across * down;
  const pages = Math.max(1, Math.ceil(content.tiles / capacity));
  const selectedTile = content.selected < content.tiles ? content.selected : content.tiles - 1;
  const page = Math.max(0, Math.min(pages - 1, Math.floor(selectedTile / capacity)));
  const first = page * capacity;
  const shown = Math.min(capacity, content.tiles - first);
  const tiles = Array.from({ length: shown }, (_, index) => ({
    position: first + index,
    rect: cellOf(grid, { across, down }, index),
  }));
  return { tiles, list: layoutList(area, content, listRows), across, capacity, page, pages };
}

function rowsForList(area: Rect, { tiles, folded }: BoardContent): number {
  if (folded === 0) return 0;
  if (tiles === 0) return area.rows;
  const most = Math.max(2, Math.floor(area.rows * 0.3));
  return Math.max(0, Math.min(folded, most, area.rows - smallestTile.rows));
}

function layoutList(area: Rect, content: BoardContent, rows: number): BoardLayout['list'] {
  if (rows === 0) return null;
  const count = Math.min(content.folded, rows);
  const wanted = Math.max(0, content.selected - content.tiles);
  const first = Math.max(0, Math.min(wanted - Math.floor(count / 2), content.folded - count));
  return {
    rect: { row: area.row + area.rows - rows, column: area.column, rows, columns: area.columns },
    first: content.tiles + first,
    count,
  };
}

/** The grid whose tiles come nearest to a usual terminal. */
function chooseGrid(area: Rect, count: number): { across: number; down: number } {
  const mostAcross = Math.max(1, Math.floor(area.columns / smallestTile.columns));
  const mostDown = Math.max(1, Math.floor(area.rows / smallestTile.rows));
  const wanted = Math.max(1, Math.min(count, mostAcross * mostDown));
  let best = { across: 1, down: 1, score: -1 };
  for (let across = 1; across <= Math.min(mostAcross, wanted); across++) {
    const down = Math.ceil(wanted / across);
    if (down > mostDown) continue;
    const width = Math.min(1, area.columns / across / ideal.columns);
    const height = Math.min(1, area.rows / down / ideal.rows);
    const score = width * height - (across * down - wanted) * 0.02;
    if (score > best.score) best = { across, down, score };
  }
  return best;
}

function cellOf(area: Rect, grid: { across: number; down: number }, index: number): Rect {
  const x = index % grid.across;
  const y = Math.floor(index / grid.across);
  const left = Math.floor((area.columns * x) / grid.across);
  const right = Math.floor((area.columns * (x + 1)) / grid.across);
  const top = Math.floor((area.rows * y) / grid.down);
  const bottom = Math.floor((area.rows * (y + 1)) / grid.down);
  return { row: area.row + top, column: area.column + left, rows: bottom - top, columns: right - left };
}

/** Where an arrow key leads: the new position, or the old one at an edge. */
export function moveSelection(
  layout: Pick<BoardLayout, 'across'>,
  content: BoardContent,
  direction: 'left' | 'right' | 'up' | 'down',
): number {
  const { tiles, folded, selected } = content;
  const total = tiles + folded;
  if (total === 0) return -1;
  if (selected < 0) return 0;
  if (selected >= tiles) {
    if (direction === 'up') return Math.max(0, selected - 1);
    return direction === 'down' ? Math.min(total - 1, selected + 1) : selected;
  }
  switch (direction) {
    case 'left':
      return Math.max(0, selected - 1);
    case 'right':
      return Math.min(tiles - 1, selected + 1);
    case 'up':
      return selected - layout.across >= 0 ? selected - layout.across : selected;
    case 'down': {
      const lastRow = Math.floor((tiles - 1) / layout.across);
      if (Math.floor(selected / layout.across) < lastRow) return Math.min(tiles - 1, selected + layout.across);
      return folded > 0 ? tiles : selected;
    }
  }
}
