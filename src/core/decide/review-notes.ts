import type { Comment, FileMark } from '../model/review-notes.ts';
import { isOver } from '../model/session.ts';
import type { World } from '../model/world.ts';
import { type Decision, aboutSession, accept, refuse } from './decision.ts';

/** A comment as it is handed in; the round and the time are the daemon's. */
export type CommentDraft = Omit<Comment, 'round' | 'at' | 'sentIn'>;

/** Writes a comment, or another text for one that is not with the agent yet. The same once more changes nothing. */
export function writeComment(world: World, order: { id: number; comment: CommentDraft; at: number }): Decision {
  const { id, comment, at } = order;
  return aboutSession(world, id, (session) => {
    if (session.undoes !== null) return refuse(`no agent works on #${id}`, `discard it: signalbox discard ${id}`);
    if (isOver(session) || session.state === 'landing')
      return refuse(`#${id} is ${session.state}`, 'a comment is for the next round of work that goes on');
    const text = comment.text.trim();
    if (text === '') return refuse('a comment needs words');
    const known = session.comments.find((each) => each.id === comment.id);
    if (known !== undefined && known.sentIn !== null)
      return refuse('this comment is with the agent already', 'write another one');
    const { round } = known ?? session;
    const written: Comment = { ...comment, text, round, at: known?.at ?? at, sentIn: null };
    if (known !== undefined && JSON.stringify(known) === JSON.stringify({ ...known, ...written })) return accept();
    return accept({ type: 'comment.written', session: id, comment: written });
  });
}

/** Takes a comment away; of one that was sent only its place in the diff goes. */
export function removeComment(world: World, { id, comment }: { id: number; comment: string }): Decision {
  return aboutSession(world, id, (session) =>
    session.comments.some((each) => each.id === comment)
      ? accept({ type: 'comment.removed', session: id, comment })
      : accept(),
  );
}

/** Notes how far the person has read; what is known already is not noted again. */
export function markFiles(
  world: World,
  { id, marks }: { id: number; marks: readonly (FileMark & { path: string })[] },
): Decision {
  return aboutSession(world, id, (session) => {
    const news = marks.filter(({ path, mark, content }) => {
      const known = session.marks[path];
      return known?.mark !== mark || known.content !== content;
    });
    return news.length === 0 ? accept() : accept({ type: 'files.marked', session: id, marks: news });
  });
}
