import type { ReactElement } from 'react';
import type { Rect } from '../../tty/cells.ts';
import { type ScreenLayout, layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { Place } from '../parts/place.tsx';
import { StyledText } from '../parts/styled-text.tsx';
import type { DashboardState } from '../state/store.ts';
import type { StyledLine } from '../text/styled-line.ts';
import { useBindings, useComputed } from '../use-dashboard.ts';
import { footerLine } from './footer-line.ts';
import { headerLine } from './header-line.ts';
import { messageLine } from './message-line.ts';
import { tabsLine } from './tabs-line.ts';

/** The first line. */
export function HeaderPane(): ReactElement {
  const { glyphs } = useLook();
  return (
    <LinePane
      at={(layout) => layout.header}
      compute={(state) => headerLine(state, { columns: state.size.columns, glyphs })}
    />
  );
}

/** Which panes there are where they do not fit side by side. */
export function TabsPane(): ReactElement {
  const { glyphs } = useLook();
  return <LinePane at={(layout) => layout.tabs} compute={(state) => tabsLine(state, glyphs)} />;
}

/** What happened, or what is being typed. */
export function MessagePane(): ReactElement {
  const { glyphs } = useLook();
  const bindings = useBindings();
  return <LinePane at={(layout) => layout.message} compute={(state) => messageLine(state, { glyphs, bindings })} />;
}

/** The keys that do something now. */
export function FooterPane(): ReactElement {
  const bindings = useBindings();
  return (
    <LinePane
      at={(layout) => layout.footer}
      compute={(state) => footerLine(state, { bindings, columns: state.size.columns })}
    />
  );
}

function LinePane(props: {
  at: (layout: ScreenLayout) => Rect;
  compute: (state: DashboardState) => StyledLine;
}): ReactElement {
  const { at, compute } = props;
  const { rect, pieces } = useComputed((state) => ({ rect: at(layoutScreen(state.size)), pieces: compute(state) }));
  return (
    <Place rect={rect}>
      <StyledText pieces={pieces} columns={rect.columns} />
    </Place>
  );
}
