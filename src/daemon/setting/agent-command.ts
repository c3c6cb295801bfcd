import type { RepositoryConfig } from '../../core/config.ts';
import { Fault } from '../../core/fault.ts';
import type { Places } from '../../wire/places.ts';
import { readUserConfig } from './read-config.ts';

/** Agents that a repository's tasks can name: its own, and the person's. @throws Fault 'config' */
export function agentsOf(places: Places, config: RepositoryConfig): Record<string, { command: string[] }> {
  return { ...readUserConfig(places.userConfig).agents, ...config.agents };
}

/** The agent used when a task names none; null when there is no telling. @throws Fault 'config' */
export function defaultAgent(places: Places, config: RepositoryConfig): string | null {
  const names = Object.keys(agentsOf(places, config));
  return config.agent ?? readUserConfig(places.userConfig).agent ?? (names.length === 1 ? (names[0] ?? null) : null);
}

/** argv of a named agent. @throws Fault 'config' when it is not defined any more */
export function agentCommand(
  places: Places,
  { config, name }: { config: RepositoryConfig; name: string },
): readonly string[] {
  const agent = agentsOf(places, config)[name];
  if (agent === undefined)
    throw new Fault({
      code: 'config',
      message: `agent ${name} is not defined any more`,
      hint: 'define it under agents: and resume the session',
    });
  return agent.command;
}
