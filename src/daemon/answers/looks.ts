import { briefing } from '../../core/words/briefing.ts';
import { Fault } from '../../core/fault.ts';
import type { Answers, Client } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { showPastScreen } from '../picture/past-screen.ts';
import { findAgents } from '../setting/find-agents.ts';
import { showDiff } from './compared.ts';
import { readUserConfig } from '../setting/read-config.ts';
import { lookAtRepository, trustRepository } from '../setting/repositories.ts';

type Names =
  | 'settings/get'
  | 'world/get'
  | 'world/subscribe'
  | 'repo/open'
  | 'repo/trust'
  | 'agents/list'
  | 'session/diff'
  | 'session/briefing'
  | 'screen/watch'
  | 'screen/type'
  | 'screen/zoom'
  | 'screen/unzoom';

/** What a client looks at: the world, repositories, diffs, logs and screens. */
export function lookAnswers(crew: Crew): Answers<Names> {
  const { ledger, screens } = crew;
  const subscribed = new WeakSet<Client>();
  return {
    'settings/get': () => {
      const { keys, theme, notify } = readUserConfig(crew.places.userConfig);
      return { keys, theme, notify: typeof notify === 'string' ? [] : notify };
    },
    'world/get': () => ({ world: ledger.world }),
    'world/subscribe': (_params, client) => {
      // A client that lost count asks again: it is sent each event once all the same.
      if (!subscribed.has(client) && !client.gone.aborted) {
        subscribed.add(client);
        const stop = ledger.onRecorded((recorded) => {
          for (const entry of recorded) client.notify({ notify: 'event', recorded: entry });
        });
        client.gone.addEventListener('abort', stop);
      }
      return { world: ledger.world };
    },
    'repo/open': ({ path }) => lookAtRepository(crew, path),
    'repo/trust': ({ path, accept }) => trustRepository(crew, path, accept === true),
    'agents/list': async (asked) => ({ agents: await findAgents(crew, asked) }),
    'session/diff': (asked) => showDiff(crew, asked),
    'session/briefing': ({ session: id }) => {
      const session = ledger.session(id);
      crew.conventions.look(session.repo);
      const repo = ledger.world.repos[session.repo];
      if (repo?.config === null || repo === undefined)
        throw new Fault({ code: 'untrusted', message: 'its repository is not trusted', hint: 'signalbox trust' });
      return { text: briefing(session, { config: repo.config, target: repo.target, conventions: repo.conventions }) };
    },
    'screen/watch': ({ sessions }, client) => {
      for (const id of sessions) showPastScreen(crew, id);
      screens.watch(client, sessions);
      return {};
    },
    'screen/type': ({ session, bytes }, client) => {
      if (screens.type(session, Buffer.from(bytes, 'base64'), client)) return {};
      throw new Fault({
        code: 'refused',
        message: `no process of #${session} is running`,
        hint: 'signalbox list shows what it is doing',
      });
    },
    'screen/zoom': ({ session, columns, rows }, client) => {
      screens.zoom(client, session, { columns, rows });
      return {};
    },
    'screen/unzoom': ({ session }, client) => {
      screens.unzoom(client, session);
      return {};
    },
  };
}
