import { attribute, sameLook } from '../../src/core/picture.ts';
import type { Look, PictureChange, PictureRow, Run } from '../../src/core/picture.ts';

interface Difference {
  readonly row: number;
  readonly text: string;
  /** Why it is tmux's own; null: somebody is wrong. */
  readonly ofTmux: string | null;
}

/** Joined, flags, variation selectors, marks, modifiers, and symbols whose width is a matter of taste. */
const ofTaste = /[\p{Mark}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Cf}\p{Extended_Pictographic}\ufffd]/u;

function withoutLink(run: Run): Run {
  const { link: dropped, ...rest } = run;
  return dropped === undefined ? run : rest;
}

/** A picture without links, which tmux 3.3 does not keep. */
export function stripLinks(picture: PictureChange): PictureChange {
  const changed = picture.changed.map(([row, content]) => {
    return [row, content.map(withoutLink)] as const;
  });
  return { ...picture, changed };
}

/** The columns of a row: text and look of each, blanks at the end left out. */
function columnsOf(row: PictureRow): { text: string; look: Look }[] {
  return row.flatMap(({ text, width, ...look }) => {
    const cells = [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);
    const each = width / cells.length;
    return cells.flatMap((cell) =>
      each === 2
        ? [
            { text: cell, look },
            { text: '', look },
          ]
        : [{ text: cell, look }],
    );
  });
}

type Column = ReturnType<typeof columnsOf>[number];

/** What tmux 3.3 is known to do otherwise, or to tell wrongly when its pane is captured. */
function ofTmux(row: PictureRow, rest: readonly Column[], twin: Column | undefined): string | null {
  if (ofTaste.test(row.map((run) => run.text).join(''))) return 'other widths';
  if (twin === undefined && rest.every(({ text }) => text === ' '))
    return 'coloured blanks at the end are not captured';
  // It writes 53 as 5:3, which is blinking.
  if (rest.some(({ look }) => (look.attributes & attribute.overline) !== 0))
    return 'lines above are captured as blinking';
  return null;
}

/** The rows in which two pictures differ, and the first column where. */
export function rowDifferences(ours: PictureChange, theirs: PictureChange): Difference[] {
  return ours.changed.flatMap(([row, content]) => {
    const one = columnsOf(content);
    const other = columnsOf(theirs.changed.find(([number]) => number === row)?.[1] ?? []);
    for (let column = 0; column < Math.max(one.length, other.length); column++) {
      const [cell, twin] = [one[column], other[column]];
      if (cell && twin && cell.text === twin.text && sameLook(cell.look, twin.look)) continue;
      const text = `column ${column}: ${JSON.stringify(cell)} / ${JSON.stringify(twin)}`;
      return [{ row, text, ofTmux: ofTmux(content, one.slice(column), twin) }];
    }
    return [];
  });
}
