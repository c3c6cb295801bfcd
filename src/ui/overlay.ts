import type { Session } from '../core/model/session.ts';
import { CellGrid, type Place, type Rect } from '../tty/cells.ts';
import type { Overlay, Tile } from '../tty/compositor.ts';
import type { TerminalPicture } from '../tty/kitty-pictures.ts';
import { type Bindings, keyOf } from './keymap/bindings.ts';
import { insideFrame } from './layout/inside-frame.ts';
import { dialogColumns, layoutDialog } from './layout/layout-dialog.ts';
import { type ScreenLayout, layoutScreen } from './layout/layout-screen.ts';
import type { Look } from './look.ts';
import { answersPage } from './panes/answers/answers-page.ts';
import { boardSurfaces, reviewPaneSurface } from './panes/board-surfaces.ts';
import { dialogOf } from './panes/dialog-page.ts';
import { formPage } from './panes/form-page.ts';
import { messageCursor } from './panes/message-line.ts';
import { type ShownPicture, pictureOf, terminalPictureOf, zoomPictureOf } from './panes/picture.ts';
import { digestSurface } from './panes/digest/digest-surface.ts';
import { statsSurface } from './panes/stats/stats-surface.ts';
import { textSurface } from './panes/text-surface.ts';
import { pictureRect } from './panes/tile-texts.ts';
import { pageGrid } from './scrollback/page-grid.ts';
import { reviewPictures, reviewSurfaces } from './review/review-surfaces.ts';
import type { Screens } from './state/screens.ts';
import { type DashboardState, boardNow, topView } from './state/store.ts';
import { type View, type ViewOf, coversScreen } from './state/views.ts';
import type { Surface } from './surface.ts';
import { columnsOf } from './text/fit.ts';
import { type Page, firstShown } from './text/styled-line.ts';

/** What the compositor's overlay is made from. */
export interface OverlaySource {
  readonly state: DashboardState;
  readonly screens: Screens;
  readonly look: Look;
  readonly bindings: Bindings;
  /** The terminal shows pictures in the place of cells. */
  readonly kitty?: boolean;
}

/** Everything that lies over the chrome: pictures of terminals, long texts, and the cursor where text is typed. */
export function overlayOf(source: OverlaySource): Overlay {
  const { state } = source;
  const layout = layoutScreen(state.size);
  if (layout.kind === 'tiny') return { tiles: [] };
  const view = topView(state);
  const base = baseView(state);
  const tiles =
    base === null || base.kind === 'answers' ? boardTiles(source, layout, base) : viewTiles(source, layout, base);
  const cursor = view === null ? null : cursorOf(source, layout, view);
  const dialog =
    view === null
      ? null
      : dialogOf(state, {
          view,
          columns: dialogColumns(layout),
          glyphs: source.look.glyphs,
          bindings: source.bindings,
        });
  const above = dialog === null ? [] : [layoutDialog(layout, dialog.page.lines.length)];
  return { tiles, above, ...(cursor === null ? {} : { cursor }) };
}

/** The view that dialogs and lines lie over; null is the board. */
export function baseView(state: Pick<DashboardState, 'views'>): View | null {
  return state.views.findLast((view) => coversScreen(view) || view.kind === 'answers') ?? null;
}

function boardTiles(source: OverlaySource, layout: ScreenLayout, base: View | null): Tile[] {
  const { state, screens } = source;
  const wide = layout.kind === 'wide';
  const tiles = [...paneTiles(source, layout)];
  if (!wide && (base !== null || state.pane === 'review')) return tiles;
  for (const { session, inside } of picturePlaces(source)) {
    const picture = pictureOf(screens, session, inside);
    if (picture === null || inside.rows === 0) continue;
    tiles.push({ id: `tile-${session.id}`, rect: inside, grid: picture.grid, crop: picture.crop });
  }
  return tiles;
}

