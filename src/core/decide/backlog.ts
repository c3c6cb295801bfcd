import type { FaultText } from '../fault.ts';
import type { Event } from '../model/events.ts';
import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import type { World } from '../model/world.ts';
import { queueOf } from '../rules/admission.ts';
import { cycleWords, dependencyCycle } from '../rules/dependencies.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { refusal, wrongTask } from './new-task.ts';

/** A task to be queued; `afterTasks`: places in the same list of those that must have landed first. */
export interface ListedTask {
  readonly task: Task;
  readonly afterTasks: readonly number[];
}

/** What is wrong with one of several tasks. */
export interface WrongTask {
  readonly at: number;
  readonly fault: FaultText;
}

/** Queues several tasks at once, or none: then all that is wrong, task by task. */
export function createTasks(
  world: World,
  { repo, tasks, agents }: { repo: string; tasks: readonly ListedTask[]; agents: readonly string[] },
): { readonly events: readonly Event[] } | { readonly wrong: readonly WrongTask[] } {
  const config = world.repos[repo]?.config ?? null;
  if (config === null) return { wrong: [{ at: 0, fault: untrusted }] };
  const numbered = tasks.map(({ task, afterTasks }, at) => ({
    id: world.nextId + at,
    task: {
      ...task,
      title: task.title.trim(),
      after: [...task.after, ...afterTasks.map((other) => world.nextId + other)],
    },
  }));
  const wrong = tasks.flatMap(({ task }, at): WrongTask[] => {
    const fault = wrongTask(task, { world, config, agents });
    return fault === null ? [] : [{ at, fault }];
  });
  if (wrong.length > 0) return { wrong };
  const placed = numbered.map(({ id, task }) => ({ id, after: task.after, parent: task.parent }));
  const cycle = dependencyCycle(world, placed);
  if (cycle !== null) {
    const titles = cycle.map((id) => `"${numbered.find((one) => one.id === id)?.task.title ?? `#${id}`}"`);
    const fault = refusal(
      `${titles.join(' waits for ')}, which waits for ${titles[0] ?? ''}: none of them could ever start`,
      'take one of the dependencies out',
    );
    return { wrong: [{ at: Math.max(0, (cycle[0] ?? world.nextId) - world.nextId), fault }] };
  }
  return { events: numbered.map(({ id, task }) => ({ type: 'task.created', session: id, repo, task })) };
}

/** What a refusal about trust says. */
export const untrusted: FaultText = {
  code: 'untrusted',
  message: 'this repository is not trusted yet',
  hint: 'look at its commands with signalbox trust',
};

/** Writes a queued task anew. What an agent has begun with stays as it was told. */
export function editTask(
  world: World,
  { id, task, agents }: { id: number; task: Task; agents: readonly string[] },
): Decision {
  return aboutSession(world, id, (session) => {
    const started = notQueued(session);
    if (started !== null) return started;
    const config = world.repos[session.repo]?.config ?? null;
    if (config === null) return { refused: untrusted };
    const { parent, source } = session.task;
    const written = {
      ...withoutOrigin(task),
      ...(parent === undefined ? {} : { parent }),
      ...(source === undefined ? {} : { source }),
    };
    const wrong = wrongTask(written, { world, config, agents });
    if (wrong !== null) return { refused: wrong };
    if (written.after.includes(id)) return refuse(`#${id} cannot come after itself`);
    const cycle = dependencyCycle(world, [{ id, after: written.after, parent }]);
    if (cycle !== null)
      return refuse(`${cycleWords(cycle)}: neither could ever start`, 'take one of the dependencies out');
    return accept({ type: 'task.edited', session: id, task: { ...written, title: written.title.trim() } });
  });
}

/** Where a task comes from is not the person's to write. */
function withoutOrigin({ parent: _parent, source: _source, ...task }: Task): Task {
  return task;
}

/** Why a queued task's place or words cannot be changed; null when they can. */
export function notQueued(session: Session): Decision | null {
  const { id, state, queuedAs } = session;
  if (state !== 'queued') return refuse(`#${id} is ${state}, not queued`, 'only what has not started can be changed');
  if (queuedAs === 'rework')
    return refuse(`#${id} is rework`, 'rework goes first of itself, the oldest before the others');
  return null;
}

/** New starts in their order. */
function startsOf(world: World): readonly Session[] {
  return queueOf(world).filter(({ queuedAs }) => queuedAs === 'start');
}

/** Where a queued task is to go: before another one, or behind it; `top` and `bottom` of all new starts. */
export type Destination = { readonly before: number } | { readonly behind: number } | 'top' | 'bottom';

/** Moves a queued task. Among tasks of another priority it takes on theirs: their order is first of all that. */
export function moveTask(world: World, { id, to }: { id: number; to: Destination }): Decision {
  return aboutSession(world, id, (session) => {
    const wrong = notQueued(session);
    if (wrong !== null) return wrong;
    const others = startsOf(world).filter((other) => other.id !== id);
    const at = placeIn(others, to);
    if (at === null) {
      const named = typeof to === 'string' ? 0 : 'before' in to ? to.before : to.behind;
      if (named === id) return refuse(`#${id} is itself`, 'name another queued task');
      return refuse(`#${named} is not in the queue of new tasks`, 'signalbox list shows them');
    }
    const [above, next] = [others[at - 1], others[at]];
    const beside = typeof to !== 'string' && 'behind' in to ? above : (next ?? above);
    const priority = beside?.task.priority ?? session.task.priority;
    return accept(...prioritised(session, priority), ...ranked(others, { id, at, priority, next: world.nextId }));
  });
}

function placeIn(others: readonly Session[], to: Destination): number | null {
  if (to === 'top') return 0;
  if (to === 'bottom') return others.length;
  const at = others.findIndex((other) => other.id === ('before' in to ? to.before : to.behind));
  if (at === -1) return null;
  return 'before' in to ? at : at + 1;
}

function prioritised(session: Session, priority: number): Event[] {
  if (session.task.priority === priority) return [];
  return [{ type: 'task.edited', session: session.id, task: { ...session.task, priority } }];
}

/** A rank between those of its neighbours; where there is none left between them, all of that priority get new ones. */
function ranked(
  others: readonly Session[],
  { id, at, priority, next }: { id: number; at: number; priority: number; next: number },
): Event[] {
  const rankOf = (session: Session | undefined): number | null =>
    session !== undefined && session.task.priority === priority ? session.rank : null;
  const [low, above] = [rankOf(others[at - 1]), rankOf(others[at])];
  if (low === null && above === null) return [];
  // A new task gets its number as its rank, and comes behind all that are there.
  const high = above ?? next;
  const rank = low === null ? high - 1 : (low + high) / 2;
  if (low === null || (rank > low && rank < high)) return [{ type: 'task.moved', session: id, rank }];
  const same = others.filter((other) => other.task.priority === priority).map((other) => other.id);
  const before = others.slice(0, at).filter((other) => other.task.priority === priority).length;
  const row = [...same.slice(0, before), id, ...same.slice(before)];
  return row.map((one, place) => ({
    type: 'task.moved',
    session: one,
    rank: (next * (place + 1)) / (row.length + 1),
  }));
}
