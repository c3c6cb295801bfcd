import { Box, Text } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Rect } from '../../tty/cells.ts';
import type { Frame } from '../glyphs.ts';
import { useLook } from '../look.ts';
import { columnsOf } from '../text/fit.ts';
import { type StyledLine, fitLine } from '../text/styled-line.ts';
import { Place } from './place.tsx';
import { StyledText } from './styled-text.tsx';

/** What a frame says on its edges. */
export interface FrameTexts {
  readonly title: StyledLine;
  /** Right of the title. */
  readonly right?: StyledLine;
  readonly bottom?: StyledLine;
}

/** A frame with texts on its edges around its children; `strong` draws the selected one, which differs in shape. */
export function Framed(props: { rect: Rect; texts: FrameTexts; strong?: boolean; children?: ReactNode }): ReactElement {
  const { rect, texts, strong = false } = props;
  const { glyphs } = useLook();
  const frame = strong ? glyphs.strong : glyphs.frame;
  const edge = { frame, columns: rect.columns, ellipsis: glyphs.ellipsis, strong };
  const top = frameEdge({
    ...edge,
    left: texts.title,
    right: texts.right ?? [],
    corners: [frame.topLeft, frame.topRight],
  });
  const bottom = frameEdge({
    ...edge,
    left: texts.bottom ?? [],
    right: [],
    corners: [frame.bottomLeft, frame.bottomRight],
  });
  const inside = Math.max(0, rect.rows - 2);
  return (
    <Place rect={rect}>
      <StyledText pieces={top} columns={rect.columns} />
      <Box height={inside} width={rect.columns} flexShrink={0}>
        <Side frame={frame} rows={inside} strong={strong} />
        <Box width={Math.max(0, rect.columns - 2)} height={inside} flexDirection="column" overflow="hidden">
          {props.children}
        </Box>
        <Side frame={frame} rows={inside} strong={strong} />
      </Box>
      <StyledText pieces={bottom} columns={rect.columns} />
    </Place>
  );
}

function Side({ frame, rows, strong }: { frame: Frame; rows: number; strong: boolean }): ReactElement {
  const { theme } = useLook();
  const colour = strong ? theme.accent : undefined;
  // One text of many lines: Ink's cost grows with the number of its nodes.
  return (
    <Box width={1} height={rows} flexShrink={0}>
      <Text {...(colour === undefined ? {} : { color: colour })} dimColor={!strong}>
        {Array.from({ length: rows }, () => frame.down).join('\n')}
      </Text>
    </Box>
  );
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
