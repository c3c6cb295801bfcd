import type { Rect } from '../../tty/cells.ts';
import type { Look } from '../look.ts';
import { linesSurface } from '../parts/framed-surface.ts';
import type { Surface } from '../surface.ts';
import type { StyledLine } from '../text/styled-line.ts';
import { titleRow } from './title-row.ts';

/** What a full-screen view shows: its title, and its lines from `top` on. */
export interface TitledPage {
  readonly rect: Rect;
  readonly title: string;
  readonly lines: readonly StyledLine[];
  readonly top: number;
}

/** A view below its title, which says how much is out of sight: as many lines as fit. */
export function titledSurface(key: string, { rect, title, lines, top: wanted }: TitledPage, look: Look): Surface {
  const rows = rect.rows - 1;
  const top = Math.max(0, Math.min(wanted, lines.length - rows));
  const rest = lines.length - top - rows;
  const text = titleRow(title, { rest, ellipsis: look.glyphs.ellipsis, columns: rect.columns });
  return linesSurface(key, { rect, lines: [[{ text, inverse: true }], ...lines.slice(top, top + rows)] }, look);
}
