import type { ReactElement } from 'react';
import { sittingQuestions } from '../actions/answers.ts';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { insideFrame } from '../layout/inside-frame.ts';
import { baseView } from '../overlay.ts';
import { useComputed } from '../use-dashboard.ts';
import { answersPage } from './answers-page.ts';
import { PagePane } from './page-pane.tsx';

/** The sitting in the right column, or in place of the board where the terminal is narrow. */
export function AnswersPane(): ReactElement | null {
  const { glyphs } = useLook();
  const drawn = useComputed((state) => {
    const view = baseView(state);
    if (view?.kind !== 'answers') return null;
    const { side } = layoutScreen(state.size);
    const count = sittingQuestions(state, view).length;
    const page = answersPage(state, { view, columns: insideFrame(side).columns, glyphs });
    return { rect: side, page, title: `Answers ${glyphs.dot} ${count} open`, strong: true };
  });
  return drawn === null ? null : <PagePane {...drawn} />;
}
