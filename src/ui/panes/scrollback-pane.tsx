import type { ReactElement } from 'react';
import { scrollbackRows } from '../actions/scrollback-page.ts';
import { keyOf } from '../keymap/bindings.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { baseView } from '../overlay.ts';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import { pageWords } from '../scrollback/page-words.ts';
import { topView } from '../state/store.ts';
import { columnsOf, spread } from '../text/fit.ts';
import { oneLine } from '../text/plain-text.ts';
import { useBindings, useComputed } from '../use-dashboard.ts';
import { footerHints } from './footer-line.ts';
import { messageLine } from './message-line.ts';

/** The one line below what a session has printed: where one is, what was found, and the keys. */
export function ScrollbackPane(): ReactElement | null {
  const { glyphs } = useLook();
  const bindings = useBindings();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'scrollback') return null;
    const { columns } = state.size;
    const rect = layoutScreen(state.size).footer;
    const top = topView(state);
    if (top?.kind === 'line') return { rect, pieces: messageLine(state, { glyphs, bindings }) };
    const { log, page, session } = view;
    const words = pageWords({ log, page, rows: scrollbackRows(state) });
    if (page.selection !== null) words.splice(1, 0, `${keyOf(bindings, 'scrollback.copy')} copies`);
    if (!state.mouse) words.push('mouse off');
    if (state.link.kind === 'lost') words.push(`${glyphs.warn} no connection`);
    const said = state.message === null ? null : oneLine(state.message.text);
    const title = oneLine(state.world.sessions[session]?.task.title ?? '');
    const left = ` #${session} ${said ?? [...words, title].join(` ${glyphs.dot} `)}`;
    const hints = footerHints(state, { bindings, columns: Math.max(0, columns - columnsOf(left) - 2) });
    return { rect, pieces: [{ text: spread(left, `${hints} `, columns), inverse: true }] };
  });
  if (drawn === null) return null;
  return (
    <Place rect={drawn.rect}>
      <StyledText pieces={drawn.pieces} columns={drawn.rect.columns} />
    </Place>
  );
}
