import type { FaultText } from '../fault.ts';
import type { RepositoryConfig } from '../model/config.ts';
import type { Task } from '../model/task.ts';
import type { World } from '../model/world.ts';
import { matchingNames } from './matching-names.ts';

/** Limits of what a task may say, characters, and of how much of each kind. */
const maxTitle = 200;
const maxPrompt = 200_000;
const maxLine = 2000;
const maxLines = 100;

/** What a task is judged by: what exists. */
export interface TaskPlace {
  readonly world: World;
  readonly config: RepositoryConfig;
  /** Names that the configurations define. */
  readonly agents: readonly string[];
}

/** What is wrong with a task on its own; null when it may be queued. */
export function wrongTask(task: Task, { world, config, agents }: TaskPlace): FaultText | null {
  const title = task.title.trim();
  if (title === '') return refusal('a task needs a title', 'signalbox new "what it is about" --prompt "what to do"');
  if (/[\r\n]/u.test(title)) return refusal('a title is one line', 'put the rest into the prompt');
  if (title.length > maxTitle)
    return refusal(
      `the title has ${title.length} characters, at most ${maxTitle} are taken`,
      'put the rest into --prompt',
    );
  if (task.prompt.length > maxPrompt)
    return refusal(
      `the prompt has ${task.prompt.length} characters, at most ${maxPrompt} are taken`,
      'put the material into a file of the repository',
    );
  const long = tooMuch(task);
  if (long !== null) return long;
  const outside = task.scope.find((glob) => glob.split('/').includes('..'));
  if (outside !== undefined)
    return refusal(
      `${outside} is no path inside the repository`,
      'a boundary is written from its top folder on: src/player/**',
    );
  if (!agents.includes(task.agent)) {
    return refusal(`there is no agent ${task.agent} in the configuration`, matchingNames('agents', agents));
  }
  const known = config.checks.map((check) => check.name);
  const strange = task.checks.find((name) => !known.includes(name));
  if (strange !== undefined)
    return refusal(`there is no check ${strange} in the configuration`, matchingNames('checks', known));
  const missing = task.after.find((id) => world.sessions[id] === undefined);
  if (missing !== undefined)
    return refusal(`--after #${missing}: there is no such session`, 'signalbox list shows them');
  return null;
}

/** A refusal as data. */
export function refusal(message: string, hint?: string): FaultText {
  return { code: 'refused', message, hint };
}

function tooMuch(task: Task): FaultText | null {
  const lists = { scope: task.scope, check: task.checks, stop: task.stop, done: task.done ?? [], after: task.after };
  for (const [name, list] of Object.entries(lists)) {
    if (list.length > maxLines) return refusal(`${list.length} times --${name}, at most ${maxLines} are taken`);
    if (list.some((entry) => String(entry).length > maxLine))
      return refusal(`a --${name} has more than ${maxLine} characters`, 'put the rest into the prompt');
  }
  return null;
}
