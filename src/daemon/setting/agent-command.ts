import type { Adapter } from '../../agents/adapter.ts';
import { adapterNamed, adapterNames } from '../../agents/adapters.ts';
import type { AgentOptions, RepositoryConfig } from '../../core/model/config.ts';
import { Fault } from '../../core/fault.ts';
import type { Places } from '../../wire/places.ts';
import { readUserConfig } from './read-config.ts';

/** An agent as a task names it. `adapter` null: a plain command, started with its prompt and never typed into. */
export interface ChosenAgent {
  readonly adapter: Adapter | null;
  readonly command: readonly string[];
  readonly options: AgentOptions;
}

const noOptions: AgentOptions = { args: [], interactive: false };

/** Agents that a repository's tasks can name: the built-in ones, the person's, its own. @throws Fault 'config' */
export function agentsOf(places: Places, config: RepositoryConfig): Record<string, AgentOptions> {
  const known = Object.fromEntries(adapterNames.map((name) => [name, noOptions]));
  return { ...known, ...readUserConfig(places.userConfig).agents, ...config.agents };
}

/** The agent used when a task names none: what is configured; null when there is no telling. @throws Fault 'config' */
export function defaultAgent(places: Places, config: RepositoryConfig): string | null {
  const person = readUserConfig(places.userConfig);
  const named = config.agent ?? person.agent;
  if (named !== undefined) return named;
  const names = Object.keys({ ...person.agents, ...config.agents });
  return names.length === 1 ? (names[0] ?? null) : null;
}

/** What a named agent is. @throws Fault 'config' when it is not defined (any more), or not wholly */
export function chooseAgent(places: Places, { config, name }: { config: RepositoryConfig; name: string }): ChosenAgent {
  const options = agentsOf(places, config)[name];
  if (options === undefined) {
    throw new Fault({
      code: 'config',
      message: `agent ${name} is not defined any more`,
      hint: 'define it under agents: and resume the session',
    });
  }
  const wanted = options.adapter ?? (adapterNames.includes(name) ? name : options.interactive ? 'generic' : null);
  const adapter = wanted === null ? null : adapterNamed(wanted);
  if (adapter === undefined) {
    throw new Fault({
      code: 'config',
      message: `agent ${name}: there is no adapter ${wanted}`,
      hint: `adapters: ${adapterNames.join(', ')}`,
    });
  }
  const command = options.command ?? (adapter === null ? [] : [adapter.program]);
  if (command.length === 0) {
    throw new Fault({ code: 'config', message: `agent ${name} has no command`, hint: 'give it one under agents:' });
  }
  return { adapter, command: adapter === null ? [...command, ...options.args] : command, options };
}
