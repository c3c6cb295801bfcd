import type { ReactElement } from 'react';
import { sittingQuestions } from '../../actions/answering/sitting-view.ts';
import { insideFrame } from '../../layout/inside-frame.ts';
import { layoutScreen } from '../../layout/layout-screen.ts';
import { useLook } from '../../look.ts';
import { baseView } from '../../overlay.ts';
import { useBindings, useComputed } from '../../use-dashboard.ts';
import { PagePane } from '../page-pane.tsx';
import { answersPage } from './answers-page.ts';

/** The sitting in the right column, or in place of the board where the terminal is narrow. */
export function AnswersPane(): ReactElement | null {
  const { glyphs } = useLook();
  const bindings = useBindings();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'answers') return null;
    const { side } = layoutScreen(state.size);
    const { columns, rows } = insideFrame(side);
    const count = sittingQuestions(state, view).length;
    const page = answersPage(state, { view, columns, rows, glyphs, bindings });
    const whose = view.session === 0 ? '' : ` ${glyphs.dot} #${view.session}`;
    return { rect: side, page, title: `Answers ${glyphs.dot} ${count} open${whose}`, strong: true };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}
