import { Text } from 'ink';
import type { ReactElement } from 'react';
import { useLook } from '../look.ts';
import type { Theme, ThemeColour } from '../theme.ts';
import { type Piece, type StyledLine, fitLine } from '../text/styled-line.ts';

/** One line of styled pieces, cut to its columns. */
export function StyledText({ pieces, columns }: { pieces: StyledLine; columns: number }): ReactElement {
  const { theme, glyphs } = useLook();
  const kept = fitLine(pieces, columns, glyphs.ellipsis);
  if (kept.length === 0) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {kept.map((piece, index) => (
        <PieceText key={index} piece={piece} theme={theme} />
      ))}
    </Text>
  );
}

function PieceText({ piece, theme }: { piece: Piece; theme: Theme }): ReactElement {
  const colour = colourOf(piece, theme);
  return (
    <Text
      {...(colour === undefined ? {} : { color: colour })}
      bold={piece.strong === true}
      dimColor={piece.tone === 'quiet'}
      inverse={piece.inverse === true}
    >
      {piece.text}
    </Text>
  );
}

function colourOf({ tone }: Piece, theme: Theme): ThemeColour {
  return tone === undefined || tone === 'plain' || tone === 'quiet' ? undefined : theme[tone];
}
