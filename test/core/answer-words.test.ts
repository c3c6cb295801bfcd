import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/core/decide/questions.ts';
import type { Question } from '../../src/core/model/question.ts';
import { asks, madeUp, worldOf } from '../ui/made-up-world.ts';

/** Why the answer is refused; null when it is taken. */
function refusal(question: Partial<Question>, text: string): string | null {
  const world = worldOf([madeUp(1, 'asking', { questions: [asks(1, 'Which?', { dialog: 'd', ...question })] })]);
  const decision = answerQuestion(world, { id: 1, question: null, text });
  return 'refused' in decision ? `${decision.refused.message}: ${decision.refused.hint}` : null;
}

test('several labels are joined, whatever commas they hold', () => {
  const options = ['Yes, all', 'Yes', 'No'];
  const several = { options, multiple: true, freeText: false };
  expect(refusal(several, 'Yes, all, No')).toBeNull();
  expect(refusal(several, 'Yes, No')).toBeNull();
  expect(refusal(several, 'Yes, some')).toBe('Yes, some is not among the answers: its answers: Yes, all, Yes, No');
  expect(refusal({ ...several, multiple: false }, 'Yes, No')).toContain('is not among the answers');
});

test('what only a terminal can answer takes no answer here', () => {
  expect(refusal({ options: [], freeText: false }, 'yes')).toBe(
    'only its terminal can answer this: signalbox attach 1 opens it',
  );
  expect(refusal({ options: [], freeText: true }, 'yes')).toBeNull();
});
