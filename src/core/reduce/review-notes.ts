import type { Event } from '../model/events.ts';
import type { FileMark } from '../model/review-notes.ts';
import type { Session } from '../model/session.ts';

type NoteEvent = Extract<Event, { type: 'comment.written' | 'comment.removed' | 'files.marked' | 'session.looked' }>;

/** What a person writes and marks while they read; the work is not touched by it. */
export function reduceReviewNotes(session: Session, event: NoteEvent, at: number): Session {
  switch (event.type) {
    case 'comment.written': {
      const { comments } = session;
      const isKnown = comments.some(({ id }) => id === event.comment.id);
      const changed = comments.map((each) => (each.id === event.comment.id ? event.comment : each));
      return { ...session, comments: isKnown ? changed : [...comments, event.comment] };
    }
    case 'comment.removed':
      return { ...session, comments: session.comments.filter(({ id }) => id !== event.comment) };
    case 'files.marked': {
      const marks: Record<string, FileMark> = { ...session.marks };
      for (const { path, mark, content } of event.marks) marks[path] = { mark, content };
      return { ...session, marks };
    }
    case 'session.looked':
      return { ...session, lookedAt: at };
  }
}
