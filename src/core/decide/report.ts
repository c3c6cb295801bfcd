import { type Decision, accept } from './decision.ts';
import type { Event } from '../model/events.ts';
import { proseQuestion } from '../words/prose-question.ts';
import type { Report } from '../model/report.ts';
import { proseRequest } from '../model/question.ts';
import { type Session, heldMessages, isForgotten, openQuestions } from '../model/session.ts';

/**
 * What an adapter's report leads to. A report about a run that is over, or that says nothing new, leads to nothing.
 * `request`: a fresh id, under which a question in prose is asked.
 */
export function decideReport(
  session: Session,
  { run: number, report, request }: { run: number; report: Report; request: string },
): Decision {
  const { run } = session;
  if (run?.number !== number || isForgotten(session)) return accept();
  const about = { session: session.id, run: number };
  switch (report.kind) {
    case 'activity': {
      const { activity, words, rule } = report;
      const { kind, words: known } = run.activity;
      if (kind === activity && known === words) return accept();
      return accept({ type: 'agent.observed', ...about, activity, words, rule });
    }
    case 'prompted':
      return accept({ type: 'turn.began', ...about, rule: report.rule });
    case 'turn-ended': {
      const { words, background, held, rule } = report;
      const ended: Event = { type: 'turn.ended', ...about, words, background: [...background], held, rule };
      return accept(...askedInProse(session, report, request), ended);
    }
    case 'interrupted':
      return accept({ type: 'turn.interrupted', ...about, rule: report.rule });
    case 'turn-failed':
      return accept({ type: 'turn.failed', ...about, reason: report.reason, rule: report.rule });
    case 'conversation':
      return session.conversation === report.id
        ? accept()
        : accept({ type: 'conversation.named', session: session.id, id: report.id });
    case 'sub-work':
      return run.subWork === report.words
        ? accept()
        : accept({ type: 'sub-work.changed', ...about, words: report.words, rule: report.rule });
    case 'dialog-opened': {
      const { dialog, about: kind, questions, rule } = report;
      // One that is being ended asks for nothing any more.
      if (session.ending !== null || session.questions.some((question) => question.dialog === dialog)) return accept();
      return accept({ type: 'dialog.opened', ...about, dialog, about: kind, questions: [...questions], rule });
    }
    case 'dialog-closed': {
      const { dialog, by, overruled = false, rule } = report;
      const open = session.questions.some((one) => one.dialog === dialog && (overruled || !one.sent) && !one.withdrawn);
      return open ? accept({ type: 'dialog.closed', session: session.id, dialog, by, rule }) : accept();
    }
  }
}

/**
 * A question at a resting prompt needs a person as much as one that was asked properly; its answer is a message, or what
 * they type in its terminal.
 */
function askedInProse(
  session: Session,
  { words, background }: Extract<Report, { kind: 'turn-ended' }>,
  request: string,
): Event[] {
  if (words === null || background.length > 0) return [];
  if (session.state !== 'working' && session.state !== 'asking') return [];
  if (openQuestions(session).some((question) => question.blocking) || heldMessages(session).length > 0) return [];
  const text = proseQuestion(words);
  if (text === null) return [];
  const questions = [{ text, options: [], default: null, blocking: true }];
  return [{ type: 'question.asked', session: session.id, request: `${proseRequest}${request}`, questions }];
}
