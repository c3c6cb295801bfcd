import { type PictureRow, type Run, attribute } from '../../core/picture.ts';
import type { Theme, ThemeColour } from '../theme.ts';
import { columnsOf } from '../text/fit.ts';
import type { Piece, StyledLine } from '../text/styled-line.ts';

const palette: Readonly<Record<NonNullable<ThemeColour>, number>> = {
  red: 1,
  green: 2,
  yellow: 3,
  blue: 4,
  magenta: 5,
  cyan: 6,
};

/** A styled line as the compositor paints it; looks as `StyledText` draws it. */
export function styledRow(line: StyledLine, theme: Theme): PictureRow {
  return line.map((piece): Run => {
    const { text } = piece;
    return { text, width: columnsOf(text), fg: colourOf(piece, theme), bg: -1, attributes: attributesOf(piece) };
  });
}

function colourOf({ tone }: Piece, theme: Theme): number {
  if (tone === undefined || tone === 'plain' || tone === 'quiet') return -1;
  const colour = theme[tone];
  return colour === undefined ? -1 : palette[colour];
}

function attributesOf({ tone, strong, inverse }: Piece): number {
  return (
    (strong === true ? attribute.bold : 0) |
    (tone === 'quiet' ? attribute.dim : 0) |
    (inverse === true ? attribute.inverse : 0)
  );
}
