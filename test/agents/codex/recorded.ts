import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Notice,
  type ServerQuestion,
  noticeMethods,
  noticeSchema,
  questionMethods,
  questionSchema,
} from '../../../src/agents/codex/messages.ts';

/** What Codex 0.171.0 sent over its socket, one turn each, with the messages left out that nothing reads. */
export function recorded(name: string): unknown[] {
  const text = readFileSync(join(import.meta.dirname, 'recorded', `${name}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

function methodOf(message: unknown): string {
  return String(typeof message === 'object' && message !== null ? Reflect.get(message, 'method') : '');
}

export function noticesIn(name: string): Notice[] {
  return recorded(name)
    .filter((message) => noticeMethods.has(methodOf(message)))
    .map((message) => noticeSchema.parse(message));
}

export function questionsIn(name: string): ServerQuestion[] {
  return recorded(name)
    .filter((message) => questionMethods.has(methodOf(message)))
    .map((message) => questionSchema.parse(message));
}

/** The thread of a recording: the one whose turn began first. */
export function threadIn(name: string): string {
  for (const notice of noticesIn(name)) if (notice.method === 'turn/started') return notice.params.threadId;
  throw new Error(`${name} has no turn`);
}
