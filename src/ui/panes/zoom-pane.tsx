import type { ReactElement } from 'react';
import { keyOf } from '../keymap/bindings.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { baseView } from '../overlay.ts';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import { stateWords } from '../state/board.ts';
import { spread } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { useBindings, useComputed } from '../use-dashboard.ts';

/** The one line below a session's terminal: whose it is, and how to get out. */
export function ZoomPane(): ReactElement | null {
  const { glyphs } = useLook();
  const bindings = useBindings();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'zoom' && view?.kind !== 'picture') return null;
    const session = state.world.sessions[view.session];
    if (session === undefined) return null;
    const out =
      view.kind === 'zoom'
        ? `${keyOf(bindings, 'zoom.leave')} back `
        : `last screen ${glyphs.dot} ${keyOf(bindings, 'picture.leave')} back `;
    const who = ` #${session.id} ${oneLine(session.task.title)} ${glyphs.dot} ${stateWords(state.world, session, glyphs.dot)}`;
    const lost = state.link.kind === 'lost' ? `  ${glyphs.warn} no connection, keys are not sent` : '';
    return { rect: layoutScreen(state.size).footer, text: spread(who + lost, out, state.size.columns) };
  });
  if (drawn === null) return null;
  return (
    <Place rect={drawn.rect}>
      <StyledText pieces={[{ text: drawn.text, inverse: true }]} columns={drawn.rect.columns} />
    </Place>
  );
}
