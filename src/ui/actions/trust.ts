import { Fault } from '../../core/fault.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { popView, pushView, say, tamperedRepo, topView } from '../state/store.ts';
import type { ViewOf } from '../state/views.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openForm } from './open-form.ts';

/** Shows the commands that the repository's configuration would run, and what changed in git's own files. */
export async function openTrust(dashboard: Dashboard, thenNewTask: boolean): Promise<void> {
  await openTrustOf(dashboard, { path: dashboard.path, thenNewTask });
}

/** Shows what changed in git's own files, in the repository where something did. */
export async function openTampered(dashboard: Dashboard): Promise<void> {
  const repo = tamperedRepo(dashboard.store.getState());
  if (repo !== null) await openTrustOf(dashboard, { path: repo.root, thenNewTask: false });
}

async function openTrustOf(
  dashboard: Dashboard,
  { path, thenNewTask }: { path: string; thenNewTask: boolean },
): Promise<void> {
  const { store, link } = dashboard;
  const opened = await link.request('repo/open', { path });
  const { name, id, tampered } = opened.repo;
  // The world is newer than what was opened: whoever accepts must have seen all of it.
  const changes = store.getState().world.repos[id]?.tampered ?? tampered;
  if (opened.problem !== null && changes.length === 0) throw new Fault({ code: 'config', message: opened.problem });
  if (opened.trust === 'missing' && changes.length === 0) {
    const proposed = await link.request('repo/propose', { path, env: dashboard.env });
    pushView(store, { kind: 'trust', path, name, commands: [], proposed, changes, thenNewTask });
    return;
  }
  if (opened.trust === 'trusted' && changes.length === 0) {
    say(store, `${name} is trusted`);
    return;
  }
  const commands = opened.trust === 'trusted' ? null : opened.commands;
  pushView(store, { kind: 'trust', path, name, commands, proposed: null, changes, thenNewTask });
}

/** What is left to be done by hand is said, where something is. */
function trustedWords({ proposed }: ViewOf<'trust'>, name: string): string {
  if (proposed === null) return `${name} is trusted`;
  return [`${name} is set up`, ...proposed.advice].join('; ');
}

/** What keys do in the trust dialog. */
export const trustActions: Readonly<Record<ActionOf<'trust'>, Handler>> = {
  'trust.yes': {
    run: async (dashboard) => {
      const { store, link } = dashboard;
      const view = topView(store.getState());
      if (view?.kind !== 'trust') return;
      if (view.proposed !== null) await link.request('repo/init', { path: view.path, text: view.proposed.text });
      const { repo } = await link.request('repo/trust', { path: view.path });
      popView(store);
      say(
        store,
        view.commands === null ? `git's files of ${repo.name} are accepted` : trustedWords(view, repo.name),
        'good',
      );
      if (view.thenNewTask) openForm(store);
    },
  },
  'trust.no': { run: ({ store }) => popView(store) },
};
