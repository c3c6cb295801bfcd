import { createTasks, untrusted } from './backlog.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';
import { isOver } from '../model/session.ts';
import { waitsForTarget } from '../rules/target-red.ts';
import type { Task } from '../model/task.ts';
import type { World } from '../model/world.ts';

/** Queues a task. `agents`: names that the configurations define. */
export function createTask(
  world: World,
  { repo, task, agents }: { repo: string; task: Task; agents: readonly string[] },
): Decision {
  const created = createTasks(world, { repo, agents, tasks: [{ task, afterTasks: [] }] });
  return 'events' in created ? created : { refused: created.wrong[0]?.fault ?? untrusted };
}

/** Ends the agent and sets the session aside; its work stays. */
export function stopSession(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    switch (session.state) {
      case 'queued':
      case 'preparing':
      case 'working':
      case 'asking':
      case 'checking':
      case 'stuck':
        return accept({ type: 'session.stopped', session: id, reason: 'stopped by hand' });
      case 'ready':
      case 'reviewing':
        return refuse(`#${id} has finished its round`, 'review it: approve, reject, defer or discard');
      case 'landing':
        return refuse(`#${id} is landing`, `while that has not begun, signalbox defer ${id} takes the approval back`);
      case 'landed':
      case 'failed':
      case 'stopped':
      case 'discarded':
        return refuse(`#${id} is ${session.state} already`);
    }
  });
}

/**
 * Puts a session that ended or is stuck back to work, with a word for the agent. One that waits for a red target is judged
 * again; with a word it goes back to its agent, for repairing the target may be what it is there for.
 */
export function resumeSession(world: World, { id, note }: { id: number; note: string | null }): Decision {
  return aboutSession(world, id, (session) => {
    const waits = waitsForTarget(session) && session.gate === null;
    if (!waits && session.state !== 'stuck' && session.state !== 'failed' && session.state !== 'stopped') {
      return refuse(`#${id} is ${session.state}`, 'only a stuck, failed or stopped session is resumed');
    }
    if (session.ending !== null) return refuse(`the process of #${id} is still ending`, 'try again in a few seconds');
    const word = note?.trim() ?? '';
    return accept({ type: 'session.resumed', session: id, note: word === '' ? null : word });
  });
}

/** Gives a session up. A finished round is discarded only by the person who has it in hand. */
export function discardSession(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    if (isOver(session)) return refuse(`#${id} is ${session.state} already`);
    if (session.state === 'landing') {
      const takeBack = session.landing?.intent === null ? `take its approval back first: signalbox defer ${id}` : null;
      return refuse(`#${id} is landing`, takeBack ?? session.landing?.waits ?? 'wait for the landing to finish');
    }
    if (session.state === 'ready')
      return refuse(`#${id} waits for its review`, `take it in hand first: signalbox review ${id}`);
    return accept({ type: 'session.discarded', session: id, reason: 'discarded by hand' });
  });
}
