import type { ReactElement } from 'react';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { insideFrame } from '../layout/inside-frame.ts';
import { baseView } from '../overlay.ts';
import { currentRepo } from '../state/store.ts';
import { oneLine } from '../text/plain-text.ts';
import { useComputed } from '../use-dashboard.ts';
import { formPage } from './form-page.ts';
import { PagePane } from './page-pane.tsx';

/** The form of a new task. */
export function FormPane(): ReactElement | null {
  const { glyphs } = useLook();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'new-task') return null;
    const { form } = layoutScreen(state.size);
    const page = formPage(state, { view, columns: insideFrame(form).columns, glyphs });
    const title = `New task in ${oneLine(currentRepo(state)?.name ?? '')}`;
    return { rect: form, page, title, strong: true, bottom: view.sending ? 'queueing it' : '' };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}
