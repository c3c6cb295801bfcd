import type { Rect } from '../../tty/cells.ts';
import type { Look } from '../look.ts';
import type { Surface } from '../surface.ts';
import { columnsOf } from '../text/fit.ts';
import { type StyledLine, fitLine } from '../text/styled-line.ts';
import { type FrameTexts, frameEdges } from './frame-edge.ts';
import { styledRow } from './styled-row.ts';

/** A frame and the lines in it. */
export interface FramedLines {
  readonly rect: Rect;
  readonly texts: FrameTexts;
  /** Draws the selected one, which differs in shape. */
  readonly strong: boolean;
  readonly lines: readonly StyledLine[];
}

/** A frame painted by the compositor: Ink would measure every border character anew in each of its frames. */
export function framedSurface(id: string, { rect, texts, strong, lines }: FramedLines, look: Look): Surface {
  const { glyphs, theme } = look;
  const inner = Math.max(0, rect.columns - 2);
  const { top, bottom } = frameEdges({ texts, columns: rect.columns, glyphs, strong });
  const side = { text: (strong ? glyphs.strong : glyphs.frame).down, tone: strong ? 'accent' : 'quiet' } as const;
  const inside = Array.from({ length: Math.max(0, rect.rows - 2) }, (_, row): StyledLine => {
    const kept = fitLine(lines[row] ?? [], inner, glyphs.ellipsis);
    const used = kept.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
    return [side, ...kept, { text: ' '.repeat(inner - used) }, side];
  });
  const all = [top, ...inside, bottom].map((line) => fitLine(line, rect.columns, glyphs.ellipsis));
  return { id, ...rect, content: all.map((line) => styledRow(line, theme)) };
}

/** Lines without a frame. */
export function linesSurface(id: string, { rect, lines }: Omit<FramedLines, 'texts' | 'strong'>, look: Look): Surface {
  const content = lines.map((line) => styledRow(fitLine(line, rect.columns, look.glyphs.ellipsis), look.theme));
  return { id, ...rect, content };
}
