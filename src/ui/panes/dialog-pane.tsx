import type { ReactElement } from 'react';
import { dialogColumns, layoutDialog } from '../layout/layout-dialog.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { topView } from '../state/store.ts';
import { useBindings, useComputed } from '../use-dashboard.ts';
import { dialogOf } from './dialog-page.ts';
import { PagePane } from './page-pane.tsx';

/** The dialog on top, if one is open. */
export function DialogPane(): ReactElement | null {
  const { glyphs } = useLook();
  const bindings = useBindings();
  const drawn = useComputed((state) => {
    const view = topView(state);
    const layout = layoutScreen(state.size);
    const dialog = view === null ? null : dialogOf(state, { view, columns: dialogColumns(layout), glyphs, bindings });
    return dialog === null ? null : { ...dialog, rect: layoutDialog(layout, dialog.page.lines.length), strong: true };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}
