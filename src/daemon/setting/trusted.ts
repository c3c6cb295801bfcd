import { Fault } from '../../core/fault.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import type { Repo } from '../../core/model/world.ts';
import { resolveTarget } from '../../git/repository.ts';
import type { Crew } from '../crew.ts';
import { agentsOf } from './agent-command.ts';
import { lookAtRepository } from './repositories.ts';

/** The repository around `path`, whose commands the person has trusted. @throws Fault 'untrusted', 'config', 'repository' */
export async function trustedAt(crew: Crew, path: string): Promise<Repo & { config: RepositoryConfig }> {
  const { repo, commands, problem } = await lookAtRepository(crew, path);
  if (problem !== null) throw new Fault({ code: 'config', message: problem });
  const { config } = repo;
  if (config === null) throw untrusted(repo.root, commands);
  await resolveTarget(repo.root, repo.target);
  return { ...repo, config };
}

/** The rules of a known repository, and the agents that its tasks can name. @throws Fault 'untrusted', 'config' */
export function rulesOf({ ledger, places }: Crew, id: string): { config: RepositoryConfig; agents: string[] } {
  const repo = ledger.world.repos[id];
  const config = repo?.config ?? null;
  if (config === null) throw untrusted(repo?.root ?? id, []);
  return { config, agents: Object.keys(agentsOf(places, config)) };
}

function untrusted(root: string, commands: readonly string[]): Fault {
  const would = commands.length === 0 ? '' : `; it would run: ${commands.join(' | ')}`;
  return new Fault({
    code: 'untrusted',
    message: `${root} is not trusted yet${would}`,
    hint: 'signalbox trust, or signalbox init when it has no configuration',
  });
}
