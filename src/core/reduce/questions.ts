import { addMessage, callRun, enter, remember, settle } from './change-session.ts';
import { revoked } from './revoked.ts';
import type { Event } from '../model/events.ts';
import { acted } from './agent.ts';
import { answeredText } from './answered-text.ts';
import { type Question, scopeAnswers } from '../model/question.ts';
import type { Session } from '../model/session.ts';

type QuestionEvent = Extract<
  Event,
  { type: 'question.asked' | 'question.answered' | 'answers.sent' | 'answer.revoked' }
>;

/** Questions of the agent, the person's answers, and their way back as one message. */
export function reduceQuestions(session: Session, event: QuestionEvent, at: number): Session {
  switch (event.type) {
    case 'question.asked': {
      const first = session.questions.length + 1;
      const asked = event.questions.map(({ widens = [], ...question }, index): Question => ({
        number: first + index,
        about: widens.length > 0 ? 'scope' : 'question',
        detail: widens.length > 0 ? widens.join('\n') : null,
        multiple: false,
        freeText: true,
        dialog: null,
        widens,
        ...question,
        askedAt: at,
        request: event.request,
        answer: null,
        sent: false,
        withdrawn: false,
        closedBy: null,
      }));
      const questions = [...session.questions, ...asked];
      return settle(
        remember(
          acted({ ...session, questions }, event.request, at),
          at,
          `asked: ${asked.map((q) => q.text).join(' / ')}`,
        ),
        at,
      );
    }
    case 'question.answered':
      return withAnswer(session, event, at);
    case 'answers.sent':
      return sent(session, at);
    case 'answer.revoked':
      return revoked(session, event.question, at);
  }
}

function withAnswer(
  session: Session,
  event: Extract<QuestionEvent, { type: 'question.answered' }>,
  at: number,
): Session {
  const { question: number, text, convention, proposed } = event;
  const by = { ...(convention === undefined ? {} : { convention }), ...(proposed === undefined ? {} : { proposed }) };
  const answer = { text, at, ...by };
  const questions = session.questions.map((question) =>
    question.number === number ? { ...question, answer } : question,
  );
  const how = convention === undefined ? '' : ' by a convention';
  const answered = remember({ ...session, questions }, at, `answered question ${number}${how}: ${text}`);
  const { about, dialog, widens = [] } = session.questions.find((question) => question.number === number) ?? {};
  const noted = about === 'scope' && text === scopeAnswers[0] ? widened(answered, widens, at) : answered;
  // The answer to one that is no dialog becomes a message first, which settles it.
  return about === 'delivery' || typeof dialog === 'string' ? settle(noted, at) : noted;
}

/** The boundary that the person has agreed to: briefing, gate and review follow the task. */
function widened(session: Session, globs: readonly string[], at: number): Session {
  const scope = [...new Set([...session.task.scope, ...globs])];
  return remember({ ...session, task: { ...session.task, scope } }, at, `boundary widened by ${globs.join(', ')}`);
}

function sent(session: Session, at: number): Session {
  const answered = session.questions.filter(
    (question) =>
      question.answer !== null && !question.sent && question.dialog === null && question.about !== 'delivery',
  );
  if (answered.length === 0) return session;
  const numbers = answered.map((question) => question.number);
  const questions = session.questions.map((question) =>
    numbers.includes(question.number) ? { ...question, sent: true } : question,
  );
  const text = answeredText(answered);
  const told = addMessage({ ...session, questions }, { kind: 'answers', text, at, questions: numbers });
  const open = questions.some((question) => question.blocking && question.answer === null && !question.withdrawn);
  // The agent ended its process to wait for this: it starts again with the answers, in the same round.
  if (session.state === 'asking' && session.run === null && !open) return callRun(enter(told, 'working', at));
  return settle(told, at);
}
