import { Box, Text } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Rect } from '../../tty/cells.ts';
import type { Frame } from '../glyphs.ts';
import { useLook } from '../look.ts';
import { type FrameTexts, frameEdges } from './frame-edge.ts';
import { Place } from './place.tsx';
import { StyledText } from './styled-text.tsx';

/** A frame with texts on its edges around its children; `strong` draws the selected one, which differs in shape. */
export function Framed(props: { rect: Rect; texts: FrameTexts; strong?: boolean; children?: ReactNode }): ReactElement {
  const { rect, texts, strong = false } = props;
  const { glyphs } = useLook();
  const frame = strong ? glyphs.strong : glyphs.frame;
  const { top, bottom } = frameEdges({ texts, columns: rect.columns, glyphs, strong });
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
