import type { ReactElement } from 'react';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { insideFrame } from '../layout/inside-frame.ts';
import { baseView } from '../overlay.ts';
import { type DashboardState, currentRepo } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import { oneLine } from '../text/plain-text.ts';
import { useComputed } from '../use-dashboard.ts';
import { formLint, formPage } from './form-page.ts';
import { PagePane } from './page-pane.tsx';

/** The form of a task. */
export function FormPane(): ReactElement | null {
  const { glyphs } = useLook();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'new-task') return null;
    const { form } = layoutScreen(state.size);
    const page = formPage(state, { view, columns: insideFrame(form).columns, glyphs });
    const { length } = formLint(state, view);
    const doubts =
      length === 0 ? '' : `${glyphs.warn} ${length} ${length === 1 ? 'thing' : 'things'} to look at, below the fields`;
    return {
      rect: form,
      page,
      title: titleOf(state, view),
      strong: true,
      bottom: view.sending ? 'sending it' : doubts,
    };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}

function titleOf(state: DashboardState, { about }: ViewOf<'new-task'>): string {
  if (about === null) return `New task in ${oneLine(currentRepo(state)?.name ?? '')}`;
  const { session, proposal } = about;
  return proposal === null
    ? `Task #${session}, written anew`
    : `Proposal ${proposal} of #${session}: accept it as you write it`;
}
