import type { ReactElement } from 'react';
import { layoutScreen } from '../layout/layout-screen.ts';
import { baseView } from '../overlay.ts';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import { spread } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { useComputed } from '../use-dashboard.ts';
import { textTitle } from './text-surface.ts';

/** The title of a long text; the text itself is painted. */
export function TextPane(): ReactElement | null {
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'log' && view?.kind !== 'help') return null;
    const { title, where } = textTitle(view);
    return {
      rect: { ...layoutScreen(state.size).whole, rows: 1 },
      text: spread(` ${oneLine(title)}`, `${where} `, state.size.columns),
    };
  });
  if (drawn === null) return null;
  return (
    <Place rect={drawn.rect}>
      <StyledText pieces={[{ text: drawn.text, inverse: true }]} columns={drawn.rect.columns} />
    </Place>
  );
}
