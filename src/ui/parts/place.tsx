import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Rect } from '../../tty/cells.ts';

/** Its children in a rectangle of the screen, one below the other. */
export function Place({ rect, children }: { rect: Rect; children: ReactNode }): ReactElement {
  return (
    <Box
      position="absolute"
      top={rect.row}
      left={rect.column}
      width={rect.columns}
      height={rect.rows}
      flexDirection="column"
      overflow="hidden"
    >
      {children}
    </Box>
  );
}
