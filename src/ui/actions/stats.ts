import { windowNames } from '../../core/measures/windows.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { type DashboardStore, popView, pushView, replaceTop, topView } from '../state/store.ts';
import type { Handler } from './dashboard.ts';
import { moves, scrollView } from './scroll-view.ts';

/** Opens the statistics of the last seven days. */
export function openStats(store: DashboardStore): void {
  pushView(store, { kind: 'stats', window: '7d', top: 0, defining: false });
}

function turnWindow(store: DashboardStore, by: 1 | -1): void {
  const view = topView(store.getState());
  if (view?.kind !== 'stats') return;
  const at = (windowNames.indexOf(view.window) + by + windowNames.length) % windowNames.length;
  replaceTop(store, { ...view, window: windowNames[at] ?? '7d', defining: false });
}

function scrolls(move: keyof typeof moves): Handler {
  return { run: ({ store }) => scrollView(store, moves[move]) };
}

/** What keys do in the statistics. */
export const statsActions: Readonly<Record<ActionOf<'stats'>, Handler>> = {
  'stats.window': { run: ({ store }) => turnWindow(store, 1) },
  'stats.window-back': { run: ({ store }) => turnWindow(store, -1) },
  'stats.define': {
    run: ({ store }) => {
      const view = topView(store.getState());
      if (view?.kind === 'stats') replaceTop(store, { ...view, defining: !view.defining, top: 0 });
    },
  },
  'stats.down': scrolls('down'),
  'stats.up': scrolls('up'),
  'stats.page-down': scrolls('page-down'),
  'stats.page-up': scrolls('page-up'),
  'stats.top': scrolls('top'),
  'stats.bottom': scrolls('bottom'),
  'stats.leave': { run: ({ store }) => popView(store) },
};