const panes = new WeakMap<DashboardState, readonly Tile[]>();
const painted = new WeakMap<Look, { readonly text: string; readonly tiles: readonly Tile[] }>();

/** The board and the review that comes next; the same tiles again as long as they look the same. */
function paneTiles({ state, look, bindings }: OverlaySource, layout: ScreenLayout): readonly Tile[] {
  const known = panes.get(state);
  if (known !== undefined) return known;
  const answering = baseView(state)?.kind === 'answers';
  const wide = layout.kind === 'wide';
  const surfaces =
    wide || (!answering && state.pane === 'board') ? boardSurfaces(state, { layout, bindings }, look) : [];
  if (!answering && (wide || state.pane === 'review')) surfaces.push(reviewPaneSurface(state, layout, look));
  const text = JSON.stringify(surfaces);
  const last = painted.get(look);
  const tiles = last?.text === text ? last.tiles : surfaces.map(tileOf);
  painted.set(look, { text, tiles });
  panes.set(state, tiles);
  return tiles;
}

interface PicturePlace {
  readonly session: Session;
  readonly inside: Rect;
}

const places = new WeakMap<DashboardState, readonly PicturePlace[]>();

/** Where pictures are on the board. Screens change twenty times a second, what this is made from hardly ever. */
function picturePlaces({ state, look, bindings }: OverlaySource): readonly PicturePlace[] {
  const known = places.get(state);
  if (known !== undefined) return known;
  const { order, layout } = boardNow(state);
  const resume = keyOf(bindings, 'board.resume');
  const found = layout.tiles.flatMap(({ position, rect }): PicturePlace[] => {
    const session = order[position];
    if (session === undefined) return [];
    return [{ session, inside: pictureRect({ world: state.world, session, glyphs: look.glyphs, resume }, rect) }];
  });
  places.set(state, found);
  return found;
}

function viewTiles(source: OverlaySource, layout: ScreenLayout, view: View): Tile[] {
  const { look, bindings } = source;
  switch (view.kind) {
    case 'zoom':
    case 'picture': {
      const picture = zoomPicture(source, layout, view);
      return picture === null ? [] : [{ id: 'zoom', rect: layout.zoom, grid: picture.grid, crop: picture.crop }];
    }
    case 'scrollback': {
      const { page, log } = view;
      const { rows, columns } = layout.zoom;
      if (log.lines === null) return [];
      const grid = pageGrid(log.lines, page, { rows, columns, theme: look.review });
      return [{ id: 'scrollback', rect: layout.zoom, grid, crop: { row: 0, column: page.shift } }];
    }
    case 'review':
      return keptTiles(view, { rect: layout.whole, kitty: source.kitty === true }, () =>
        reviewSurfaces(view.state, { ...layout.whole, kitty: source.kitty === true }, look.review),
      );
    case 'log':
    case 'help':
      return keptTiles(view, { rect: layout.whole, kitty: false }, () => [
        textSurface(view, { rect: layout.whole, bindings }),
      ]);
    case 'stats':
      return [tileOf(statsSurface(source.state, { view, rect: layout.whole }, look))];
    case 'digest':
      return [tileOf(digestSurface(source.state, { view, rect: layout.whole }, look))];
    case 'answers':
    case 'new-task':
    case 'jobs':
    case 'proposals':
    case 'reject':
    case 'comment':
    case 'keep':
    case 'revoke':
    case 'confirm':
    case 'tag':
    case 'trust':
    case 'line':
      return [];
  }
}

/** Which pictures the terminal itself has to show now. */
export function picturesOf({ state, look }: Pick<OverlaySource, 'state' | 'look'>): readonly TerminalPicture[] {
  const base = baseView(state);
  if (base?.kind !== 'review' || !look.review.pictures || layoutScreen(state.size).kind === 'tiny') return [];
  return reviewPictures(base.state);
}

interface TilePlace {
  readonly rect: Rect;
  readonly kitty: boolean;
}

