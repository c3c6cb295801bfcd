import { negations, pointing, prepositions } from '../conventions/lexicon.ts';
import { type QuestionForm, formOf } from '../conventions/question-form.ts';
import { sameButForOrder } from '../conventions/same-form.ts';
import { shortDetail } from '../conventions/write-conventions.ts';
import { isExact } from '../conventions/tokens.ts';
import type { Convention } from '../model/convention.ts';
import type { Question } from '../model/question.ts';

/**
 * What a kept answer is to a question, and why, in words. `same`: it answers it. `similar`: it is a proposal. `answer`: as
 * this question takes it.
 */
export type ConventionMatch =
  | {
      readonly kind: 'same' | 'similar';
      readonly convention: Convention;
      readonly answer: string;
      readonly why: string;
    }
  | { readonly kind: 'none'; readonly why: string };

/** What of a question decides. */
export type Matched = Pick<Question, 'about' | 'text' | 'detail' | 'options' | 'multiple' | 'freeText'>;

/** So much of what two questions are about must be in both for one's answer to be proposed for the other. */
const leastShared = 0.5;

/**
 * Finds the kept answer for a question. A wrong automatic answer is worse than a question: `same` needs the same words in
 * the same relations, but for ways of asking, courtesy and the order of alternatives; the same options; a text that needs
 * nothing but itself to be understood; and one kept answer only.
 */
export function matchConvention(question: Matched, conventions: readonly Convention[]): ConventionMatch {
  if (question.about !== 'question')
    return { kind: 'none', why: 'only what an agent asks is answered by a kept answer' };
  const found = conventions.flatMap((convention) => {
    const match = matchOne(question, convention);
    return match === null ? [] : [match];
  });
  const same = found.filter(({ kind }) => kind === 'same');
  const [first] = same;
  if (first !== undefined) {
    const other = same.find(({ answer }) => answer !== first.answer);
    if (other === undefined) return first;
    const why = `kept answers contradict each other: "${first.answer}" and "${other.answer}"`;
    return { ...first, kind: 'similar', why };
  }
  const best = found.toSorted((a, b) => b.shared - a.shared)[0];
  if (best !== undefined) return best;
  return { kind: 'none', why: 'no kept answer is about this' };
}

type Found = Exclude<ConventionMatch, { kind: 'none' }> & { readonly shared: number };

function matchOne(question: Matched, convention: Convention): Found | null {
  const { asked } = convention;
  if (asked === null) return null;
  const [now, then] = [formOf(question.text), formOf(asked.question)];
  const answer = fittingAnswer(question, asked);
  if (answer === null) return null;
  const sameText = sameSentences(now, then);
  const shared = sameText ? 1 : sharedPart(now, then);
  const found = { convention, answer, shared };
  if (sameText) {
    const doubt = doubtOf(question, { now, asked });
    return doubt === null
      ? { ...found, kind: 'same', why: 'it is the same question' }
      : { ...found, kind: 'similar', why: doubt };
  }
  if (shared < leastShared || then.points !== null || misleads(now, then)) return null;
  return { ...found, kind: 'similar', why: differenceWords(now, then) };
}

/** Why the same words are not enough for the machine to answer; null when they are. */
function doubtOf(
  question: Matched,
  { now, asked }: { now: QuestionForm; asked: NonNullable<Convention['asked']> },
): string | null {
  const about = shortDetail(question.detail);
  if (about !== (asked.detail ?? '')) return 'what it is about in full differs';
  if (about.endsWith(' ...')) return 'what it is about is too long to be kept';
  const label = question.options.find((option) =>
    option
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .some((word) => pointing.has(word)),
  );
  if (label !== undefined) return `"${label}" may be something else here`;
  if (now.points !== null) return `"${now.points}" may be something else here`;
  if (now.subject.length < 2) return 'its words alone do not say what it is about';
  if (pointsAtOptions(asked.answer)) return 'the kept answer speaks of an order or a recommendation';
  const [these, those] = [optionSet(question.options), optionSet(asked.options)];
  if (these === those) return null;
  return question.options.length === 0 || asked.options.length === 0
    ? 'only one of the two has options'
    : 'its options are others';
}

function sameSentences(now: QuestionForm, then: QuestionForm): boolean {
  if (now.sentences.length !== then.sentences.length || now.sentences.length === 0) return false;
  return now.sentences.every((sentence, index) => sameButForOrder(then.sentences[index] ?? [], sentence));
}

function optionSet(options: readonly string[]): string {
  return [...new Set(options.map(labelKey))].toSorted().join('\n');
}

/** A label, whatever its capitals, blanks, or a full stop at its end. */
function labelKey(label: string): string {
  const text = label.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  return isExact(text.replaceAll(' ', '')) && !/^\p{Lu}\p{Ll}+(?: \p{L}+)*$/u.test(text) ? text : text.toLowerCase();
}

