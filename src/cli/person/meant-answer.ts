import { Fault } from '../../core/fault.ts';
import type { Question } from '../../core/model/question.ts';
import { type Session, openQuestions } from '../../core/model/session.ts';

/** The question that an answer is for: the one that was named, or the only open one; undefined when that is not clear. */
export function meantQuestion(session: Session | undefined, number: number | null): Question | undefined {
  if (session === undefined) return undefined;
  const open = openQuestions(session);
  if (number === null) return open.length === 1 ? open[0] : undefined;
  return open.find((question) => question.number === number);
}

const agreement = /^(?:y|yes|ok|okay|sure|go ahead)[.!]?$/i;

/**
 * The words that are meant by the number of an option where nothing else can be meant: the question takes its options only
 * and none of them is a number itself. Any other text is what it is.
 * A permission's label is meant in capitals or not; a yes or no to a wider boundary is what it says.
 * @throws Fault 'refused' for a bare number, or a yes, to a permission that takes texts: a refusal by accident
 */
export function meantText(question: Question | undefined, text: string): string {
  const words = text.trim();
  if (question?.about === 'permission' && !question.options.includes(words)) {
    const label = question.options.find((option) => option.toLowerCase() === words.toLowerCase());
    if (label !== undefined) return label;
    if (agreement.test(words)) throw accidentalRefusal(words, question.options[0] ?? '');
  }
  if (question?.about === 'scope') {
    if (agreement.test(words) || words === '1') return question.options[0] ?? text;
    if (/^(?:n|no|2)[.!]?$/i.test(words)) return question.options[1] ?? text;
  }
  if (question === undefined || !/^\d{1,3}$/.test(words) || question.options.includes(words)) return text;
  const option = question.options[Number(words) - 1];
  if (option === undefined) return text;
  if (question.freeText) {
    if (question.about !== 'permission') return text;
    throw accidentalRefusal(words, option, words);
  }
  return question.options.some((label) => /^\d+$/.test(label)) ? text : option;
}

function accidentalRefusal(words: string, option: string, number = '1'): Fault {
  const message = `${words} is none of the answers, and would be a refusal with that as its reason`;
  return new Fault({ code: 'refused', message, hint: `--option ${number} answers: ${option}` });
}

/**
 * The labels of options by their numbers, `2` or `1,3`.
 * @throws Fault 'usage' for what is no such number, 'refused' where the question has no such option
 */
export function optionText(question: Question | undefined, numbers: string): string {
  if (question === undefined) {
    const message = 'no question is open, or several are: it is not clear whose option that is';
    throw new Fault({ code: 'refused', message, hint: 'signalbox questions shows them, --question N names one' });
  }
  const wanted = numbers.split(',').map((word) => word.trim());
  if (!wanted.every((word) => /^[1-9]\d{0,2}$/.test(word))) {
    const message = `--option cannot be ${JSON.stringify(numbers)}`;
    throw new Fault({ code: 'usage', message, hint: 'give a number, or several of them: 1,3' });
  }
  if (wanted.length > 1 && !question.multiple)
    throw new Fault({ code: 'refused', message: `question ${question.number} takes one option` });
  const { options } = question;
  const chosen = [...new Set(wanted)].map((word) => Number(word)).toSorted((a, b) => a - b);
  const missing = chosen.find((number) => number > options.length);
  if (missing !== undefined) {
    const message = `question ${question.number} has no option ${missing}`;
    const hint = options.length === 0 ? 'it has none' : `its options: ${options.join(', ')}`;
    throw new Fault({ code: 'refused', message, hint });
  }
  return chosen.map((number) => options[number - 1]).join(', ');
}
