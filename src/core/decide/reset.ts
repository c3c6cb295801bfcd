import { type HandedFile, handOver } from '../words/hand-over.ts';
import type { World } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** Limits of what the person may say with it, characters. */
const maxNote = 20_000;

/**
 * Gives an agent a fresh context in the same worktree, with a hand-over. `files`: what differs from where the session
 * started.
 */
export function resetSession(
  world: World,
  { id, note, files }: { id: number; note: string | null; files: readonly HandedFile[] },
): Decision {
  return aboutSession(world, id, (session) => {
    const word = note?.trim() ?? '';
    if (word.length > maxNote)
      return refuse(`the note has ${word.length} characters, at most ${maxNote} are taken`, 'put the rest into a file');
    if (session.undoes !== null) return refuse(`no agent works on #${id}`, 'it takes a landing back');
    if (session.ending?.why === 'reset') return refuse(`#${id} is being reset already`);
    const reset = () => {
      const text = handOver(session, files);
      return accept({ type: 'session.reset', session: id, handOver: text, note: word === '' ? null : word });
    };
    switch (session.state) {
      case 'working':
      case 'asking':
      case 'stuck':
        return session.worktree === null || session.runs === 0 ? refuse(`#${id} has no agent yet`) : reset();
      case 'queued':
        return session.runs > 0 ? reset() : refuse(`#${id} has not started yet: there is nothing to forget`);
      case 'preparing':
        return refuse(`#${id} has no agent yet: there is nothing to forget`);
      case 'checking':
        return refuse(`#${id} has handed in, and its gate runs`, 'wait for the verdict');
      case 'ready':
      case 'reviewing':
        return refuse(`#${id} has finished its round`, 'reject it, then reset it');
      case 'landing':
        return refuse(`#${id} is landing`, `while that has not begun, signalbox defer ${id} takes the approval back`);
      case 'failed':
      case 'stopped':
        return refuse(`#${id} is ${session.state}: it has no agent now`, `signalbox resume ${id}, then reset it`);
      case 'landed':
      case 'discarded':
        return refuse(`#${id} is ${session.state}`);
    }
  });
}
