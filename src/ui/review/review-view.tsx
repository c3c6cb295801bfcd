import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Rect } from '../../tty/cells.ts';
import { LookContext, useLook } from '../look.ts';
import { Framed as FramedPart } from '../parts/framed.tsx';
import { Lines } from '../parts/lines.tsx';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import { columnsOf, spread } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { type StyledLine, line } from '../text/styled-line.ts';
import { bannersOf, layoutOf } from './review-content.ts';
import { findingWords } from './review-findings.ts';
import { lookWords, warningWords } from './look-words.ts';
import type { Framed } from './review-layout.ts';
import type { ReviewState } from './review-model.ts';
import { clampScroll } from './review-motion.ts';
import { againstWords } from './review-rounds.ts';
import type { ReviewTheme } from './review-theme.ts';
import { mainTitle, positionWords, progressWords, titleWords } from './review-words.ts';

export { prepareDiff, reviewSurfaces } from './review-surfaces.ts';

/** What the view draws, and the area it fills. */
export interface ReviewViewProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly rows: number;
  readonly theme?: ReviewTheme;
  /** How long and how deep the person's sitting is, in words. */
  readonly sitting?: string;
}

/** Titles and frames of the review; the rows inside of the frames are `reviewSurfaces`. */
export function ReviewView({ state: given, columns, rows, theme, sitting = '' }: ReviewViewProps): ReactElement {
  const look = useLook();
  const glyphs = theme?.glyphs ?? look.glyphs;
  const state = clampScroll({ ...given, columns, rows });
  const layout = layoutOf(state);
  const choosing = state.focus === 'files';
  const warn = glyphs.warn;
  return (
    <LookContext value={{ ...look, glyphs }}>
      <Box width={columns} height={rows}>
        <OneLine
          rect={layout.title}
          pieces={[{ text: spread(titleWords(state), verdictWord(state), columns), strong: true }]}
        />
        <OneLine rect={layout.status} pieces={[{ text: statusWords(state, { sitting, columns, dot: glyphs.dot }) }]} />
        <Place rect={layout.banner}>
          <Lines
            lines={bannersOf(state).map((banner) => line(`${warn} ${banner}`, 'needsYou', true))}
            {...layout.banner}
          />
        </Place>
        {layout.wide && <Frame framed={layout.files} title="files" right="" bottom={[]} strong={choosing} />}
        <Frame
          framed={layout.main}
          title={mainTitle(state)}
          right={positionWords(state, glyphs)}
          bottom={findingLine(state, warn)}
          strong={layout.files !== null && !choosing}
        />
      </Box>
    </LookContext>
  );
}

function OneLine({ rect, pieces }: { readonly rect: Rect; readonly pieces: StyledLine }): ReactElement | null {
  if (rect.rows === 0) return null;
  return (
    <Place rect={rect}>
      <StyledText pieces={pieces} columns={rect.columns} />
    </Place>
  );
}

/** Nothing where there is no list, or where the layout left no room for a border. */
function Frame(props: {
  framed: Framed | null;
  title: string;
  right: string;
  bottom: StyledLine;
  strong: boolean;
}): ReactElement | null {
  const { framed, title, right, bottom, strong } = props;
  if (framed === null || framed.inner.rows === framed.frame.rows) return null;
  return <FramedPart rect={framed.frame} texts={{ title: line(title), right: line(right), bottom }} strong={strong} />;
}

/** What was found at the cursor, or in the file. */
function findingLine(state: ReviewState, warn: string): StyledLine {
  const words = [oneLine(findingWords(state)), warningWords(state)].filter((each) => each !== '').join('; ');
  const look = oneLine(lookWords(state));
  const said = words === '' ? [] : line(`${warn} ${words}`, 'needsYou', true);
  if (look === '') return said;
  return said.length === 0 ? line(look) : [...said, ...line(`  ${look}`)];
}

/** The pages, which comparison the diff shows, how the sitting is, and what is left to read; of the sitting as much as there is room for. */
function statusWords(state: ReviewState, of: { sitting: string; columns: number; dot: string }): string {
  const { sitting, columns, dot } = of;
  const against = againstWords(state);
  const tabs = against === '' ? tabWords(state) : `${tabWords(state)}  ${against}`;
  const progress = progressWords(state);
  const parts = sitting === '' ? [] : sitting.split(` ${dot} `);
  for (let kept = parts.length; kept > 0; kept--) {
    const words = `${parts.slice(0, kept).join(` ${dot} `)}   ${progress}`;
    if (columnsOf(tabs) + 2 + columnsOf(words) <= columns) return spread(tabs, words, columns);
  }
  return spread(tabs, progress, columns);
}

/** The pages, the present one in brackets. */
function tabWords(state: ReviewState): string {
  const tabs = (['brief', 'diff', 'log'] as const).map((page) => (page === state.page ? `[${page}]` : ` ${page} `));
  return tabs.join(' ');
}

function verdictWord({ verdict }: ReviewState): string {
  switch (verdict?.kind) {
    case 'green':
      return 'green';
    case 'red':
      return 'red';
    case 'flaky':
      return 'flaky';
    case 'target-red':
      return 'the target is red';
    case 'unchanged':
      return 'report, nothing changed';
    case 'infrastructure':
      return 'checks did not finish';
    case 'unchecked':
    case undefined:
      return 'nothing was verified';
  }
}
