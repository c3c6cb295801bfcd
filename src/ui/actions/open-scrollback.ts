import { firstPage, settlePage } from '../scrollback/page.ts';
import { SessionLog } from '../scrollback/session-log.ts';
import { type DashboardState, type DashboardStore, pushView } from '../state/store.ts';
import { screenOf } from '../state/views.ts';
import { type Dashboard, attempt } from './dashboard.ts';
import { changePage } from './scrollback-page.ts';
import { coverSearch } from './scrollback-search.ts';

/** Opens what a session, or a terminal in its worktree, has printed. */
export function openScrollback(dashboard: Dashboard, of: { session: number; terminal: number | null }): void {
  const { store, link, screens, clock } = dashboard;
  const { session, terminal } = of;
  const screen = screenOf(of);
  const log = new SessionLog({
    ask: async (from, limit) => {
      const part = await link.request('screen/log', { session: screen, from, limit });
      return { ...part, bytes: Buffer.from(part.bytes, 'base64') };
    },
    attempt: (work) => attempt(dashboard, work),
    alternate: () => screens.get(screen)?.modes.alternateScreen === true,
    onChange: () => {
      changePage(store, log, (page, room) => settlePage({ ...page, changes: page.changes + 1 }, room));
      coverSearch(dashboard, log);
    },
    clock,
  });
  pushView(store, { kind: 'scrollback', session, terminal, log, page: firstPage });
}

function logsOf({ views }: DashboardState): SessionLog[] {
  return views.flatMap((view) => (view.kind === 'scrollback' ? [view.log] : []));
}

/** Follows the views: a log whose view is gone is closed, an open one hears of new output, and fits the screen. */
export function followScrollback(store: DashboardStore): {
  readonly end: () => void;
  readonly printed: (screen: number) => void;
} {
  const end = store.subscribe((state, before) => {
    if (state.views !== before.views) {
      const open = new Set(logsOf(state));
      for (const log of logsOf(before)) if (!open.has(log)) log.close();
    }
    if (state.size !== before.size) for (const log of logsOf(state)) changePage(store, log, settlePage);
  });
  return {
    end: () => {
      end();
      for (const log of logsOf(store.getState())) log.close();
    },
    printed: (screen) => {
      for (const view of store.getState().views) {
        if (view.kind === 'scrollback' && screenOf(view) === screen) view.log.grown();
      }
    },
  };
}
