import type { Stop } from './hook-event.ts';
import { oneLine } from './one-line.ts';

/** What keeps the registry from saying that the session rests, as long as it runs. */
const seenInRegistry = ['subagent', 'shell', 'teammate'];

/**
 * What will wake a turn that has ended, one line each. A member of a team that has nothing to do is still listed as
 * running; it wakes nobody. `idleMates`: how many of them have nothing to do.
 */
export function backgroundOf(event: Stop, idleMates: number): string[] {
  const mates = event.background_tasks.filter((task) => task.type === 'teammate');
  const idle = mates.length <= idleMates;
  const tasks = event.background_tasks.filter((task) => task.type !== 'teammate' || !idle);
  const crons = event.session_crons.length;
  return [
    ...tasks.map((task) => oneLine(`${task.type}: ${task.description}`)),
    ...(crons === 0 ? [] : [`${crons} scheduled prompt${crons === 1 ? '' : 's'}`]),
  ];
}

/** Whether the registry tells the end of all that runs, also where no prompt follows: the person has ended it. */
export function endsUnheard(event: Stop): boolean {
  return event.session_crons.length === 0 && event.background_tasks.every((task) => seenInRegistry.includes(task.type));
}
