import { cleanable } from '../../core/decide/worktrees.ts';
import { Fault, describeFault } from '../../core/fault.ts';
import { shortBytes } from '../../core/words/short-bytes.ts';
import type { Connection } from '../../wire/connection.ts';
import type { Result } from '../../wire/requests.ts';
import { daemonStatus, findDaemon, inTime, withDaemon } from '../connect-daemon.ts';
import { type Shell, environmentOf } from '../shell.ts';
import { agentFindings } from './agents.ts';
import { callingFindings } from './calling.ts';
import { type Finding, missing, note, ok } from './finding.ts';
import { examineMachine } from './machine.ts';

/** How long the daemon may take to say that it is there, ms: much shorter than for work, nothing is lost by asking again. */
const patienceMs = 4000;

/** Looks at everything that Signalbox depends on. Throws nothing: what cannot be looked at is a finding. */
export async function examine(shell: Shell): Promise<Finding[]> {
  const machine = await examineMachine(shell);
  const daemon = await examineDaemon(shell);
  if (daemon.state === 'missing') return [...machine, daemon];
  return [...machine, daemon, ...(await examineWork(shell))];
}

async function examineDaemon(shell: Shell): Promise<Finding> {
  try {
    const connection = await findDaemon(shell);
    if (connection === null) return note('no daemon is running', 'it is started when it is needed');
    const status = daemonStatus(shell, connection, patienceMs).finally(() => connection.close());
    const { pid, version } = await status;
    return ok(`the daemon runs, pid ${pid}, version ${version}`);
  } catch (thrown) {
    return missing(describeFault(thrown), null);
  }
}

/** What only the daemon knows: the repository here and its configuration, and the agents. */
async function examineWork(shell: Shell): Promise<Finding[]> {
  try {
    return await withDaemon(shell, async (connection) => [
      ...(await repository(shell, connection)),
      ...(await agents(shell, connection)),
      ...(await worktrees(shell, connection)),
      ...(await calling(shell, connection)),
    ]);
  } catch (thrown) {
    return [missing(describeFault(thrown), null)];
  }
}

async function repository(shell: Shell, connection: Connection): Promise<Finding[]> {
  try {
    const opened = connection.request('repo/open', { path: shell.cwd });
    return repositoryFindings(await inTime(shell, { connection, work: opened }));
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'repository') return [note(describeFault(thrown), null)];
    throw thrown;
  }
}

function repositoryFindings({ repo, trust, problem }: Result<'repo/open'>): Finding[] {
  const place = ok(`repository ${repo.root}, work lands on ${repo.target}`);
  if (problem !== null) return [place, missing(problem, null)];
  switch (trust) {
    case 'missing':
      return [place, missing('there is no .signalbox/config.yaml', 'signalbox init writes one')];
    case 'untrusted':
      return [place, missing('the configuration is not trusted', 'signalbox trust')];
    case 'changed':
      return [place, missing('the configuration has changed since it was trusted', 'signalbox trust')];
    case 'trusted': {
      const unchecked = note('no check is configured', 'nothing is verified: add one under checks:');
      const checked = repo.config?.checks.length === 0 ? [unchecked] : [];
      const { conventionsProblem = null } = repo;
      const unread = conventionsProblem === null ? [] : [missing(conventionsProblem, null)];
      return [place, ok('the configuration is valid and trusted'), ...checked, ...unread];
    }
  }
}

async function agents(shell: Shell, connection: Connection): Promise<Finding[]> {
  try {
    const listed = connection.request('agents/list', { path: shell.cwd, env: environmentOf(shell), versions: true });
    return agentFindings((await inTime(shell, { connection, work: listed })).agents);
  } catch (thrown) {
    // The person's own configuration is wrong: what is known of the repository holds all the same.
    if (thrown instanceof Fault && thrown.code === 'config') return [missing(describeFault(thrown), null)];
    throw thrown;
  }
}

async function calling(shell: Shell, connection: Connection): Promise<Finding[]> {
  const asked = await inTime(shell, { connection, work: connection.request('person/calling', {}) });
  return callingFindings(asked, { inTmux: (shell.env['TMUX'] ?? '') !== '' });
}

/** How much lies in worktrees that nobody needs any more. */
async function worktrees(shell: Shell, connection: Connection): Promise<Finding[]> {
  const { world } = await inTime(shell, { connection, work: connection.request('world/get', {}) });
  const over = cleanable(world, null);
  if (over.length === 0) return [];
  const bytes = over.reduce((sum, { diskBytes }) => sum + (diskBytes ?? 0), 0);
  const unknown = over.some(({ diskBytes }) => diskBytes === null);
  const count = over.length === 1 ? '1 worktree' : `${over.length} worktrees`;
  const size = unknown ? `at least ${shortBytes(bytes)}` : shortBytes(bytes);
  return [note(`${size} lie in ${count} of work that landed or was discarded`, 'signalbox clean --all')];
}
