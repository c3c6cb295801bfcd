import { type Question, proseRequest } from '../../core/model/question.ts';
import type { Session } from '../../core/model/session.ts';
import type { World } from '../../core/model/world.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Asked, SittingChoice } from './sitting.ts';
import { sittingSessions } from './sitting.ts';

/** A question that waited for the person, or for their answer to arrive, and does no more. */
export interface Gone extends Asked {
  /** What became of it, a few words. */
  readonly why: string;
  /** The person had answered it here, and that answer was not used. */
  readonly unused: boolean;
}

/** What went away between two worlds in the sessions of a sitting. */
export function goneBetween(before: World, now: World, choice: SittingChoice): readonly Gone[] {
  return sittingSessions(now, choice).flatMap((session) => {
    const old = before.sessions[session.id];
    if (old === undefined || old.questions === session.questions) return [];
    return session.questions.flatMap((question, index) => {
      const was = old.questions[index];
      return was === undefined ? [] : (goneOne(session, { was, question }) ?? []);
    });
  });
}

function goneOne(session: Session, { was, question }: { was: Question; question: Question }): Gone | null {
  if (was.withdrawn || (was.sent && !question.withdrawn)) return null;
  if (was.answer !== null) {
    // It was answered here; an answer that is a message is on its way all the same.
    if (was.dialog === null || !question.withdrawn) return null;
    const quicker = question.closedBy === 'terminal' ? 'its terminal was quicker' : 'it was gone before';
    return { session, question, unused: true, why: `${quicker}: your answer was not used` };
  }
  if (!question.withdrawn && question.answer === null) return null;
  return { session, question, unused: false, why: whyGone(session, question) };
}

function whyGone(session: Session, question: Question): string {
  const { answer, closedBy } = question;
  if (answer !== null) return `answered elsewhere: ${oneLine(answer.text)}`;
  if (question.request.startsWith(proseRequest) && closedBy !== null) return 'it has gone on without an answer';
  if (closedBy === 'terminal') return 'answered in its terminal';
  if (closedBy === 'agent') return 'the agent dropped its question';
  return `its question is gone, it is ${session.state}`;
}

/** A sentence about them, each session once for each reason. */
export function goneWords(gone: readonly Gone[]): string {
  return [...new Set(gone.map(({ session, why }) => `#${session.id}: ${why}`))].join('; ');
}
