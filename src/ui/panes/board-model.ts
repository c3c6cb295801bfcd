import type { Rect } from '../../tty/cells.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Bindings, keyOf } from '../keymap/bindings.ts';
import type { FrameTexts } from '../parts/frame-edge.ts';
import { type DashboardState, boardNow } from '../state/store.ts';
import { type StyledLine, line } from '../text/styled-line.ts';
import { foldedLine, moreLine } from './folded-line.ts';
import { welcomeLines } from './welcome-lines.ts';
import { tileAttention, tileBottom, tileState, tileTitle } from './tile-texts.ts';

/** A tile as it is drawn. */
export interface DrawnTile {
  readonly rect: Rect;
  readonly texts: FrameTexts;
  readonly selected: boolean;
  /** Above the picture. */
  readonly attention: readonly StyledLine[];
}

/** The board as it is drawn. */
export interface BoardModel {
  readonly tiles: readonly DrawnTile[];
  readonly list: { readonly rect: Rect; readonly lines: readonly StyledLine[] } | null;
  /** What is said where there is no session to show. */
  readonly empty: { readonly rect: Rect; readonly lines: readonly StyledLine[] } | null;
}

/** Everything the board draws for this state. */
export function boardModel(
  state: DashboardState,
  { glyphs, area, bindings }: { glyphs: Glyphs; area: Rect; bindings: Bindings },
): BoardModel {
  const resume = keyOf(bindings, 'board.resume');
  const { order, content, layout } = boardNow(state);
  const { world, now } = state;
  const subject = (position: number) => {
    const session = order[position];
    return session === undefined ? null : { world, session, now, selected: position === content.selected, glyphs };
  };
  const tiles = layout.tiles.flatMap(({ position, rect }): DrawnTile[] => {
    const tile = subject(position);
    if (tile === null) return [];
    const texts = { title: tileTitle(tile), right: tileState(tile), bottom: tileBottom(tile) };
    return [{ rect, texts, selected: tile.selected, attention: tileAttention({ ...tile, resume }, rect) }];
  });
  if (order.length === 0) {
    const lines =
      state.filter === '' ? welcomeLines(state, { bindings, columns: area.columns }) : noMatch(state.filter);
    return { tiles, list: null, empty: { rect: area, lines } };
  }
  if (layout.list === null) return { tiles, list: null, empty: null };
  const { rect, first, count } = layout.list;
  const lines = Array.from({ length: count }, (_, index) => {
    const one = subject(first + index);
    return one === null ? [] : foldedLine(one, rect.columns);
  });
  const after = order.length - first - count;
  const before = first - content.tiles;
  if (after > 0 && content.selected < first + count - 1) lines[count - 1] = moreLine(after + 1, glyphs);
  if (before > 0 && content.selected > first) lines[0] = moreLine(before + 1, glyphs);
  return { tiles, list: { rect, lines }, empty: null };
}

function noMatch(filter: string): StyledLine[] {
  return [[], line(`  No session matches "${filter}".`, 'quiet')];
}
