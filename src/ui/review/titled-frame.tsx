import { Box, Text } from 'ink';
import type { Glyphs } from '../glyphs.ts';
import { columnsOf, fit } from '../text/fit.ts';
import type { Framed } from './review-layout.ts';

/** What a frame shows on its upper edge. */
export interface TitledFrameProps {
  readonly framed: Framed;
  readonly title: string;
  /** On the right of the edge; left out where there is no room. */
  readonly right: string;
  /** The keys go here. */
  readonly strong: boolean;
  readonly glyphs: Glyphs;
}

/** An empty frame with its title in the upper edge; nothing where the layout left no room for a border. */
export function TitledFrame({ framed, title, right, strong, glyphs }: TitledFrameProps) {
  const { frame, inner } = framed;
  const border = strong ? glyphs.strong : glyphs.frame;
  if (inner.rows === frame.rows) return <Box width={frame.columns} height={frame.rows} />;
  const side = `${border.down}${' '.repeat(inner.columns)}${border.down}`;
  const lines = [
    edge({ title, right, columns: inner.columns, across: border.across }),
    ...Array.from({ length: inner.rows }, () => side),
    `${border.bottomLeft}${border.across.repeat(inner.columns)}${border.bottomRight}`,
  ];
  lines[0] = `${border.topLeft}${lines[0]}${border.topRight}`;
  return (
    <Box width={frame.columns} height={frame.rows}>
      <Text>{lines.join('\n')}</Text>
    </Box>
  );
}

interface Edge {
  readonly title: string;
  readonly right: string;
  readonly columns: number;
  readonly across: string;
}

/** `─ title ────── right ─`, exactly `columns` wide. */
function edge({ title, right, columns, across }: Edge): string {
  const name = ` ${fit(title, Math.max(0, columns - 4))} `;
  const note = right === '' ? '' : ` ${right} `;
  const free = columns - 2 - columnsOf(name);
  if (free < 0) return across.repeat(columns);
  const shown = columnsOf(note) <= free ? note : '';
  return `${across}${name}${across.repeat(free - columnsOf(shown))}${shown}${across}`;
}
