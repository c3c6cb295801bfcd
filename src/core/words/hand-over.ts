import { type Message, type Session, saidOf } from '../model/session.ts';
import { type Question, proseRequest } from '../model/question.ts';
import { jobsOf } from '../rules/jobs.ts';
import { counted } from './counted.ts';
import { explainReasons } from './explain-verdict.ts';
import { jobAddress } from './job-words.ts';

/** Bounds: this is the beginning of a prompt, not an archive. */
const longestPiece = 1500;
const longestReasons = 4000;
const mostFiles = 60;
const mostPieces = 40;

/** A file that differs from where the session started. */
export interface HandedFile {
  readonly path: string;
  /** Lines; null: they were not counted. */
  readonly added: number | null;
  readonly removed: number | null;
  /** It is new, and git does not know it yet. */
  readonly untracked: boolean;
}

/**
 * What an agent with a fresh context is told of the work before it: what was decided and what is still asked, what was
 * done, why it was sent back, and what runs. Messages that are still held are not in it: they reach the agent themselves.
 */
export function handOver(session: Session, files: readonly HandedFile[]): string {
  const given = session.messages.filter((message) => message.delivered !== null);
  const parts = [
    'You begin in the middle: an agent before you has worked on this task in this worktree, and its conversation is gone. Its work is there as it left it, committed or not: look at it (git status, git diff) before you change anything. This is what remains of the conversation:',
    list('Decided; do not ask it again', decisions(session)),
    list('Asked and still open; the answer comes as a message, do not ask it again', stillAsked(session).map(pieceOf)),
    list('It asked this at the end of a turn, unanswered; ask it again if it still matters', unanswered(session)),
    section(
      'What it said it had done',
      [saidOf(session), session.progress ?? ''].map((text) => piece(text.trim())),
    ),
    section(changedTitle(files), changed(files)),
    section('Why the last round was sent back by the gate', lastReasons(session, given)),
    list('What it was told on the way', told(given)),
    list('Comments on its diff', comments(session)),
    list(
      'Jobs that run beside you (signalbox job list)',
      jobsOf(session).map(
        ({ name, command, port }) => `${name}: ${command}${port == null ? '' : `, ${jobAddress(port)}`}`,
      ),
    ),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function decisions({ questions, messages }: Session): string[] {
  const held = new Set(messages.flatMap((message) => (message.delivered === null ? message.questions : [])));
  const isDecided = (question: Question): boolean =>
    question.answer !== null && question.sent && !held.has(question.number) && about(question);
  return questions.filter(isDecided).map((question) => {
    const kept = question.answer?.convention === undefined ? '' : ' (by a kept convention)';
    return `${pieceOf(question)}\n  -> ${piece(question.answer?.text ?? '')}${kept}`;
  });
}

/** Permissions are given for one moment, and whether a message arrived is our own question. */
function about({ about: kind }: Question): boolean {
  return kind === 'question' || kind === 'scope';
}

function stillAsked({ questions }: Session): Question[] {
  return questions.filter((question) => isOpen(question) && question.dialog === null && !isProse(question));
}

function unanswered({ questions }: Session): string[] {
  return questions
    .filter((question) => isOpen(question) && (question.dialog !== null || isProse(question)))
    .map(pieceOf);
}

function isOpen(question: Question): boolean {
  return question.answer === null && !question.withdrawn && about(question);
}

function isProse({ request }: Question): boolean {
  return request.startsWith(proseRequest);
}

/** The gate's reasons, when they are what the agent works on now. */
function lastReasons({ verdict }: Session, given: readonly Message[]): string[] {
  if (verdict?.kind !== 'red') return [];
  const text = explainReasons(verdict);
  return given.some((message) => message.kind === 'red' && message.text.includes(text))
    ? [cut(text, longestReasons)]
    : [];
}

/** Rejections and words of the person; answers are among the decisions, earlier reds are repaired or told again. */
function told(given: readonly Message[]): string[] {
  return given
    .filter(({ kind }) => kind === 'rejected' || kind === 'note')
    .map(({ kind, text, round }) => `${kind === 'rejected' ? `round ${round - 1} was rejected: ` : ''}${piece(text)}`);
}

/** Those that went to the agent and do not stand in what it was told anyway. */
function comments({ comments: all, messages }: Session): string[] {
  return all
    .filter(({ sentIn, text }) => sentIn !== null && !messages.some((message) => message.text.includes(text)))
    .map(({ path, line, text }) => `${path}${line === null ? '' : `:${line}`}: ${piece(text)}`);
}

function changedTitle(files: readonly HandedFile[]): string {
  return `Changed so far: ${counted(files.length, 'file')}`;
}

function changed(files: readonly HandedFile[]): string[] {
  const lines = files.slice(0, mostFiles).map(({ path, added, removed, untracked }) => {
    const counts = added === null ? 'binary' : `+${added} -${removed ?? 0}`;
    return `- ${path} (${untracked ? 'new' : counts})`;
  });
  const more = files.length - lines.length;
  return more > 0 ? [...lines, `- and ${more} more`] : lines;
}

function pieceOf({ text }: Question): string {
  return piece(text);
}

function piece(text: string): string {
  return cut(text, longestPiece);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).trimEnd()} [...]`;
}

function list(title: string, pieces: readonly string[]): string {
  const newest = pieces.slice(-mostPieces);
  return section(
    title,
    newest.map((text) => `- ${text.replaceAll('\n', '\n  ')}`),
  );
}

function section(title: string, lines: readonly string[]): string {
  const said = lines.filter((line) => line !== '');
  return said.length === 0 ? '' : `${title}:\n${said.join('\n')}`;
}
