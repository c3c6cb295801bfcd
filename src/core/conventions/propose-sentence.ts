import type { Question } from '../model/question.ts';
import { oneLine } from './read-conventions.ts';

/** Longest piece of a question in a proposed sentence: the person edits it anyway. */
const mostAsked = 160;

/** The sentence that is proposed for keeping an answer: an answer that is a sentence is it, any other one says to what. */
export function proposeSentence({ text }: Pick<Question, 'text'>, answer: string): string {
  const said = oneLine(answer);
  const asked = oneLine(text);
  if (/^\S+(?:\s\S+){5,}[.!]$/.test(said) && !/^(?:yes|no)\b/i.test(said)) return said;
  const short = asked.length > mostAsked ? `${asked.slice(0, mostAsked).replace(/\s+\S*$/, '')}...` : asked;
  return `${short.replace(/[\s:]+$/, '')} ${said}${/[.!?]$/.test(said) ? '' : '.'}`;
}
