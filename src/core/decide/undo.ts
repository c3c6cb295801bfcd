import { closedWords } from '../words/closed-words.ts';
import type { Session } from '../model/session.ts';
import type { Task } from '../model/task.ts';
import { type World, sessionsOf } from '../model/world.ts';
import { type Decision, accept, refuse } from './decision.ts';

/** Commits: a landing, and what was there before it. */
export interface Landed {
  readonly commit: string;
  readonly from: string;
}

/** What is to be taken back of a session's landing; a refusal when that cannot be. */
export function undoable(world: World, session: Session): Landed | { readonly refused: string; readonly hint: string } {
  const { id, state, landed, undoneBy } = session;
  const on = `signalbox show ${id} tells how it stands`;
  if (state !== 'landed' || landed === null) return { refused: `#${id} is ${state}, not landed`, hint: on };
  if (landed.pullRequest !== null)
    return { refused: `#${id} was merged through a pull request`, hint: `revert it there: ${landed.pullRequest}` };
  if (landed.commit === null)
    return { refused: `#${id} made no commit of its own (${closedWords(session)}): nothing to take back`, hint: on };
  if (undoneBy !== null)
    return { refused: `#${undoneBy} took #${id} back already`, hint: `signalbox undo ${undoneBy} brings it again` };
  const going = sessionsOf(world).find((other) => other.undoes?.session === id && isGoing(other));
  if (going !== undefined)
    return {
      refused: `#${going.id} takes #${id} back already: it is ${going.state}`,
      hint: `signalbox show ${going.id}`,
    };
  if (landed.from === null)
    return { refused: `nobody knows what #${id} landed on`, hint: `git revert ${landed.commit.slice(0, 7)}` };
  return { commit: landed.commit, from: landed.from };
}

function isGoing({ state }: Session): boolean {
  return state !== 'landed' && state !== 'discarded';
}

/** Makes the session that takes a landing back. `snapshot`: the commit that does. */
export function askUndo(world: World, { session, snapshot }: { session: Session; snapshot: string }): Decision {
  const found = undoable(world, session);
  if ('refused' in found) return refuse(found.refused, found.hint);
  const { id, repo, task } = session;
  const undo: Task = {
    title: `Undo #${id}: ${task.title}`,
    prompt: `Take back what #${id} landed as ${found.commit}.`,
    kind: 'isolated',
    scope: [],
    checks: [],
    stop: [],
    agent: task.agent,
    priority: task.priority,
    after: [],
  };
  return accept({ type: 'undo.asked', session: world.nextId, repo, undoes: id, snapshot, task: undo });
}

/** The first line of a commit that lands: the task's title, or what it takes back, as git says it. */
export function commitTitle(world: World, session: Session): string {
  const undone = session.undoes === null ? undefined : world.sessions[session.undoes.session];
  return undone === undefined ? session.task.title : `Revert "${commitTitle(world, undone)}"`;
}
