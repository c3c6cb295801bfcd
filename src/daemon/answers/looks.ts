import { briefing } from '../../core/words/briefing.ts';
import { Fault } from '../../core/fault.ts';
import type { Session } from '../../core/model/session.ts';
import { changedFiles, fileDiff } from '../../git/diff.ts';
import type { Answers, Client } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { showPastScreen } from '../picture/past-screen.ts';
import { findAgents } from '../setting/find-agents.ts';
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

/** Longest patch in one answer, characters: nobody reads more, and one line of the protocol holds it. */
const longestPatch = 24 * 1024 * 1024;

/** What a client looks at: the world, repositories, diffs, logs and screens. */
export function lookAnswers(crew: Crew): Answers<Names> {
  const { ledger, screens } = crew;
  const subscribed = new WeakSet<Client>();
  return {
    'settings/get': () => {
      const { keys, theme } = readUserConfig(crew.places.userConfig);
      return { keys, theme };
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
    'session/diff': async ({ session: id, path, context, ignoreWhitespace }) => {
      const session = ledger.session(id);
      const { from, to, root } = comparison(crew, session);
      const files = await changedFiles({ root, from, to });
      const wanted = path === null ? files : files.filter((file) => file.path === path);
      if (path !== null && wanted.length === 0) {
        throw new Fault({
          code: 'not-found',
          message: `#${id} does not change ${path}`,
          hint: 'signalbox diff without a path shows all',
        });
      }
      let patch = '';
      for (const { path: changed, from: oldPath } of wanted) {
        patch += await fileDiff({ root, from, to, path: changed, oldPath, context, ignoreWhitespace });
      }
      if (patch.length > longestPatch) {
        const message = `this diff of #${id} has ${Math.round(patch.length / 2 ** 20)} MB`;
        throw new Fault({ code: 'refused', message, hint: 'ask for one file, and for fewer lines around its changes' });
      }
      return { from, to, files, patch };
    },
    'session/briefing': ({ session: id }) => {
      const session = ledger.session(id);
      const repo = ledger.world.repos[session.repo];
      if (repo?.config === null || repo === undefined)
        throw new Fault({ code: 'untrusted', message: 'its repository is not trusted', hint: 'signalbox trust' });
      return { text: briefing(session, { config: repo.config, target: repo.target }) };
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

/** What a diff of this session compares: the judged work with its target. */
export function comparison(crew: Crew, session: Session): { from: string; to: string; root: string } {
  const root = crew.ledger.world.repos[session.repo]?.root;
  const { verdict } = session;
  if (root === undefined || verdict === null || verdict.snapshot === '') {
    throw new Fault({
      code: 'refused',
      message: `#${session.id} has handed in nothing yet`,
      hint: `look into its worktree: ${session.worktree?.path ?? 'it has none yet'}`,
    });
  }
  // On a conflict there is no merged result: then the work is shown against where it started.
  if (verdict.candidate === '') return { root, from: session.worktree?.base ?? verdict.target, to: verdict.snapshot };
  return { root, from: verdict.target, to: verdict.candidate };
}
