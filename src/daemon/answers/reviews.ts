import { answerQuestion, sendAnswers } from '../../core/decide/questions.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../core/decide/review.ts';
import { openQuestions } from '../../core/model/session.ts';
import type { Answers } from '../../wire/serve.ts';
import { keepReviewed } from '../../git/since-review.ts';
import type { Crew } from '../crew.ts';
import { compareReview } from './compare-review.ts';
import { decided } from './tasks.ts';

type Names = 'question/answer' | 'answers/send' | 'review/take' | 'review/defer' | 'review/reject' | 'review/approve';

/** The person's judgement: answers and reviews. */
export function reviewAnswers(crew: Crew): Answers<Names> {
  const { ledger } = crew;
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
    'review/defer': async ({ session }) => {
      await keepSeen(crew, session);
      return decided(ledger.decide((world) => deferReview(world, session)));
    },
    'review/reject': async ({ session, note, reason }) => {
      await keepSeen(crew, session);
      await followComments(crew, session);
      return decided(ledger.decide((world) => rejectReview(world, { id: session, note, reason })));
    },
    'review/approve': async ({ session, ...decision }) => {
      await keepSeen(crew, session);
      return decided(ledger.decide((world) => approveReview(world, { id: session, ...decision })));
    },
  };
}

/** What a person decides about is kept, for the comparison with what the agent makes of it. A decision never fails of it. */
async function keepSeen({ ledger, log }: Crew, id: number): Promise<void> {
  const { state, verdict, repo } = ledger.session(id);
  const root = ledger.world.repos[repo]?.root;
  if (root === undefined || state !== 'reviewing' || (verdict?.candidate ?? '') === '') return;
  try {
    await keepReviewed(root, id, verdict?.candidate ?? '');
  } catch (thrown) {
    log(`what was reviewed of #${id} is not kept`, thrown);
  }
}

/** A comment names the line where it is now, also when it was written before the work was judged anew. */
async function followComments(crew: Crew, id: number): Promise<void> {
  const { ledger, log } = crew;
  const unsent = ledger.session(id).comments.filter(({ sentIn }) => sentIn === null);
  if (unsent.length === 0 || ledger.session(id).state !== 'reviewing') return;
  try {
    const { comments } = await compareReview(crew, ledger.session(id));
    for (const placed of comments.target) {
      const comment = unsent.find((each) => each.id === placed.id);
      const { path, line, side, kind } = placed;
      const moved = comment !== undefined && (path !== comment.path || line !== comment.line);
      if (!moved || kind !== 'same' || side !== comment.side) continue;
      ledger.append({ type: 'comment.written', session: id, comment: { ...comment, path, line } });
    }
  } catch (thrown) {
    log(`the comments on #${id} stay where they were`, thrown);
  }
}
