import { Fault } from '../../core/fault.ts';
import type { ActionOf } from '../keymap/keymap.ts';
import { popView, pushView, say, topView } from '../state/store.ts';
import type { Dashboard, Handler } from './dashboard.ts';
import { openForm } from './open-form.ts';

/** Shows the commands that the repository's configuration would run. */
export async function openTrust({ store, link, path }: Dashboard, thenNewTask: boolean): Promise<void> {
  const opened = await link.request('repo/open', { path });
  if (opened.problem !== null) throw new Fault({ code: 'config', message: opened.problem });
  if (opened.trust === 'missing') {
    const hint = 'signalbox init writes one';
    throw new Fault({ code: 'config', message: `${opened.repo.name} has no .signalbox/config.yaml`, hint });
  }
  if (opened.trust === 'trusted') {
    say(store, `${opened.repo.name} is trusted`);
    return;
  }
  pushView(store, { kind: 'trust', commands: opened.commands, thenNewTask });
}

/** What keys do in the trust dialog. */
export const trustActions: Readonly<Record<ActionOf<'trust'>, Handler>> = {
  'trust.yes': {
    run: async (dashboard) => {
      const { store, link, path } = dashboard;
      const view = topView(store.getState());
      const { repo } = await link.request('repo/trust', { path });
      popView(store);
      say(store, `${repo.name} is trusted`, 'good');
      if (view?.kind === 'trust' && view.thenNewTask) openForm(store);
    },
  },
  'trust.no': { run: ({ store }) => popView(store) },
};