/** The kept answer as this question takes it: in the labels of its own options; null when it cannot be its answer. */
function fittingAnswer(question: Matched, asked: NonNullable<Convention['asked']>): string | null {
  const label = (kept: string) => question.options.find((option) => labelKey(option) === labelKey(kept));
  const whole = label(asked.answer);
  if (whole !== undefined) return whole;
  const chosen = chosenLabels(asked).map(label);
  if (chosen.length > 1 && question.multiple && chosen.every((each) => each !== undefined)) return chosen.join(', ');
  // One of the old options, and none of the new ones: what it stood for is not to be had here.
  const wasOption = asked.options.some((option) => labelKey(option) === labelKey(asked.answer)) || chosen.length > 1;
  if (question.options.length > 0 && (wasOption || !question.freeText)) return null;
  return question.freeText ? asked.answer : null;
}

/** The labels that a kept answer joins by ", "; none when it is no such list. */
function chosenLabels({ options, answer }: NonNullable<Convention['asked']>): string[] {
  if (answer === '') return [];
  for (const option of options) {
    if (answer === option) return [option];
    if (!answer.startsWith(`${option}, `)) continue;
    const rest = chosenLabels({ question: '', options, answer: answer.slice(option.length + 2) });
    if (rest.length > 0) return [option, ...rest];
  }
  return [];
}

/** Whether an answer means another thing where options stand in another order, or other ones are recommended. */
function pointsAtOptions(answer: string): boolean {
  const words = answer.toLowerCase();
  return (
    /\b(?:option|number|choice) (?:\d+|[a-d])\b/.test(words) ||
    /^(?:the )?(?:first|second|third|last|former|latter|other|left|right)(?: 1| one| option| choice)?[.!]?$/.test(
      words,
    ) ||
    /\b(?:recommend(?:ed|ation)?|suggest(?:ed|ion)?|propos(?:ed|al)|default|as you (?:say|said|like|think))\b/.test(
      words,
    ) ||
    words.split(/[^\p{L}]+/u).some((word) => pointing.has(word))
  );
}

/** How much of what either is about is in both, 0 to 1. */
function sharedPart(now: QuestionForm, then: QuestionForm): number {
  const [a, b] = [new Set(now.subject.map(stem)), new Set(then.subject.map(stem))];
  const both = [...a].filter((word) => b.has(word)).length;
  return both / Math.max(1, Math.max(a.size, b.size));
}

/** A word without its ending, for what is merely similar. */
function stem(word: string): string {
  return isExact(word) ? word : word.replace(/(?:ing|ed|es|s|e)$/, '').replace(/([bdgklmnprt])\1$/, '$1');
}

/** Whether the kept answer would mislead: the question is turned round, does another thing, or swaps what is done to what. */
function misleads(now: QuestionForm, then: QuestionForm): boolean {
  const [a, b] = [now.sentences.flat(), then.sentences.flat()];
  if (timesTurned(a) % 2 !== timesTurned(b) % 2 || now.isChoice !== then.isChoice) return true;
  if (wanted(a) !== wanted(b)) return true;
  if (now.isChoice) return false;
  // A yes means another thing where something else is done.
  if (stem(deed(a)) !== stem(deed(b))) return true;
  return a.map(stem).toSorted().join(' ') === b.map(stem).toSorted().join(' ') && a.join(' ') !== b.join(' ');
}

function timesTurned(words: readonly string[]): number {
  return words.filter((word) => negations.has(word)).length;
}

const questionWords: ReadonlySet<string> = new Set(['which', 'how', 'where', 'when', 'who', 'why']);

/** What kind of thing is asked for: `which http status` a status, `how many retries` retries, `where`; '' for a yes or no. */
function wanted(words: readonly string[]): string {
  // Behind the first word `when` and `where` say under which circumstances.
  const at = words.findIndex((word, index) => questionWords.has(word) && (index === 0 || !prepositions.has(word)));
  if (at === -1) return '';
  const end = words.findIndex(
    (word, index) => index > at && (verbs.has(word) || prepositions.has(word) || word === 'or'),
  );
  const head = words.slice(at, end === -1 ? words.length : end);
  return `${head[0] ?? ''} ${stem(head.at(-1) ?? '')}`;
}

const verbs: ReadonlySet<string> = new Set(['should', 'may', 'must', 'do', 'does', 'did', 'would', 'will', 'use']);

/** What is to be done, or may be: the word behind `should i`; where another is to do it, that is part of the subject. */
function deed(words: readonly string[]): string {
  const at = words.findIndex((word) => verbs.has(word));
  const [who = '', what = ''] = words.slice(at + 1);
  return at !== -1 && (who === 'i' || who === 'we') ? what : '';
}

/** What is in one and not in the other, in words. */
function differenceWords(now: QuestionForm, then: QuestionForm): string {
  const [here, there] = [onlyIn(now, then), onlyIn(then, now)];
  if (here === '' && there === '') return 'it says the same words in another way';
  if (there === '') return `it says more: ${here}`;
  if (here === '') return `the kept question said more: ${there}`;
  return `it says ${here}, the kept question said ${there}`;
}

function onlyIn(form: QuestionForm, other: QuestionForm): string {
  const known = new Set(other.sentences.flat());
  return [...new Set(form.sentences.flat().filter((word) => !known.has(word)))].slice(0, 4).join(' ');
}
