import { homedir } from 'node:os';
import { type RepositoryConfig, repositoryConfigSchema } from '../../core/model/config.ts';
import { Fault, describeFault } from '../../core/fault.ts';
import { findProgram } from '../../runner/program/check-command.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Crew } from '../crew.ts';
import { agentsOf, chooseAgent } from './agent-command.ts';
import { clientEnvironment } from './agent-environment.ts';
import { askVersion } from './ask-version.ts';
import { readUserConfig } from './read-config.ts';
import { lookAtRepository } from './repositories.ts';

type AgentFound = Result<'agents/list'>['agents'][number];

/** Where and for whom one looks. */
interface Place {
  readonly config: RepositoryConfig;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly versions: boolean;
}

/**
 * Every agent that a task could name, and whether its program is there. Runs nothing of a configuration that is not trusted.
 * @throws Fault 'config' when the person's own configuration is wrong
 */
export async function findAgents(crew: Crew, { path, env, versions }: Params<'agents/list'>): Promise<AgentFound[]> {
  const repo = await repositoryAt(crew, path);
  const config = repo?.config ?? repositoryConfigSchema.parse({});
  const configured = new Set(Object.keys({ ...readUserConfig(crew.places.userConfig).agents, ...config.agents }));
  const names = Object.keys(agentsOf(crew.places, config));
  const place = { config, cwd: repo?.root ?? homedir(), env: clientEnvironment(env), versions };
  return Promise.all(
    names.map(async (name) => ({ name, configured: configured.has(name), ...(await look(crew, name, place)) })),
  );
}

async function look(crew: Crew, name: string, place: Place): Promise<Omit<AgentFound, 'name' | 'configured'>> {
  try {
    const { adapter, command } = chooseAgent(crew.places, { config: place.config, name });
    const program = command[0] ?? '';
    const found = findProgram({ program, cwd: place.cwd, path: place.env['PATH'] });
    // What starts it in its place (npx, a script) would tell its own version.
    const asks = place.versions && adapter !== null && found !== null && command.length === 1;
    const version = asks ? await askVersion(adapter.version, { file: found, env: place.env }) : null;
    return {
      adapter: adapter?.name ?? null,
      title: adapter?.title ?? name,
      program,
      found,
      version,
      problem: asks && version === null ? `${found} did not say its version` : null,
      tested: [...(adapter?.tested ?? [])],
      authority: adapter?.authority ?? null,
      npmPackage: adapter?.npmPackage ?? null,
    };
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const nothing = { adapter: null, program: '', found: null, version: null, authority: null, npmPackage: null };
    return { ...nothing, title: name, tested: [], problem: describeFault(thrown) };
  }
}

/** The repository around a folder; null outside of any. */
async function repositoryAt(crew: Crew, path: string): Promise<Result<'repo/open'>['repo'] | null> {
  try {
    return (await lookAtRepository(crew, path)).repo;
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'repository') return null;
    throw thrown;
  }
}
