import type { Task } from '../../core/model/task.ts';
import { Fault } from '../../core/fault.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import type { Params } from '../../wire/requests.ts';
import { agentsOf, chooseAgent, defaultAgent } from '../setting/agent-command.ts';
import type { Crew } from '../crew.ts';

type Written = Params<'task/edit'>['task'];

/** A task with what the person has written of it anew. @throws Fault 'refused' */
export function rewritten(
  { crew, config }: { crew: Pick<Crew, 'places'>; config: RepositoryConfig },
  task: Task,
  { agent, done, lead, ...written }: Written,
): Task {
  const given = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
  return {
    ...task,
    ...given,
    ...(done === undefined ? {} : { done }),
    ...(lead === undefined ? {} : { lead }),
    ...(agent === undefined ? {} : { agent: agentNamed(crew, config, agent) }),
  };
}

/** The agent that a task means; null is the configured default. @throws Fault 'refused', 'config' */
export function agentNamed({ places }: Pick<Crew, 'places'>, config: RepositoryConfig, agent: string | null): string {
  const agents = Object.keys(agentsOf(places, config));
  const name = agent ?? defaultAgent(places, config);
  if (name === null) {
    throw new Fault({
      code: 'refused',
      message: 'no agent is named, and none is the default: agent: in .signalbox/config.yaml',
      hint: agents.length === 0 ? 'define one under agents: there' : `or one of ${agents.join(', ')} for this task`,
    });
  }
  // An agent that is not wholly defined is refused now, not when its turn comes.
  if (agents.includes(name)) chooseAgent(places, { config, name });
  return name;
}
