import type { Effect } from '../../core/rules/wanted.ts';
import type { Crew } from '../crew.ts';

type AnswerEffect = Extract<Effect, { kind: 'dialog.answer' }>;

/** Brings the person's answers into the agent's own dialog, where nobody was quicker. */
export async function answerDialog(crew: Crew, { session: id, run, dialog }: AnswerEffect): Promise<void> {
  const channel = crew.channels.of(id, run);
  if (channel === null) return;
  const answers = crew.ledger
    .session(id)
    .questions.filter((question) => question.dialog === dialog)
    .map((question) => question.answer?.text ?? '');
  const outcome = await channel.answer(dialog, answers);
  crew.ledger.append(
    outcome === 'answered'
      ? { type: 'dialog.answered', session: id, dialog }
      : { type: 'dialog.closed', session: id, dialog, by: 'terminal', rule: 'it was gone when the answer came' },
  );
}
