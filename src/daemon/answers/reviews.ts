import { answerQuestion, sendAnswers } from '../../core/decide/questions.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../core/decide/review.ts';
import { openQuestions } from '../../core/model/session.ts';
import type { Answers } from '../../wire/serve.ts';
import type { Crew } from '../crew.ts';
import { decided } from './tasks.ts';

type Names = 'question/answer' | 'answers/send' | 'review/take' | 'review/defer' | 'review/reject' | 'review/approve';

/** The person's judgement: answers and reviews. */
export function reviewAnswers({ ledger }: Crew): Answers<Names> {
  return {
    'question/answer': ({ session, question, text }) => {
      const open = openQuestions(ledger.session(session));
      ledger.decide((world) => answerQuestion(world, { id: session, question, text }));
      return { question: question ?? open[0]?.number ?? 0 };
    },
    'answers/send': ({ session }) => decided(ledger.decide((world) => sendAnswers(world, session))),
    'review/take': ({ session }) => {
      ledger.decide((world) => takeReview(world, session));
      const taken = ledger.world.inHand?.session;
      if (taken === undefined) throw new Error('a review was taken and none is in hand');
      return { session: taken };
    },
    'review/defer': ({ session }) => decided(ledger.decide((world) => deferReview(world, session))),
    'review/reject': ({ session, note, reason }) =>
      decided(ledger.decide((world) => rejectReview(world, { id: session, note, reason }))),
    'review/approve': ({ session, ...decision }) =>
      decided(ledger.decide((world) => approveReview(world, { id: session, ...decision }))),
  };
}
