import type { PictureRow } from '../../core/picture.ts';
import type { Rect } from '../../tty/cells.ts';
import type { TerminalPicture } from '../../tty/kitty-pictures.ts';
import type { Surface } from '../surface.ts';
import { diffRows } from './diff-rows.ts';
import { fileRows } from './file-rows.ts';
import { logRows } from './log-rows.ts';
import { pageNotice } from './page-notice.ts';
import { isRead, layoutOf, selectedFile, shownBrief, shownLog, shownPatch } from './review-content.ts';
import { commentCount } from './review-comments.ts';
import { findingLines } from './review-findings.ts';
import { type PicturePlace, pictureRows, terminalPictures } from './picture-page.ts';
import { picturesHere } from './review-pictures.ts';
import type { ReviewState } from './review-model.ts';
import { clampScroll } from './review-motion.ts';
import { type ReviewTheme, defaultTheme } from './review-theme.ts';
import type { RankedFile } from './risk.ts';
import { shownBlocks, shownPlan } from './shown-plan.ts';
import { piecesRow } from './text-row.ts';

/** The area that the view may use: its size, and where its corner is (default: the terminal's). */
export interface ReviewPlace {
  readonly columns: number;
  readonly rows: number;
  readonly row?: number;
  readonly column?: number;
  /** The terminal shows pictures in the place of cells. */
  readonly kitty?: boolean;
}

/** The rows of the present page (and of the file list) for the compositor, in the rectangles that `ReviewView` frames. */
export function reviewSurfaces(given: ReviewState, place: ReviewPlace, theme: ReviewTheme = defaultTheme): Surface[] {
  const state = clampScroll({ ...given, columns: place.columns, rows: place.rows });
  const { main, files } = layoutOf(state);
  const surface = (id: string, at: Rect, content: readonly PictureRow[]): Surface => ({
    id: `review-${id}`,
    row: at.row + (place.row ?? 0),
    column: at.column + (place.column ?? 0),
    rows: at.rows,
    columns: at.columns,
    content,
  });
  const surfaces = [
    surface(state.page, main.inner, pageRows(state, { ...main.inner, theme, kitty: place.kitty === true })),
  ];
  if (files !== null) surfaces.push(surface('files', files.inner, listRows(state, files.inner, theme)));
  return surfaces.filter((each) => each.rows > 0 && each.columns > 0);
}

/**
 * Makes the first screen of the selected diff ahead of time, for a quiet moment while the brief is read: the first use of
 * a language costs tens of milliseconds, and the rows made here are the ones shown later.
 */
export function prepareDiff(state: ReviewState, place: ReviewPlace, theme: ReviewTheme = defaultTheme): void {
  reviewSurfaces({ ...state, page: 'diff' }, place, theme);
}

function listRows(state: ReviewState, { rows, columns }: Rect, theme: ReviewTheme): PictureRow[] {
  const { files, selected } = state;
  const spacious = layoutOf(state).wide;
  const isReadAs = (path: string): boolean => isRead(state, path);
  const comments = (ranked: RankedFile): number => commentCount(state, ranked);
  return fileRows({ files, selected, rows, columns, theme, spacious, isRead: isReadAs, comments });
}

/** The pictures that the terminal itself has to show on this page. */
export function reviewPictures(state: ReviewState): readonly TerminalPicture[] {
  const { rows, columns } = layoutOf(state).main.inner;
  return terminalPictures(state, { columns, rows: rows - rowsAbovePictures(state) });
}

/** What the patch says about a picture's file (new, renamed, binary) stands above it. */
function rowsAbovePictures(state: ReviewState): number {
  return state.page === 'diff' ? (shownPatch(state)?.count ?? 0) : 0;
}

function pageRows(state: ReviewState, place: PicturePlace): PictureRow[] {
  const { rows } = place;
  if (picturesHere(state).length === 0) return textRows(state, place);
  const above = rowsAbovePictures(state);
  const said = above === 0 ? [] : textRows(state, { ...place, rows: Math.min(rows, above) });
  return [...said, ...pictureRows(state, { ...place, rows: rows - said.length })];
}

function textRows(state: ReviewState, { rows, columns, theme }: PicturePlace): PictureRow[] {
  const { page, shift } = state;
  const top = state.tops[page];
  const search = state.search?.text ?? '';
  const patch = shownPatch(state);
  const log = shownLog(state);
  if (page === 'brief') {
    const lines = shownBrief(state, theme.glyphs).slice(top, top + rows);
    return lines.map((line) => piecesRow(line, columns, theme));
  }
  if (page === 'diff' && patch !== null && patch.count > 0) {
    const path = selectedFile(state)?.file.path ?? '';
    const cursor = state.focus === 'diff' ? state.cursor : null;
    const marked = new Set(findingLines(state).keys());
    const sideBySide = shownPlan(state)?.sideBySide ?? false;
    const notes = shownBlocks(state, theme);
    return diffRows({ patch, path, top, rows, columns, shift, cursor, marked, search, theme, sideBySide, notes });
  }
  if (page === 'log' && log !== null) return logRows({ lines: log.lines, top, rows, columns, shift, search, theme });
  const notice = pageNotice(state);
  return [piecesRow([{ text: ` ${notice.text}`, as: notice.as }], columns, theme)];
}
