import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AgentOptions, RepositoryConfig } from '../../core/model/config.ts';
import { Fault, describeFault } from '../../core/fault.ts';
import type { Repo } from '../../core/model/world.ts';
import { defaultTarget, openRepository, resolveTarget } from '../../git/repository.ts';
import { effectiveTarget } from '../../git/upstream.ts';
import type { Result } from '../../wire/requests.ts';
import type { Crew } from '../crew.ts';
import { type ConfigFile, readRepositoryConfig, repositoryConfigPath } from './read-config.ts';

/** Everything a client is told about the repository around `path`. @throws Fault 'repository' */
export async function lookAtRepository(crew: Crew, path: string): Promise<Result<'repo/open'>> {
  const repo = await openRepo(crew, path);
  try {
    const file = readRepositoryConfig(join(repo.root, repositoryConfigPath));
    const trust = trustOf(repo, file);
    noteDifference(crew, repo, trust === 'changed' || (trust === 'missing' && repo.config !== null));
    return {
      repo: current(crew, repo.id),
      trust,
      commands: file === null ? [] : commandsOf(file.config),
      problem: null,
    };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'config') throw thrown;
    const trust = repo.config === null ? 'untrusted' : 'changed';
    noteDifference(crew, repo, repo.config !== null);
    return { repo: current(crew, repo.id), trust, commands: [], problem: describeFault(thrown) };
  }
}

/** Keeps the exact bytes of the configuration as the rules from now on; with `accept` also git's own files as they are. @throws Fault 'config', 'repository' */
export async function trustRepository(crew: Crew, path: string, accept: boolean): Promise<Result<'repo/trust'>> {
  const repo = await openRepo(crew, path);
  const file = readRepositoryConfig(join(repo.root, repositoryConfigPath));
  if (file === null) {
    throw new Fault({
      code: 'config',
      message: `${repo.root} has no ${repositoryConfigPath}`,
      hint: 'signalbox init writes one',
    });
  }
  const target = file.config.target ?? (await defaultTarget(repo.root));
  await resolveTarget(repo.root, target);
  if (repo.configHash !== file.hash || repo.configChanged || repo.target !== target) {
    crew.ledger.append({ type: 'repo.trusted', repo: repo.id, target, hash: file.hash, config: file.config });
  }
  const accepted = accept ? await crew.guards.accept(repo) : [];
  return { repo: current(crew, repo.id), commands: commandsOf(file.config), accepted: [...accepted] };
}

/** The repository around `path`, made known to the world. @throws Fault 'repository' */
async function openRepo(crew: Crew, path: string): Promise<Repo> {
  const found = await openRepository(path);
  const id = `${found.name}-${createHash('sha256').update(found.root).digest('hex').slice(0, 8)}`;
  const known = crew.ledger.world.repos[id];
  const target = known?.config?.target ?? known?.target ?? (await defaultTarget(found.root));
  if (known === undefined || known.target !== target) {
    crew.ledger.append({ type: 'repo.opened', repo: id, root: found.root, name: found.name, target });
  }
  await lookAtTarget(crew, current(crew, id));
  crew.conventions.look(id);
  return current(crew, id);
}

/**
 * Records what work would be merged onto now, when that has moved: the target, or its upstream as last fetched. A target
 * that is gone is left as it was last seen.
 */
export async function lookAtTarget(crew: Pick<Crew, 'ledger'>, repo: Repo): Promise<void> {
  const order = { root: repo.root, branch: repo.target, fetch: 'never' } as const;
  const where = await effectiveTarget(order).catch((thrown: unknown) => {
    if (thrown instanceof Fault && thrown.code === 'repository') return null;
    throw thrown;
  });
  const commit = where === null ? null : where.base;
  if (commit !== null && commit !== current(crew, repo.id).targetCommit) {
    crew.ledger.append({ type: 'target.moved', repo: repo.id, commit });
  }
}

/** Compares the configuration on disk with the trusted one: new starts wait while they differ. */
export function lookAtConfig(crew: Crew, repo: Repo): void {
  if (repo.config === null) return;
  let hash: string | null;
  try {
    hash = readRepositoryConfig(join(repo.root, repositoryConfigPath))?.hash ?? null;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    hash = null;
  }
  noteDifference(crew, repo, hash !== repo.configHash);
}

function noteDifference(crew: Crew, repo: Repo, changed: boolean): void {
  if (repo.config !== null && repo.configChanged !== changed) {
    crew.ledger.append({ type: 'config.differed', repo: repo.id, changed });
  }
}

function trustOf(repo: Repo, file: ConfigFile<RepositoryConfig> | null): Result<'repo/open'>['trust'] {
  if (file === null) return 'missing';
  if (repo.config === null) return 'untrusted';
  return repo.configHash === file.hash ? 'trusted' : 'changed';
}

/** What trusting means: every command that the configuration would run, and where it comes from. */
function commandsOf(config: RepositoryConfig): string[] {
  return [
    ...config.setup.map((run) => `setup: ${run}`),
    ...config.checks.map((check) => `check ${check.name}: ${check.run}`),
    ...(config.preview === undefined ? [] : [`preview: ${config.preview}`]),
    ...Object.entries(config.agents).map(([name, agent]) => `agent ${name}: ${wordsOf(name, agent)}`),
  ];
}

/** What an agent of the configuration starts. */
function wordsOf(name: string, { adapter, command, args }: AgentOptions): string {
  const built = command === undefined ? `the built-in ${adapter ?? name}` : command.join(' ');
  return [built, ...args].join(' ');
}

function current(crew: Pick<Crew, 'ledger'>, id: string): Repo {
  const repo = crew.ledger.world.repos[id];
  if (repo === undefined) throw new Error(`repository ${id} vanished from the world`);
  return repo;
}
