import { reviewQueue } from '../../core/review-queue.ts';
import type { Glyphs } from '../glyphs.ts';
import { askedQuestions } from '../state/sitting.ts';
import { type DashboardState, boardNow } from '../state/store.ts';
import type { Piece, StyledLine } from '../text/styled-line.ts';

/** The panes as tabs, the present one in brackets, each with its count; and the page of tiles where there are several. */
export function tabsLine(state: DashboardState, glyphs: Glyphs): StyledLine {
  const answering = state.views.some((view) => view.kind === 'answers');
  const present = answering ? 'answers' : state.pane;
  const { order, layout } = boardNow(state);
  const repo = state.all ? null : state.repo;
  const questions = askedQuestions(state.world, { repo, only: null }).length;
  const reviews = reviewQueue(state.world).length + (state.world.inHand === null ? 0 : 1);
  const tabs = [
    { name: 'board', count: order.length },
    { name: 'review', count: reviews },
    { name: 'answers', count: questions },
  ];
  const pieces = tabs.flatMap(({ name, count }): Piece[] => {
    const here = name === present;
    const text = `${name} ${count}`;
    return [{ text: here ? `[${text}]` : ` ${text} `, strong: here, tone: here ? 'accent' : 'quiet' }, { text: ' ' }];
  });
  const pages =
    layout.pages > 1
      ? [{ text: `  page ${layout.page + 1} of ${layout.pages} ${glyphs.dot} ] next`, tone: 'quiet' } as const]
      : [];
  return [{ text: ' ' }, ...pieces, ...pages];
}
