import type { PictureRow } from '../../core/picture.ts';
import { counted } from '../../core/words/counted.ts';
import type { ChangedFile } from '../../core/model/verdict.ts';
import { columnsOf, graphemesOf } from '../text/fit.ts';
import { visibleText } from './each-cell.ts';
import type { Piece, ReviewTheme } from './review-theme.ts';
import type { RankedFile } from './risk.ts';
import { piecesRow } from './text-row.ts';
import { wrapText } from './wrap-text.ts';

/** The file list and the window through which it is seen. */
export interface FileListWindow {
  readonly files: readonly RankedFile[];
  readonly selected: number;
  readonly isRead: (path: string) => boolean;
  /** How many comments a file has. */
  readonly comments?: (ranked: RankedFile) => number;
  readonly rows: number;
  readonly columns: number;
  /** Reasons on lines of their own, where the list has the height for it. */
  readonly spacious: boolean;
  readonly theme: ReviewTheme;
}

const reasonIndent = ' '.repeat(5);

/** Rows of the file list, the selected file always among them: read mark, path, lines, and why it is where it is. */
export function fileRows(window: FileListWindow): PictureRow[] {
  const { files, selected, rows, columns, theme, spacious } = window;
  // Only files that could be on the screen: a change of ten thousand files is still one screen.
  const from = Math.max(0, selected - rows);
  const entries = files.slice(from, selected + rows + 1).map((ranked, at) => {
    const head = headPieces(window, ranked, from + at);
    const { said, reasons } = wordsOf(window, ranked);
    if (!spacious || said + reasons === '') return [head];
    const [first = '', second] = wrapText(said + reasons, columns - reasonIndent.length);
    const rest = second === undefined ? [] : [[{ text: `${reasonIndent}${second}`, as: 'dim' as const }]];
    return [
      head,
      [
        { text: `${reasonIndent}${first.slice(0, said.length)}`, as: 'note' as const },
        { text: first.slice(said.length), as: 'dim' as const },
      ],
      ...rest,
    ];
  });
  const before = entries.slice(0, selected - from).reduce((sum, entry) => sum + entry.length, 0);
  const own = entries[selected - from]?.length ?? 1;
  const lines = entries.flat();
  const start = Math.max(0, Math.min(before + own - rows + Math.floor(rows / 3), before, lines.length - rows));
  return lines.slice(start, start + rows).map((pieces) => piecesRow(pieces, columns, theme));
}

/** What is said of a file beside its name: that it was commented on, and why it is where it is. */
function wordsOf(
  { comments }: FileListWindow,
  ranked: RankedFile,
): { readonly said: string; readonly reasons: string } {
  const count = comments?.(ranked) ?? 0;
  const reasons = ranked.reasons.join(', ');
  if (count === 0) return { said: '', reasons };
  return { said: counted(count, 'comment'), reasons: reasons === '' ? '' : `, ${reasons}` };
}

function headPieces(window: FileListWindow, ranked: RankedFile, index: number): readonly Piece[] {
  const { theme, columns, files, spacious } = window;
  const { file } = ranked;
  const { glyphs } = theme;
  const chosen = index === window.selected;
  const read = window.isRead(file.path);
  const number = spacious ? '' : `${index + 1}/${files.length} `;
  const words = wordsOf(window, ranked);
  const said = spacious || words.said === '' ? '' : `  ${words.said}`;
  const reasons = spacious || words.reasons === '' ? '' : `${said === '' ? '  ' : ''}${words.reasons}`;
  const lead = `${chosen ? glyphs.pointer : ' '} ${read ? glyphs.ok : glyphs.dot} ${number}`;
  const counts = countPieces(file, theme);
  const countColumns = counts.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
  const room = Math.max(
    8,
    columns - columnsOf(lead) - countColumns - Math.min(columnsOf(said + reasons), Math.floor(columns / 3)),
  );
  const path = cutLeft(visibleText(file.path), room, glyphs.ellipsis);
  const gap = spacious ? ' '.repeat(Math.max(0, room - columnsOf(path))) : '';
  return [
    { text: lead, as: chosen ? 'heading' : 'plain' },
    { text: path, as: chosen ? 'chosen' : read ? 'dim' : 'plain' },
    { text: gap, as: 'plain' },
    ...counts,
    { text: said, as: 'note' },
    { text: reasons, as: 'dim' },
  ];
}

function countPieces(file: ChangedFile, theme: ReviewTheme): readonly Piece[] {
  if (file.added === null) return [{ text: ' binary', as: 'note' }];
  return [
    { text: ` +${file.added}`, as: 'good' },
    { text: ` ${theme.glyphs.minus}${file.removed ?? 0}`, as: 'bad' },
  ];
}

/** The end of a path says more than its beginning. */
function cutLeft(path: string, columns: number, ellipsis: string): string {
  if (columnsOf(path) <= columns) return path;
  const kept: string[] = [];
  let width = columnsOf(ellipsis);
  for (const grapheme of graphemesOf(path).toReversed()) {
    width += columnsOf(grapheme);
    if (width > columns) break;
    kept.unshift(grapheme);
  }
  return ellipsis + kept.join('');
}
