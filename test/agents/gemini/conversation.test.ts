import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ConversationFile,
  failureWords,
  findConversation,
  newestConversation,
} from '../../../src/agents/gemini/conversation.ts';
import { conversationText } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-gemini-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function turnAfter(text: string) {
  const path = join(folder, 'chat.jsonl');
  writeFileSync(path, text);
  return new ConversationFile(path).read();
}

/** The recorded lines up to and with the first one that has `text`. */
function upTo(name: string, text: string): string {
  const lines = conversationText(name).split('\n');
  return `${lines.slice(0, lines.findIndex((line) => line.includes(text)) + 1).join('\n')}\n`;
}

describe('how a turn stands', () => {
  test('answered, with the last words whole', () => {
    const turn = turnAfter(conversationText('answered'));
    expect(turn).toMatchObject({ begun: true, failure: null, cancelled: false, awaited: false, goesOn: false });
    expect(turn.words).toMatch(/^Tool said: /);
  });

  test('the model is waited for, after a prompt and after a tool', () => {
    expect(turnAfter(upTo('answered', 'hello there'))).toMatchObject({ awaited: true, words: null });
    expect(turnAfter(upTo('answered', '"type":"user","content":[{"functionResponse"'))).toMatchObject({
      awaited: true,
    });
  });

  test('failed', () => {
    const turn = turnAfter(conversationText('failed'));
    expect(failureWords(turn.failure ?? '')).toBe('API error 400: scripted failure 400');
    expect(turn).toMatchObject({ cancelled: false, goesOn: false });
  });

  test('broken off at a permission', () => {
    expect(turnAfter(conversationText('cancelled'))).toMatchObject({ cancelled: true, failure: null });
  });

  test('refused in the dialog: its beginning is written again behind it, and is no prompt', () => {
    expect(conversationText('refused').trim().split('\n').at(-1)).not.toContain('Request cancelled.');
    expect(turnAfter(conversationText('refused'))).toMatchObject({ cancelled: true, awaited: false, goesOn: false });
  });

  test('broken off while its end was held, until the next prompt', () => {
    expect(turnAfter(upTo('esc-while-held', 'second answer'))).toMatchObject({ cancelled: false });
    const lines = conversationText('esc-while-held').split('\n');
    const cancelled = lines.findLastIndex((line) => line.includes('Request cancelled.'));
    expect(turnAfter(`${lines.slice(0, cancelled + 1).join('\n')}\n`)).toMatchObject({ cancelled: true });
    expect(turnAfter(`${lines.slice(0, cancelled + 3).join('\n')}\n`)).toMatchObject({ cancelled: false });
  });

  test('it failed after a tool, and is asked for words: the turn goes on', () => {
    expect(turnAfter(upTo('nudged', '"type":"error"'))).toMatchObject({ goesOn: true });
    const nudged = upTo('nudged', '[System: You successfully');
    expect(turnAfter(nudged)).toMatchObject({ nudges: 1, failure: null, goesOn: true, awaited: true });
    const again = nudged.trim().split('\n').at(-1) ?? '';
    expect(turnAfter(`${nudged}${again}\n`)).toMatchObject({ nudges: 2, goesOn: false });
    expect(turnAfter(conversationText('nudged'))).toMatchObject({
      goesOn: false,
      words: 'Hello from the model. All done.',
    });
  });

  test('a line that is not whole yet is read when it is', () => {
    const text = conversationText('answered');
    const path = join(folder, 'chat.jsonl');
    const at = text.indexOf('hello there');
    writeFileSync(path, text.slice(0, at));
    const file = new ConversationFile(path);
    expect(file.read().begun).toBe(false);
    appendFileSync(path, text.slice(at));
    expect(file.read()).toMatchObject({ begun: true, awaited: false });
  });

  test('there is no file yet', () => {
    expect(new ConversationFile(join(folder, 'none.jsonl')).read().begun).toBe(false);
  });
});

test.each([
  [
    '[API Error: {"error":{"code":429,"message":"Quota exceeded.\\nMore","status":"X"}}]',
    'API error 429: Quota exceeded.',
  ],
  ['[API Error: fetch failed]', 'API error: fetch failed'],
  ['Something else\nhappened', 'Something else'],
])('the failure %s', (content, words) => {
  expect(failureWords(content)).toBe(words);
});

test('conversations are found by their whole name, and the newest without one', () => {
  const chats = join(folder, '.gemini', 'tmp', 'wt', 'chats');
  mkdirSync(chats, { recursive: true });
  const write = (time: string, id: string) => {
    const path = join(chats, `session-${time}-${id.slice(0, 8)}.jsonl`);
    writeFileSync(path, `${JSON.stringify({ sessionId: id, kind: 'main' })}\n`);
    return path;
  };
  const first = write('2026-11-28T15-53', '11111111-aaaa');
  const second = write('2026-11-28T15-54', '11111111-bbbb');
  expect(findConversation(folder, '11111111-aaaa')).toBe(first);
  expect(findConversation(folder, '11111111-cccc')).toBeNull();
  expect(newestConversation(folder)).toEqual({ id: '11111111-bbbb', path: second });
  expect(newestConversation(join(folder, 'none'))).toBeNull();
});
