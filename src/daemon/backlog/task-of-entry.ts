import { Fault, describeFault } from '../../core/fault.ts';
import type { RepositoryConfig } from '../../core/model/config.ts';
import type { Task } from '../../core/model/task.ts';
import type { Crew } from '../crew.ts';
import type { Entry, FileError } from './entries.ts';
import { agentNamed } from './written-task.ts';

/** An entry of a file as a task, without what it comes after. An agent that is none goes into `errors`. */
export function taskOfEntry(
  { crew, config, errors }: { crew: Pick<Crew, 'places'>; config: RepositoryConfig; errors: FileError[] },
  entry: Entry,
): Task {
  const { title, prompt, kind, scope, checks, stop, done, priority, lead } = entry;
  let agent = entry.agent ?? '';
  try {
    agent = agentNamed(crew, config, entry.agent);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    errors.push({ line: entry.line, text: describeFault(thrown) });
  }
  return {
    title,
    prompt,
    kind,
    scope,
    checks,
    stop,
    agent,
    priority,
    after: [],
    ...(done.length === 0 ? {} : { done }),
    ...(lead ? { lead } : {}),
  };
}
