import type { PictureRow } from '../../core/picture.ts';
import { attribute } from '../../core/picture.ts';
import type { Rect } from '../../tty/cells.ts';
import type { Bindings } from '../keymap/bindings.ts';
import type { View } from '../state/views.ts';
import type { Surface } from '../surface.ts';
import { columnsOf } from '../text/fit.ts';
import { helpLines } from './help-lines.ts';

type TextView = Extract<View, { kind: 'log' | 'help' }>;

/** The visible part of a log or of the help below its title: painted, because long texts are too much for the chrome. */
export function textSurface(view: TextView, { rect, bindings }: { rect: Rect; bindings: Bindings }): Surface {
  const body = { row: rect.row + 1, column: rect.column, rows: rect.rows - 1, columns: rect.columns };
  const lines = view.kind === 'help' ? helpLines(bindings, view.about, rect.columns) : (view.lines ?? ['(reading it)']);
  const content = lines
    .slice(view.top, view.top + body.rows)
    .map((line) => textRow(line, view.kind === 'help' && !line.startsWith(' ')));
  return { id: view.kind, ...body, content };
}

/** What the title line says. */
export function textTitle(view: TextView): { readonly title: string; readonly where: string } {
  if (view.kind === 'help') return { title: 'Keys', where: '' };
  const title = view.sources[view.at]?.title ?? '';
  const where = view.sources.length > 1 ? `${view.at + 1} of ${view.sources.length}` : '';
  return { title, where };
}

function textRow(line: string, strong: boolean): PictureRow {
  const attributes = strong ? attribute.bold : 0;
  return line === '' ? [] : [{ text: line, width: columnsOf(line), fg: -1, bg: -1, attributes }];
}
