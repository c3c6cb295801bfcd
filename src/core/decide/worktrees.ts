import { type Session, isOver } from '../model/session.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** Why a session's worktree must not be removed, a sentence; null when it may. `named`: the person named this session. */
export function whyKept(session: Session, named: boolean): string | null {
  const { id, state } = session;
  if (!isOver(session) && state !== 'stopped' && state !== 'failed') {
    return `#${id} is ${state}: stop or discard it first`;
  }
  if (!isOver(session) && !named) return `#${id} is ${state} and can be resumed: name it to clean it all the same`;
  if (session.run !== null) return `the process of #${id} is still ending: try again in a few seconds`;
  const [open] = session.terminals;
  if (open?.kind === 'job') return `the job ${open.name ?? ''} of #${id} still runs: stop it first`;
  if (open !== undefined) return `a terminal of yours is open in the worktree of #${id}: close it first`;
  return null;
}

/** Sessions whose worktrees nobody needs any more. */
export function cleanable(world: World, repo: string | null): readonly Session[] {
  return sessionsOf(world).filter(
    (session) => isOver(session) && session.worktree !== null && (repo === null || session.repo === repo),
  );
}

/** Whether nothing in a repository will be judged by itself: its gates' worktrees are not needed now. */
export function isQuiet(world: World, repo: string): boolean {
  return sessionsOf(world).every(
    (session) => session.repo !== repo || isOver(session) || session.state === 'stopped' || session.state === 'failed',
  );
}

/** Whether a session's worktree can be brought back; the events follow when it is there. */
export function restoreSession(world: World, id: number): Decision {
  return aboutSession(world, id, (session) => {
    const { state, kept, worktree, run } = session;
    if (state === 'landed') {
      const where =
        kept === null ? '' : `: what was changed afterwards is in ${kept.ref} (git branch NAME ${kept.ref})`;
      return refuse(`#${id} has landed${where}`, 'start a new task to go on');
    }
    if (state !== 'discarded' && worktree !== null) {
      return refuse(`#${id} is ${state} and has its worktree`, `signalbox resume ${id} goes on with it`);
    }
    if (state !== 'discarded' && state !== 'stopped' && state !== 'failed') return refuse(`#${id} is ${state}`);
    if (run !== null) return refuse(`the process of #${id} is still ending`, 'try again in a few seconds');
    if (worktree === null && kept === null) {
      return refuse(`nothing was kept of #${id}`, 'it had no work that had not landed');
    }
    return accept();
  });
}
