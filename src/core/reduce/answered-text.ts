import type { Question } from '../model/question.ts';

/** Questions with their answers, as the agent is told them. */
export function answeredText(questions: readonly Question[]): string {
  return questions.map(({ text, answer }) => `${text}\n-> ${answer?.text ?? ''}`).join('\n');
}
