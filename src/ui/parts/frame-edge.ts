import type { Frame, Glyphs } from '../glyphs.ts';
import { columnsOf } from '../text/fit.ts';
import { type StyledLine, fitLine } from '../text/styled-line.ts';

/** What a frame says on its edges. */
export interface FrameTexts {
  readonly title: StyledLine;
  /** Right of the title. */
  readonly right?: StyledLine;
  readonly bottom?: StyledLine;
}

/** The upper and the lower edge of a frame with their texts, exactly as wide as the frame. */
export function frameEdges(of: { texts: FrameTexts; columns: number; glyphs: Glyphs; strong: boolean }): {
  readonly top: StyledLine;
  readonly bottom: StyledLine;
} {
  const { texts, columns, glyphs, strong } = of;
  const frame = strong ? glyphs.strong : glyphs.frame;
  const edge = { frame, columns, ellipsis: glyphs.ellipsis, strong };
  const { topLeft, topRight, bottomLeft, bottomRight } = frame;
  return {
    top: frameEdge({ ...edge, left: texts.title, right: texts.right ?? [], corners: [topLeft, topRight] }),
    bottom: frameEdge({ ...edge, left: texts.bottom ?? [], right: [], corners: [bottomLeft, bottomRight] }),
  };
}

interface Edge {
  readonly frame: Frame;
  readonly corners: readonly [string, string];
  readonly left: StyledLine;
  readonly right: StyledLine;
  readonly columns: number;
  readonly ellipsis: string;
  readonly strong: boolean;
}

/** One horizontal edge, exactly as wide as the frame; the title gives way before the words on the right. */
function frameEdge({ frame, corners, left, right, columns, ellipsis, strong }: Edge): StyledLine {
  const tone = strong ? 'accent' : 'quiet';
  const inner = Math.max(0, columns - 2);
  const rightRoom = Math.max(0, inner - 8);
  const end = padded(fitLine(right, Math.max(0, rightRoom - 2), ellipsis));
  const start = padded(fitLine(left, Math.max(0, inner - widthOf(end) - 4), ellipsis));
  const gap = Math.max(0, inner - widthOf(start) - widthOf(end) - (widthOf(end) > 0 ? 1 : 0));
  return [
    { text: corners[0], tone },
    ...start,
    { text: frame.across.repeat(gap), tone },
    ...end,
    { text: (widthOf(end) > 0 ? frame.across : '') + corners[1], tone },
  ];
}

function padded(pieces: StyledLine): StyledLine {
  return widthOf(pieces) === 0 ? [] : [{ text: ' ' }, ...pieces, { text: ' ' }];
}

function widthOf(pieces: StyledLine): number {
  return pieces.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
}
