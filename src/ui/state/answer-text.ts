import type { Question } from '../../core/model/question.ts';
import type { AnswerDraft } from './drafts.ts';

/** How many options a digit can pick. */
const mostDigits = 9;

/** Whether an answer can be typed: any text, or one of more options than there are digits. */
export function takesText({ freeText, options }: Question): boolean {
  return freeText || options.length > mostDigits;
}

/** Whether there is nothing to pick and nothing to type: the agent's own terminal is the only way. */
export function onlyInTerminal(question: Question): boolean {
  return !takesText(question) && question.options.length === 0;
}

/** What recording now would answer; null when nothing was picked or typed. */
export function answerText(question: Question, draft: AnswerDraft): string | null {
  const typed = draft.text.trim();
  if (typed !== '' && takesText(question)) return typed;
  const labels = draft.options.flatMap((option) => question.options[option] ?? []);
  return labels.length === 0 ? null : labels.join(', ');
}

/** The draft after an option's digit: several are switched one by one, of others the last one counts. Drops what was typed. */
export function picked({ multiple }: Question, { options }: AnswerDraft, option: number): AnswerDraft {
  if (!multiple) return { text: '', options: [option] };
  const others = options.filter((other) => other !== option);
  const chosen = others.length < options.length ? others : [...options, option];
  return { text: '', options: chosen.toSorted((a, b) => a - b) };
}

/** The answer that leaves the decision to the agent: its own recommendation where it gave one; null: there is none. */
export function yourCall({ about, freeText, default: recommended }: Question): string | null {
  // What is allowed, chosen in a menu or said to have arrived is never said by a key for something else.
  if (about !== 'question') return null;
  if (recommended !== null) return recommended;
  return freeText ? 'Your call: decide it yourself and say in the summary how.' : null;
}

/** Why nothing can be recorded yet, a sentence. */
export function nothingChosen(question: Question): string {
  if (question.options.length === 0) return 'type an answer';
  const pick = question.multiple ? 'pick options by their digits' : 'pick an option by its digit';
  return takesText(question) ? `${pick}, or type an answer` : pick;
}
