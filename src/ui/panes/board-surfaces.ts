import { type ScreenLayout } from '../layout/layout-screen.ts';
import type { Bindings } from '../keymap/bindings.ts';
import type { Look } from '../look.ts';
import { framedSurface, linesSurface } from '../parts/framed-surface.ts';
import type { DashboardState } from '../state/store.ts';
import type { Surface } from '../surface.ts';
import { insideFrame } from '../layout/inside-frame.ts';
import { type StyledLine, firstShown, fitLine } from '../text/styled-line.ts';
import { boardModel } from './board-model.ts';
import { reviewHeading, reviewPanePage } from './review-pane-page.ts';

/** The board's frames, the lines in them and the folded sessions; pictures lie over them. */
export function boardSurfaces(
  state: DashboardState,
  { layout, bindings }: { layout: ScreenLayout; bindings: Bindings },
  look: Look,
): Surface[] {
  const { tiles, list, empty } = boardModel(state, { glyphs: look.glyphs, area: layout.board, bindings });
  const surfaces = tiles.map(({ rect, texts, selected, attention }, index) =>
    framedSurface(`frame-${index}`, { rect, texts, strong: selected, lines: attention }, look),
  );
  if (list !== null) surfaces.push(linesSurface('folded', list, look));
  if (empty !== null) surfaces.push(linesSurface('empty', empty, look));
  return surfaces;
}

/** The review that comes next, one item at a time. */
export function reviewPaneSurface(state: DashboardState, { side: rect }: ScreenLayout, look: Look): Surface {
  const { glyphs } = look;
  const repo = state.all ? null : state.repo;
  const inside = insideFrame(rect);
  const page = reviewPanePage({ world: state.world, repo, now: state.now, glyphs, columns: inside.columns });
  const title: StyledLine = [{ text: reviewHeading({ world: state.world, repo, glyphs }), strong: true }];
  const first = firstShown(page, inside.rows);
  // One blank column left and right.
  const lines = page.lines
    .slice(first, first + inside.rows)
    .map((line): StyledLine => [{ text: ' ' }, ...fitLine(line, inside.columns, glyphs.ellipsis)]);
  return framedSurface('review-pane', { rect, texts: { title }, strong: false, lines }, look);
}
