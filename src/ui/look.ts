import { createContext, useContext } from 'react';
import { type Glyphs, chooseGlyphs } from './glyphs.ts';
import { type ReviewTheme, reviewTheme } from './review/review-theme.ts';
import { type Theme, chooseTheme } from './theme.ts';

/** How this dashboard draws: fixed for a run, so parts read it from a context. */
export interface Look {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  /** The same for the review's pages. */
  readonly review: ReviewTheme;
}

/** The look for a terminal with this environment and the configured theme. */
export function chooseLook(env: Readonly<Record<string, string | undefined>>, wanted: 'auto' | 'light' | 'dark'): Look {
  const theme = chooseTheme(wanted, env);
  const glyphs = chooseGlyphs(env);
  return { theme, glyphs, review: reviewTheme(theme.name, glyphs) };
}

/** The look of the whole tree. */
export const LookContext = createContext<Look>(chooseLook({ LANG: 'C.UTF-8' }, 'dark'));

/** The look, inside a part. */
export function useLook(): Look {
  return useContext(LookContext);
}
