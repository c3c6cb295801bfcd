import type { DialogAnswers } from '../adapter.ts';
import type { DialogQuestion } from '../../core/model/report.ts';
import type { Permission, Questions } from './events.ts';

/** The two kinds of request that opencode puts to the person, as our dialogs, and our answers as its replies. */

const once = 'Allow once';
const always = 'Allow always';
const reject = 'Reject';

/** A rejection without a message ends the turn (seen): the agent would rest, and nobody would know of it. */
const rejected = 'The person does not allow this. Go on without it; if that is not possible, ask.';

/** A permission as a dialog's question. `subagent`: the title of the subagent that wants it; null for the main agent. */
export function permissionQuestion(permission: Permission, subagent: string | null): DialogQuestion {
  const { command, diff, filepath } = permission.metadata;
  const wanted = typeof command === 'string' ? command : permission.patterns.join(', ');
  const subject = shortened(wanted);
  const details = [
    subject === wanted ? null : wanted,
    typeof diff === 'string' ? diff : null,
    typeof filepath === 'string' && permission.permission === 'external_directory' ? filepath : null,
    permission.always.length > 0 ? `${always} covers: ${permission.always.join(', ')}` : null,
  ];
  return {
    text: `${ask(permission.permission, subject)}${by(subagent)}`,
    detail: details.filter((detail) => detail !== null).join('\n\n') || null,
    options: [once, always, reject],
    default: null,
    multiple: false,
    freeText: true,
  };
}

function ask(permission: string, subject: string): string {
  switch (permission) {
    case 'bash':
      return `Run ${subject}?`;
    case 'edit':
      return `Change ${subject}?`;
    case 'external_directory':
      return `Reach outside of the worktree: ${subject}?`;
    default:
      return subject === '' || subject === '*' ? `Use ${permission}?` : `Use ${permission}: ${subject}?`;
  }
}

function by(subagent: string | null): string {
  return subagent === null ? '' : ` (subagent: ${subagent})`;
}

const longestSubject = 100;

/** One line of it. */
function shortened(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line === text && line.length <= longestSubject ? text : `${line.slice(0, longestSubject)}…`;
}

/** The body of `POST /permission/ID/reply`. Free text rejects, and goes to the agent as the reason. */
export function permissionReply(answers: DialogAnswers): { reply: string; message?: string } {
  const answer = answers[0] ?? '';
  if (answer === once) return { reply: 'once' };
  if (answer === always) return { reply: 'always' };
  return { reply: 'reject', message: answer === reject || answer.trim() === '' ? rejected : answer };
}

/** The questions of the agent's `question` tool. */
export function toolQuestions(asked: Questions, subagent: string | null): DialogQuestion[] {
  return asked.questions.map(({ question, options, multiple, custom }) => {
    const described = options.filter((option) => option.description !== '');
    return {
      text: `${question}${by(subagent)}`,
      detail: described.map((option) => `${option.label}: ${option.description}`).join('\n') || null,
      options: options.map((option) => option.label),
      default: null,
      multiple,
      freeText: custom,
    };
  });
}

/** The body of `POST /question/ID/reply`: for each question the chosen labels, or the person's own text. */
export function questionReply(asked: Questions, answers: DialogAnswers): { answers: string[][] } {
  return {
    answers: asked.questions.map(({ options, multiple }, index) => {
      const answer = answers[index] ?? '';
      const labels = options.map((option) => option.label);
      return multiple && !labels.includes(answer) ? chosen(answer, labels) : [answer];
    }),
  };
}

/** `A, B` as its labels, which may have commas of their own; what is left is the person's own text. */
function chosen(answer: string, labels: readonly string[]): string[] {
  const label = labels.filter((each) => answer === each || answer.startsWith(`${each}, `)).toSorted(longestFirst)[0];
  if (label === undefined) return answer === '' ? [] : [answer];
  return [label, ...chosen(answer.slice(label.length + 2), labels)];
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
