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
  const { ledger, attentions } = crew;
  return {
    'question/answer': ({ session, question, text }) => {
      const open = openQuestions(ledger.session(session));
      ledger.decide((world) => answerQuestion(world, { id: session, question, text }));
      return { question: question ?? open[0]?.number ?? 0 };
    },
    'answers/send': ({ session }) => decided(ledger.decide((world) => sendAnswers(world, session))),
    'review/take': ({ session }) => {
      ledger.decide((world) => takeReview(world, session, attentions.judgement()));
      const taken = ledger.world.inHand?.session;
      if (taken === undefined) throw new Error('a review was taken and none is in hand');
      return { session: taken };
    },
    'review/defer': async ({ session, reading }) => {
      await keepSeen(crew, session);
      return decided(ledger.decide((world) => deferReview(world, session, reading)));
    },
    'review/reject': async ({ session, ...decision }) => {
      await keepSeen(crew, session);
      return decided(ledger.decide((world) => rejectReview(world, { id: session, ...decision })));
    },
    'review/approve': async ({ session, ...decision }) => {
      await keepSeen(crew, session);
      const judgement = attentions.judgement();
      return decided(ledger.decide((world) => approveReview(world, { id: session, ...decision, judgement })));
    },
  };
}

/** What a person decides about is kept, for the comparison with what the agent makes of it. A decision never fails of it. */
async function keepSeen(crew: Crew, id: number): Promise<void> {
  const { ledger, log } = crew;
  const { state, verdict, repo } = ledger.session(id);
  const root = ledger.world.repos[repo]?.root;
  if (root === undefined || state !== 'reviewing' || (verdict?.candidate ?? '') === '') return;
  try {
    await keepReviewed(root, id, verdict?.candidate ?? '');
  } catch (thrown) {
    log(`what was reviewed of #${id} is not kept`, thrown);
  }
  await followComments(crew, id);
}

/** A comment goes along to where its line is now: also a file's new name is known only until the next round. */
async function followComments(crew: Crew, id: number): Promise<void> {
  const { ledger, log } = crew;
  const { comments, state } = ledger.session(id);
  if (comments.length === 0 || state !== 'reviewing') return;
  try {
    const compared = await compareReview(crew, ledger.session(id));
    for (const { id: name, path, line, side, kind } of compared.comments.target) {
      const comment = comments.find((each) => each.id === name);
      if (comment === undefined || kind === 'gone' || kind === 'removed' || side !== comment.side) continue;
      // The agent is told the line's number; what it was told already stays.
      const isElsewhere =
        path !== comment.path || (comment.sentIn === null && kind === 'same' && line !== comment.line);
      if (isElsewhere) ledger.append({ type: 'comment.written', session: id, comment: { ...comment, path, line } });
    }
  } catch (thrown) {
    log(`the comments on #${id} stay where they were`, thrown);
  }
}
