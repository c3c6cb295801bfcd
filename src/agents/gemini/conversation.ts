import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';
import { FollowedLines } from './followed-lines.ts';

/**
 * The file in which Gemini CLI keeps a conversation, a line for each thing said. It is written at once, before the hook
 * that follows; and it alone tells that a turn failed or was broken off: the hook at a turn's end and the title look the
 * same for a failure as for a success.
 */

const recordSchema = z.object({
  type: z.enum(['user', 'gemini', 'error', 'info', 'warning']),
  content: z.unknown(),
});
export type ConversationRecord = z.infer<typeof recordSchema>;

/** How the last turn stands. */
export interface TurnRecord {
  /** A prompt of somebody's is in it; false: nothing was said yet. */
  readonly begun: boolean;
  /** The model's last words, whole; null while it has said none since the prompt. */
  readonly words: string | null;
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
  readonly cancelled: boolean;
  /** The model has been told what a tool said, and has not answered with a word. */
  readonly silent: boolean;
  /** How often Gemini CLI has asked it for words because of that. */
  readonly nudges: number;
  /** The model was told something, and has not answered. */
  readonly awaited: boolean;
  /** Gemini CLI will go on by itself. */
  readonly goesOn: boolean;
  /** How many lines were read: any more is a sign that the model has answered. */
  readonly records: number;
}

export const nothingSaid: TurnRecord = {
  begun: false,
  words: null,
  failure: null,
  cancelled: false,
  silent: false,
  nudges: 0,
  awaited: false,
  goesOn: false,
  records: 0,
};

/** Beyond these it leaves a silent model alone. */
const mostNudges = 2;
const nudge = '[System: You successfully executed a tool but returned an empty response.';
const cancellations = ['Request cancelled.', 'User cancelled the request.'];

/** Whether a prompt is Gemini CLI's own, with which it asks a model for words. */
export function isNudge(prompt: string): boolean {
  return prompt.startsWith(nudge);
}

/**
 * What a conversation begins with, by Gemini CLI itself. It is written again, behind all that was said, when a turn is taken
 * back that was refused or broken off.
 */
const ownBeginning = '<session_context>';

/** The turn after one more line. */
export function afterRecord(before: TurnRecord, record: ConversationRecord): TurnRecord {
  if (record.type === 'user' && textOf(record.content).startsWith(ownBeginning)) return before;
  const turn = changed(before, record);
  const goesOn = turn.silent && turn.nudges < mostNudges && !turn.cancelled;
  return { ...turn, awaited: record.type === 'user', goesOn, records: before.records + 1 };
}

function changed(turn: TurnRecord, { type, content }: ConversationRecord): TurnRecord {
  switch (type) {
    case 'user': {
      const prompt = textOf(content);
      if (prompt === '') return { ...turn, silent: true };
      if (isNudge(prompt)) return { ...turn, failure: null, silent: true, nudges: turn.nudges + 1 };
      return { ...nothingSaid, begun: true };
    }
    case 'gemini': {
      const words = textOf(content).trim();
      return { ...turn, failure: null, ...(words === '' ? {} : { words, silent: false }) };
    }
    case 'error':
      return { ...turn, failure: textOf(content) };
    case 'info':
      return cancellations.includes(textOf(content)) ? { ...turn, cancelled: true } : turn;
    case 'warning':
      return turn;
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => partSchema.parse(part).text).join('');
}
const partSchema = z.object({ text: z.string().catch('') }).catch({ text: '' });

/** A failure in words: `[API Error: {"error":{"code":429,"message":"..."}}]` is `API error 429: ...`. */
export function failureWords(content: string): string {
  const said = /^\[API Error: ([^]*)\]$/.exec(content.trim())?.[1];
  if (said === undefined) return content.trim().split('\n', 1)[0] ?? '';
  const read = apiErrorSchema.safeParse(parsed(said));
  if (!read.success) return `API error: ${said.split('\n', 1)[0] ?? ''}`;
  return `API error ${read.data.error.code}: ${read.data.error.message.trim().split('\n', 1)[0] ?? ''}`;
}
const apiErrorSchema = z.object({ error: z.object({ code: z.union([z.number(), z.string()]), message: z.string() }) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Follows a conversation's file. */
export class ConversationFile {
  readonly path: string;
  readonly #lines: FollowedLines;
  #turn = nothingSaid;

  constructor(path: string) {
    this.path = path;
    this.#lines = new FollowedLines(path);
  }

  /** How the last turn stands now. The file may not be there yet. */
  read(): TurnRecord {
    for (const line of this.#lines.read()) {
      const record = recordSchema.safeParse(parsed(line));
      if (record.success) this.#turn = afterRecord(this.#turn, record.data);
    }
    return this.#turn;
  }
}

/** The file of a conversation below a shadow home; null when there is none. */
export function findConversation(shadow: string, id: string): string | null {
  return conversations(shadow).findLast((one) => one.id === id)?.path ?? null;
}

/** The conversation that was begun last below a shadow home, which is one session's; null when there is none. */
export function newestConversation(shadow: string): Conversation | null {
  return conversations(shadow).at(-1) ?? null;
}

interface Conversation {
  readonly id: string;
  readonly path: string;
}

/** All of them, oldest first: their names begin with the time. */
function conversations(shadow: string): Conversation[] {
  const projects = join(shadow, '.gemini', 'tmp');
  const paths = namesIn(projects).flatMap((project) => {
    const chats = join(projects, project, 'chats');
    return namesIn(chats).flatMap((name) => (/^session-.*\.jsonl$/.test(name) ? [join(chats, name)] : []));
  });
  return paths.flatMap((path) => {
    const id = /"sessionId":"([^"]+)"/.exec(firstBytes(path))?.[1];
    return id === undefined ? [] : [{ id, path }];
  });
}

/** Enough of a file to hold its first line. */
function firstBytes(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(500);
    return head.subarray(0, readSync(fd, head, 0, head.length, 0)).toString('utf8');
  } finally {
    closeSync(fd);
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT', 'ENOTDIR')) return [];
    throw thrown;
  }
}
