import type { ReactElement } from 'react';
import type { Rect } from '../../tty/cells.ts';
import { Framed } from '../parts/framed.tsx';
import { PageLines } from '../parts/lines.tsx';
import type { Page } from '../text/styled-line.ts';

/** A page in a frame, one blank column left and right. */
export function PagePane(props: {
  rect: Rect;
  title: string;
  page: Page;
  strong?: boolean;
  bottom?: string;
}): ReactElement {
  const { rect, title, page, strong = false, bottom = '' } = props;
  const texts = { title: [{ text: title, strong: true }], bottom: [{ text: bottom, tone: 'quiet' as const }] };
  return (
    <Framed rect={rect} texts={texts} strong={strong}>
      <PageLines page={page} columns={rect.columns - 2} rows={rect.rows - 2} />
    </Framed>
  );
}
