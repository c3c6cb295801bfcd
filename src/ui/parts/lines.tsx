import type { ReactElement } from 'react';
import { useLook } from '../look.ts';
import { columnsOf } from '../text/fit.ts';
import { type Page, type StyledLine, firstShown, fitLine } from '../text/styled-line.ts';
import { StyledText } from './styled-text.tsx';

/** Styled lines one below the other, cut to a size. */
export function Lines(props: { lines: readonly StyledLine[]; columns: number; rows: number }): ReactElement {
  const { lines, columns, rows } = props;
  return (
    <>
      {lines.slice(0, rows).map((pieces, index) => (
        <StyledText key={index} pieces={pieces} columns={columns} />
      ))}
    </>
  );
}

/** The part of a page around its focus, one blank column left and right; hides whatever lies below it. */
export function PageLines({ page, columns, rows }: { page: Page; columns: number; rows: number }): ReactElement {
  const { glyphs } = useLook();
  const first = firstShown(page, rows);
  const inner = Math.max(0, columns - 2);
  const lines = Array.from({ length: rows }, (_, row): StyledLine => {
    const kept = fitLine(page.lines[first + row] ?? [], inner, glyphs.ellipsis);
    const used = kept.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
    return [{ text: ' ' }, ...kept, { text: ' '.repeat(inner - used + 1) }];
  });
  return <Lines lines={lines} columns={columns} rows={rows} />;
}
