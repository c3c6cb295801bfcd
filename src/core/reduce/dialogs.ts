import { remember, settle } from './change-session.ts';
import type { Event } from '../model/events.ts';
import type { Question } from '../model/question.ts';
import type { Session } from '../model/session.ts';
import { observe } from './turns.ts';

type DialogEvent = Extract<Event, { type: 'dialog.opened' | 'dialog.answered' | 'dialog.closed' }>;

/** The agent's own dialogs: their questions are answered in place, here or in its terminal, by whoever is first. */
export function reduceDialogs(session: Session, event: DialogEvent, at: number): Session {
  switch (event.type) {
    case 'dialog.opened':
      return opened(session, event, at);
    case 'dialog.answered':
      return settle(
        change(session, event.dialog, (question) =>
          question.sent ? question : { ...question, sent: true, closedBy: 'signalbox' },
        ),
        at,
      );
    case 'dialog.closed': {
      const { dialog, by, rule } = event;
      const closed = change(session, dialog, (question) => ({ ...question, withdrawn: true, closedBy: by }));
      const what = by === 'terminal' ? 'answered in its terminal' : 'the agent dropped its question';
      return settle(remember(observe(closed, { at, what, rule }), at, what), at);
    }
  }
}

function opened(session: Session, event: Extract<DialogEvent, { type: 'dialog.opened' }>, at: number): Session {
  const { run, dialog, about, rule } = event;
  if (session.run?.number !== run) return session;
  const first = session.questions.length + 1;
  const asked = event.questions.map((question, index): Question => ({
    number: first + index,
    about,
    ...question,
    dialog,
    blocking: true,
    widens: [],
    askedAt: at,
    request: dialog,
    answer: null,
    sent: false,
    withdrawn: false,
    closedBy: null,
  }));
  const said = asked.map((question) => question.text).join(' / ');
  const noted = observe(
    { ...session, questions: [...session.questions, ...asked] },
    { at, what: `${about}: ${said}`, rule },
  );
  return settle(remember(noted, at, about === 'permission' ? `wants to: ${said}` : `asked: ${said}`), at);
}

/** Changes the questions of a dialog that nobody has withdrawn. */
function change(session: Session, dialog: string, to: (question: Question) => Question): Session {
  const questions = session.questions.map((question) =>
    question.dialog === dialog && !question.withdrawn ? to(question) : question,
  );
  return { ...session, questions };
}
