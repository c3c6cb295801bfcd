import type { World } from '../model/world.ts';

/** What a session can only begin, or end, after: its dependencies, and as a lead its tasks. */
type Edges = ReadonlyMap<number, readonly number[]>;

/** A task as it would be, with the sessions that it comes after. */
export interface Placed {
  readonly id: number;
  readonly after: readonly number[];
  readonly parent?: number | undefined;
}

/**
 * Sessions of which each waits for the next and the last for the first, if these tasks were to be so; null when there are
 * none. A lead waits for the tasks that it proposed, so that none of them may come after it.
 */
export function dependencyCycle(world: World, tasks: readonly Placed[]): readonly number[] | null {
  const edges = edgesOf(world, tasks);
  for (const { id } of tasks) {
    const cycle = wayBack(edges, id);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** The cycle in words: `#3 comes after #4, which comes after #3`. */
export function cycleWords(cycle: readonly number[]): string {
  const [first, ...rest] = cycle;
  return `#${first} would wait for ${[...rest, first].map((id) => `#${id}`).join(', which waits for ')}`;
}

function edgesOf(world: World, tasks: readonly Placed[]): Edges {
  const edges = new Map<number, number[]>();
  const add = ({ id, after, parent }: Placed): void => {
    edges.set(id, [...(edges.get(id) ?? []), ...after]);
    if (parent !== undefined) edges.set(parent, [...(edges.get(parent) ?? []), id]);
  };
  const given = new Set(tasks.map(({ id }) => id));
  for (const { id, task, state } of Object.values(world.sessions)) {
    // What has landed is waited for by nobody.
    if (given.has(id) || state === 'landed') continue;
    add({ id, after: task.after, parent: task.parent });
  }
  tasks.forEach(add);
  return edges;
}

/** The shortest way from a session back to itself. */
function wayBack(edges: Edges, start: number): number[] | null {
  const came = new Map<number, number>();
  const open = [start];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const next of edges.get(at) ?? []) {
      if (next === start) return trace(came, start, at);
      if (came.has(next)) continue;
      came.set(next, at);
      open.push(next);
    }
  }
  return null;
}

function trace(came: ReadonlyMap<number, number>, start: number, end: number): number[] {
  const way: number[] = [];
  for (let at: number | undefined = end; at !== undefined && at !== start; at = came.get(at)) way.unshift(at);
  return [start, ...way];
}
