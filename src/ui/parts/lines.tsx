import type { ReactElement } from 'react';
import { Box } from 'ink';
import { type Page, type StyledLine, firstShown } from '../text/styled-line.ts';
import { StyledText } from './styled-text.tsx';

/** Styled lines one below the other, cut to a size. */
export function Lines(props: { lines: readonly StyledLine[]; columns: number; rows: number }): ReactElement {
  const { lines, columns, rows } = props;
  return (
    <>
      {lines.slice(0, rows).map((pieces, index) => (
        <Box key={index} height={1} width={columns} flexShrink={0}>
          <StyledText pieces={pieces} columns={columns} />
        </Box>
      ))}
    </>
  );
}

/** The part of a page around its focus. */
export function PageLines({ page, columns, rows }: { page: Page; columns: number; rows: number }): ReactElement {
  const first = firstShown(page, rows);
  return <Lines lines={page.lines.slice(first, first + rows)} columns={columns} rows={rows} />;
}
