import { Box, Text } from 'ink';
import { useLook } from '../look.ts';
import { spread } from '../text/fit.ts';
import { bannersOf, layoutOf } from './review-content.ts';
import type { Rectangle } from './review-layout.ts';
import type { ReviewState } from './review-model.ts';
import { clampScroll } from './review-motion.ts';
import type { ReviewTheme } from './review-theme.ts';
import { mainTitle, positionWords, progressWords, titleWords } from './review-words.ts';
import { TitledFrame } from './titled-frame.tsx';

export { reviewSurfaces } from './review-surfaces.ts';

/** What the view draws, and the area it fills. */
export interface ReviewViewProps {
  readonly state: ReviewState;
  readonly columns: number;
  readonly rows: number;
  readonly theme?: ReviewTheme;
}

/** Titles and frames of the review; the rows inside of the frames are `reviewSurfaces`. */
export function ReviewView({ state: given, columns, rows, theme }: ReviewViewProps) {
  const look = useLook();
  const glyphs = theme?.glyphs ?? look.glyphs;
  const state = clampScroll({ ...given, columns, rows });
  const layout = layoutOf(state);
  const choosing = state.focus === 'files';
  const files = layout.files;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Line at={layout.title}>
        <Text bold>{spread(titleWords(state), verdictWord(state), columns)}</Text>
      </Line>
      <Line at={layout.status}>
        <Text>{spread(tabWords(state), progressWords(state), columns)}</Text>
      </Line>
      {layout.banner.rows > 0 &&
        bannersOf(state).map((banner) => (
          <Text key={banner} bold {...(look.theme.needsYou && { color: look.theme.needsYou })}>
            {spread(`${glyphs.warn} ${banner}`, '', columns)}
          </Text>
        ))}
      {files !== null && !layout.wide && <Box height={files.frame.rows} />}
      <Box>
        {files !== null && layout.wide && (
          <TitledFrame framed={files} title="files" right="" strong={choosing} glyphs={glyphs} />
        )}
        <TitledFrame
          framed={layout.main}
          title={mainTitle(state)}
          right={positionWords(state, glyphs)}
          strong={files !== null && !choosing}
          glyphs={glyphs}
        />
      </Box>
    </Box>
  );
}

function Line({ at, children }: { readonly at: Rectangle; readonly children: React.ReactNode }) {
  return at.rows > 0 ? <Box height={at.rows}>{children}</Box> : null;
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
    case 'unchanged':
      return 'report, nothing changed';
    case 'infrastructure':
      return 'checks did not finish';
    case 'unchecked':
    case undefined:
      return 'nothing was verified';
  }
}
