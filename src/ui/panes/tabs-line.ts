import { reviewQueue } from '../../core/rules/review-queue.ts';
import type { BoardLayout } from '../layout/layout-board.ts';
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
  return [{ text: ' ' }, ...pieces, { text: '  ' }, ...pageWords(layout, glyphs)];
}

/** Which page of tiles this is, and the keys to the others; nothing where there is one page only. */
export function pageWords({ page, pages }: Pick<BoardLayout, 'page' | 'pages'>, glyphs: Glyphs): Piece[] {
  if (pages === 1) return [];
  const keys = [page > 0 ? '[ before' : '', page < pages - 1 ? '] next' : ''].filter((text) => text !== '');
  return [{ text: `page ${page + 1} of ${pages} ${glyphs.dot} ${keys.join(', ')}`, tone: 'quiet' }];
}
