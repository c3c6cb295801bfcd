import type { ReactElement } from 'react';
import { insideFrame } from '../layout/inside-frame.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { baseView } from '../overlay.ts';
import { useComputed } from '../use-dashboard.ts';
import { PagePane } from './page-pane.tsx';
import { proposalsPage } from './proposals-page.ts';

/** The tasks that leads propose. */
export function ProposalsPane(): ReactElement | null {
  const { glyphs } = useLook();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'proposals') return null;
    const { form } = layoutScreen(state.size);
    const page = proposalsPage(state, { view, columns: insideFrame(form).columns, glyphs });
    return { rect: form, page, title: 'Proposed tasks', strong: true };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}
