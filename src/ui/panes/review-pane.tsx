import type { ReactElement } from 'react';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { insideFrame } from '../overlay.ts';
import { useComputed } from '../use-dashboard.ts';
import { PagePane } from './page-pane.tsx';
import { reviewHeading, reviewPanePage } from './review-pane-page.ts';

/** The review that comes next, one item at a time. */
export function ReviewPane(): ReactElement {
  const { glyphs } = useLook();
  const drawn = useComputed((state) => {
    const { side } = layoutScreen(state.size);
    const repo = state.all ? null : state.repo;
    const { columns } = insideFrame(side);
    const page = reviewPanePage({ world: state.world, repo, now: state.now, glyphs, columns });
    return { rect: side, page, title: reviewHeading({ world: state.world, repo, glyphs }) };
  });
  return <PagePane {...drawn} />;
}
