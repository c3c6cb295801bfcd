import { type DashboardStore, pushView, topView } from '../state/store.ts';
import { scopesOf } from '../state/views.ts';

/** Shows all keys, those of the view that is open first. */
export function openHelp(store: DashboardStore): void {
  const [about = 'board'] = scopesOf(topView(store.getState()));
  pushView(store, { kind: 'help', about, top: 0 });
}
