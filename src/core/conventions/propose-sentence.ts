import type { Question } from '../model/question.ts';
import { oneLine } from './read-conventions.ts';

/** Longest piece of a question in a proposed sentence: the person edits it anyway. */
const mostAsked = 160;

/**
 * The sentence that is proposed for keeping an answer: an answer that is a sentence is it; of a plain question what it
 * comes to, as `Use tabs for indentation.`; else the question with its answer.
 */
export function proposeSentence({ text, options }: Pick<Question, 'text' | 'options'>, answer: string): string {
  const said = oneLine(answer);
  const asked = oneLine(text);
  if (/^\S+(?:\s\S+){5,}[.!]$/.test(said) && !/^(?:yes|no)\b/i.test(said)) return said;
  const told = toldBy(asked, { options: options.map(oneLine), said });
  if (told !== null) return told;
  const short = asked.length > mostAsked ? `${asked.slice(0, mostAsked).replace(/\s+\S*$/, '')}...` : asked;
  return `${short.replace(/[\s:]+$/, '')} ${said}${/[.!?]$/.test(said) ? '' : '.'}`;
}

/** What an answer makes of a question of one sentence; null where that cannot be told. */
function toldBy(asked: string, { options, said }: { options: readonly string[]; said: string }): string | null {
  if (asked.length > mostAsked || !/^[^.?!]*[^\s.?!]\?$/.test(asked.replaceAll(/\S[.]\S/g, '___'))) return null;
  const question = asked.slice(0, -1).replace(/,? or not$/, '');
  const decided = / or /.test(question) ? chosenIn(question, { options, said }) : null;
  const own =
    /^(?:should|shall) (?:i|we) (.+)$/i.exec(decided ?? question) ??
    /^(?:do|would) you (?:want|like) me to (.+)$/i.exec(decided ?? question);
  const [, what = '', how = ''] = /^(?:should|shall) (?!i |we )(.+?) (be .+)$/i.exec(decided ?? question) ?? [];
  const yes = decided !== null || /^yes[.!]?$/i.test(said);
  // An unresolved choice, and an answer in other words, say nothing about what is to be done.
  if (!yes && !/^no[.!]?$/i.test(said)) return null;
  if (decided === null && / or /.test(question)) return null;
  if (own?.[1] !== undefined) return sentence(yes ? own[1] : `do not ${own[1]}`);
  return what === '' ? null : sentence(`${what} should ${yes ? '' : 'not '}${how}`);
}

/** A question in which the answer stands in the place of its two alternatives; null when they are not found. */
function chosenIn(question: string, { options, said }: { options: readonly string[]; said: string }): string | null {
  const [one, other] = options;
  if (options.length !== 2 || one === undefined || other === undefined || !options.includes(said)) return null;
  for (const both of [`${one} or ${other}`, `${other} or ${one}`]) {
    const at = question.toLowerCase().indexOf(both.toLowerCase());
    if (at !== -1) return `${question.slice(0, at)}${said}${question.slice(at + both.length)}`;
  }
  return null;
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