const kept = new WeakMap<View, { readonly place: TilePlace; readonly tiles: Tile[] }>();

/** The tiles of a view, made again only when the view or its place is another one. */
function keptTiles(view: View, place: TilePlace, surfaces: () => Surface[]): Tile[] {
  const known = kept.get(view);
  const { rows, columns } = place.rect;
  const same = known?.place.rect.rows === rows && known.place.rect.columns === columns;
  if (known !== undefined && same && known.place.kitty === place.kitty) return known.tiles;
  const tiles = surfaces().map(tileOf);
  kept.set(view, { place, tiles });
  return tiles;
}

function tileOf(surface: Surface): Tile {
  const grid = new CellGrid(Math.max(1, surface.columns), Math.max(1, surface.rows));
  surface.content.slice(0, surface.rows).forEach((content, row) => grid.setRow(row, content));
  const { row, column, rows, columns } = surface;
  return { id: surface.id, rect: { row, column, rows, columns }, grid, crop: { row: 0, column: 0 } };
}

function cursorOf(source: OverlaySource, layout: ScreenLayout, view: View): Place | null {
  const { state, look } = source;
  const { glyphs } = look;
  switch (view.kind) {
    case 'line': {
      const column = messageCursor(state, columnsOf);
      const { row } = baseView(state)?.kind === 'scrollback' ? layout.footer : layout.message;
      return column === null ? null : { row, column: Math.min(column, layout.message.columns - 1) };
    }
    case 'answers': {
      const inside = insideFrame(layout.side);
      const place = { view, columns: inside.columns, rows: inside.rows, glyphs, bindings: source.bindings };
      return cursorOn(answersPage(state, place), inside);
    }
    case 'new-task': {
      const inside = insideFrame(layout.form);
      return cursorOn(formPage(state, { view, columns: inside.columns, glyphs }), inside);
    }
    case 'comment':
    case 'keep':
    case 'revoke':
    case 'reject': {
      const dialog = dialogOf(state, { view, columns: dialogColumns(layout), glyphs, bindings: source.bindings });
      if (dialog === null) return null;
      const inside = insideFrame(layoutDialog(layout, dialog.page.lines.length));
      return cursorOn(dialog.page, inside);
    }
    case 'zoom':
      return zoomCursor(source, layout, view);
    case 'proposals':
    case 'picture':
    case 'review':
    case 'log':
    case 'help':
    case 'scrollback':
    case 'stats':
    case 'digest':
    case 'jobs':
    case 'confirm':
    case 'tag':
    case 'trust':
      return null;
  }
}

function cursorOn(page: Page, inside: Rect): Place | null {
  if (page.cursor === null) return null;
  const row = page.cursor.row - firstShown(page, inside.rows);
  if (row < 0 || row >= inside.rows) return null;
  return {
    row: inside.row + row,
    column: Math.min(inside.column + page.cursor.column, inside.column + inside.columns),
  };
}

function zoomPicture(
  { state, screens }: OverlaySource,
  layout: ScreenLayout,
  view: ViewOf<'zoom' | 'picture'>,
): ShownPicture | null {
  if (view.kind === 'zoom' && view.terminal !== null) return terminalPictureOf(screens, view.terminal, layout.zoom);
  const session = state.world.sessions[view.session];
  return session === undefined ? null : zoomPictureOf(screens, session, layout.zoom);
}

function zoomCursor(source: OverlaySource, layout: ScreenLayout, view: ViewOf<'zoom'>): Place | null {
  const picture = zoomPicture(source, layout, view);
  if (picture?.cursor == null) return null;
  const row = picture.cursor.row - picture.crop.row;
  const column = picture.cursor.column - picture.crop.column;
  const { rows, columns } = layout.zoom;
  if (row < 0 || row >= rows || column < 0 || column >= columns) return null;
  return { row: layout.zoom.row + row, column: layout.zoom.column + column };
}
