import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { createTasks } from '../../core/decide/backlog.ts';
import type { Task } from '../../core/model/task.ts';
import { type Repo, sessionsOf } from '../../core/model/world.ts';
import type { Params, Result } from '../../wire/requests.ts';
import type { Crew } from '../crew.ts';
import { clientEnvironment } from '../setting/agent-environment.ts';
import { agentsOf } from '../setting/agent-command.ts';
import type { Entry, FileError } from './entries.ts';
import { lintSentences } from './match-scope.ts';
import { readTasks } from './read-tasks.ts';
import { taskOfEntry } from './task-of-entry.ts';

type Queued = Result<'tasks/queue'>;

/** Queues a file of tasks in one step: all of them, or none and every mistake by its line. */
export async function queueFile(crew: Crew, repo: Repo, order: Params<'tasks/queue'>): Promise<Queued> {
  const { ledger } = crew;
  const config = repo.config;
  if (config === null) throw new Error('the caller has seen to trust');
  const sessions = sessionsOf(ledger.world).filter(
    (session) => session.repo === repo.id && session.state !== 'discarded',
  );
  const read = readTasks(order.text, { name: order.file, sessions });
  const errors = [...read.errors];
  const source = sourceOf(repo, order.file);
  const known = read.entries.map(
    ({ title }) => sessions.find(({ task }) => task.source === source && task.title === title)?.id ?? null,
  );
  if (order.again === 'none' && known.some((id) => id !== null)) errors.push(...alreadyQueued(read.entries, known));
  const isNew = (at: number): boolean => order.again === 'all' || known[at] == null;
  const chosen = read.entries.flatMap((entry, at) => (isNew(at) ? [{ entry, at }] : []));
  const tasks = chosen.map(({ entry, at }) => {
    const placed = read.after[at] ?? { tasks: [], sessions: [] };
    const old = placed.tasks.filter((other) => !isNew(other)).flatMap((other) => known[other] ?? []);
    const afterTasks = placed.tasks.filter(isNew).map((other) => chosen.findIndex((one) => one.at === other));
    const task: Task = { ...taskOfEntry({ crew, config, errors }, entry), source, after: [...placed.sessions, ...old] };
    return { task, afterTasks };
  });
  const lints = await Promise.all(tasks.map(({ task }) => lintSentences(crew, { repo, task })));
  const agents = Object.keys(agentsOf(crew.places, config));
  // Nothing may come between this and the numbers.
  const first = ledger.world.nextId;
  const created =
    errors.length > 0 || tasks.length === 0 ? null : createTasks(ledger.world, { repo: repo.id, tasks, agents });
  if (created !== null && 'wrong' in created) {
    for (const { at, fault } of created.wrong) {
      const hint = fault.hint === undefined ? '' : `: ${fault.hint}`;
      errors.push({ line: chosen[at]?.entry.line ?? 1, text: `${fault.message}${hint}` });
    }
  }
  const goes = errors.length === 0 && created !== null && 'events' in created && !order.dryRun;
  if (goes) {
    const env = clientEnvironment(order.env);
    tasks.forEach((_, at) => crew.journal.keepEnvironment(first + at, env));
    ledger.append(...created.events);
  }
  const wrong = errors.length > 0;
  return {
    errors: errors.toSorted((a, b) => a.line - b.line),
    queued: goes,
    tasks: read.entries.map(({ title, line }, at) => {
      const place = chosen.findIndex((one) => one.at === at);
      const task = tasks[place];
      const after = task === undefined ? [] : [...task.task.after, ...task.afterTasks.map((other) => first + other)];
      const session = place === -1 || wrong ? null : first + place;
      return { title, line, session, known: known[at] ?? null, after, lint: lints[place] ?? [] };
    }),
  };
}

function alreadyQueued(entries: readonly Entry[], known: readonly (number | null)[]): FileError[] {
  return entries.flatMap(({ line, title }, at) => {
    const id = known[at] ?? null;
    return id === null ? [] : [{ line, text: `"${title}" is #${id} already, from this file` }];
  });
}

/** What a file is called as the source of a task: its place in the repository, else its own. */
function sourceOf(repo: Repo, file: string): string {
  let path = resolve(repo.root, file);
  try {
    path = realpathSync(path);
  } catch {
    // A file that only the client can see keeps the name that it gave.
  }
  const inside = relative(repo.root, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside;
}
