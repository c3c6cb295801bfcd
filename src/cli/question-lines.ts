import type { Question } from '../core/model/question.ts';

const about = {
  question: '',
  permission: 'permission: ',
  menu: 'a menu: ',
  scope: 'boundary: ',
  delivery: '',
} as const;
/** Lines of a detail that are shown: a whole change is read in the dashboard or in the agent's terminal. */
const detailLines = 12;

/** A question with what one has to know to answer it. */
export function questionLines(question: Question): string[] {
  const { number, text, detail, options, default: recommended, blocking, multiple, freeText } = question;
  const known = detail === null ? [] : detail.trimEnd().split('\n');
  const more = known.length > detailLines ? [`     | ... ${known.length - detailLines} more lines`] : [];
  return [
    `  ${number}. ${about[question.about]}${text}${blocking ? '' : '  (it can wait)'}`,
    ...known.slice(0, detailLines).map((line) => `     | ${line}`),
    ...more,
    ...options.map((option, index) => `     ${index + 1}) ${option}${option === recommended ? '  (recommended)' : ''}`),
    ...(multiple ? ['     several may be chosen: "A, B"'] : []),
    ...(options.length > 0 && !freeText ? ['     one of these, nothing else'] : []),
    ...(recommended !== null && !options.includes(recommended) ? [`     recommended: ${recommended}`] : []),
  ];
}
