import { createContext, useContext } from 'react';
import { type Glyphs, chooseGlyphs } from './glyphs.ts';
import { type Theme, chooseTheme } from './theme.ts';

/** How this dashboard draws: fixed for a run, so parts read it from a context. */
export interface Look {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** The look for a terminal with this environment and the configured theme. */
export function chooseLook(env: Readonly<Record<string, string | undefined>>, theme: 'auto' | 'light' | 'dark'): Look {
  return { theme: chooseTheme(theme, env), glyphs: chooseGlyphs(env) };
}

/** The look of the whole tree. */
export const LookContext = createContext<Look>(chooseLook({ LANG: 'C.UTF-8' }, 'dark'));

/** The look, inside a part. */
export function useLook(): Look {
  return useContext(LookContext);
}
