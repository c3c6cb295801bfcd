import { z } from 'zod';
import type { Question } from '../model/question.ts';
import type { Session } from '../model/session.ts';
import { figureSchema, mean, median, share } from './figures.ts';
import { type Window, isWithin } from './windows.ts';

/** What agents asked, and how it was answered. */
export const questionLoadSchema = z.object({
  asked: z.number(),
  answered: z.number(),
  byConvention: z.number(),
  withdrawn: z.number(),
  open: z.number(),
  /** Of the sessions that started in the window. */
  perSession: figureSchema,
  answerMs: figureSchema,
  conventionShare: figureSchema,
  /** How often the answer was the one that the agent recommended. */
  asRecommended: figureSchema,
});
export type QuestionLoad = z.infer<typeof questionLoadSchema>;

/** Whether a message has arrived is asked by us, and counts for no agent. */
export function askedOf({ questions }: Session): Question[] {
  return questions.filter(({ about }) => about !== 'delivery');
}

/** Counts the questions that were asked in the window. */
export function questionLoadOf(sessions: readonly Session[], window: Window): QuestionLoad {
  const asked = sessions.flatMap(askedOf).filter(({ askedAt }) => isWithin(window, askedAt));
  const answered = asked.flatMap((question) => {
    const { answer, askedAt } = question;
    return answer === null ? [] : [{ question, answer, ms: answer.at - askedAt }];
  });
  const person = answered.filter(({ answer }) => answer.convention === undefined);
  const advised = person.filter(({ question }) => question.default !== null);
  const started = sessions.filter(({ startedAt }) => isWithin(window, startedAt));
  return {
    asked: asked.length,
    answered: person.length,
    byConvention: answered.length - person.length,
    withdrawn: asked.filter(({ answer, withdrawn }) => answer === null && withdrawn).length,
    open: asked.filter(({ answer, withdrawn }) => answer === null && !withdrawn).length,
    perSession: mean(started.map((session) => askedOf(session).length)),
    answerMs: median(person.map(({ ms }) => ms)),
    conventionShare: share(answered.length - person.length, answered.length),
    asRecommended: share(
      advised.filter(({ question, answer }) => answer.text === question.default).length,
      advised.length,
    ),
  };
}
