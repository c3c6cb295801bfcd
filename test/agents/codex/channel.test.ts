import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { untoldIn } from '../../../src/agents/codex/places.ts';
import type { Question } from '../../../src/core/model/question.ts';
import { FakeServer, openChannel, threadId } from './fake-server.ts';
import { questionsIn } from './recorded.ts';

const turn = { id: 'turn-1', status: 'inProgress', items: [], startedAt: 4_000_000_000 };
const [approval] = questionsIn('command-approval');
if (approval === undefined) throw new Error('no approval is recorded');
const asked = { ...approval, params: { ...approval.params, threadId } };
const dialog = '01a222d6-76f2-7bf0-b133-6f26b5d9b1a4/c15/0';
const resolved = { method: 'serverRequest/resolved', params: { threadId, requestId: approval.id } };
const began = { method: 'turn/started', params: { threadId, turn } };
const ended = {
  method: 'turn/completed',
  params: {
    threadId,
    turn: { ...turn, status: 'completed', items: [{ type: 'agentMessage', id: 'm', text: 'done' }] },
  },
};

/** A daemon that finds a Codex with this thread. */
async function joined(status: string, asking: readonly object[] = [], questions: readonly Question[] = []) {
  const house = openChannel(questions);
  const server = await FakeServer.listen(house.runDir);
  server.hasThread(status, status === 'active' ? [turn] : [], asking);
  const channel = house.open();
  await house.says('conversation', { id: threadId });
  const close = async () => {
    house.end();
    channel.close();
    await server.close();
  };
  return { ...house, server, channel, [Symbol.asyncDispose]: close };
}

const openQuestion: Question = {
  number: 1,
  about: 'permission',
  text: 'May it?',
  detail: null,
  options: ['Allow', 'Deny'],
  multiple: false,
  freeText: true,
  dialog,
  default: null,
  blocking: true,
  askedAt: 1,
  request: dialog,
  answer: null,
  sent: false,
  withdrawn: false,
  closedBy: null,
  widens: [],
};

describe('a thread', () => {
  test('is followed from its start, when there was none', async () => {
    const house = openChannel();
    await using server = Object.assign(await FakeServer.listen(house.runDir), {
      [Symbol.asyncDispose]: async () => {
        house.end();
        await server.close();
      },
    });
    house.open();
    await server.hears('initialized');
    server.hasThread('idle');
    server.say({ method: 'thread/started', params: { thread: { id: threadId, status: { type: 'idle' } } } });
    expect(await house.says('conversation')).toEqual({ kind: 'conversation', id: threadId });
    server.say(began);
    await house.says('prompted');
    server.say(ended);
    expect(await house.says('turn-ended')).toMatchObject({ words: 'done', background: [], held: false });
  });

  test('that Codex has for itself is none', async () => {
    await using house = await joined('idle');
    const own = { id: 'title-1', ephemeral: true, status: { type: 'idle' } };
    house.server.say({ method: 'thread/started', params: { thread: own } });
    house.server.say({
      method: 'turn/completed',
      params: { threadId: 'title-1', turn: { ...turn, status: 'completed' } },
    });
    house.server.say(began);
    await house.says('prompted');
    expect(house.reports).toEqual([]);
  });
});

describe('a dialog', () => {
  test('that is open when the daemon comes is the same as before, and is answered in the protocol', async () => {
    await using house = await joined('active', [asked]);
    await house.says('dialog-opened', { dialog });
    const answer = house.channel.answer(dialog, ['Allow']);
    expect((await house.server.hears(approval.id)).result).toEqual({ decision: 'accept' });
    house.server.say(resolved);
    expect(await answer).toBe('answered');
    expect(house.reports.filter(({ kind }) => kind === 'dialog-closed')).toEqual([]);
  });

  test('that is answered in the tile is closed', async () => {
    await using house = await joined('active', [asked]);
    await house.says('dialog-opened', { dialog });
    house.server.say(resolved);
    expect(await house.says('dialog-closed')).toMatchObject({ dialog, by: 'terminal' });
    expect(await house.channel.answer(dialog, ['Allow'])).toBe('gone');
    expect(house.server.heard).toEqual([]);
  });

  test('that was answered while no daemon was there is closed', async () => {
    await using house = await joined('active', [], [openQuestion]);
    expect(await house.says('dialog-closed')).toMatchObject({ dialog, by: 'terminal' });
  });

  test('that is denied with a reason has the agent told it', async () => {
    await using house = await joined('active', [asked]);
    await house.says('dialog-opened', { dialog });
    const answer = house.channel.answer(dialog, ['use the other file']);
    const told = await house.server.hears('turn/start');
    expect(told.params?.['input']).toEqual([{ type: 'text', text: 'use the other file', text_elements: [] }]);
    expect((await house.server.hears(approval.id)).result).toEqual({ decision: 'decline' });
    house.server.say(resolved);
    house.server.say(messageItem(told.params?.['clientUserMessageId']));
    expect(await answer).toBe('answered');
  });
});

function messageItem(clientId: unknown) {
  return { method: 'item/completed', params: { threadId, item: { type: 'userMessage', id: 'u', clientId } } };
}

describe('a message', () => {
  test('has arrived when the thread has it', async () => {
    await using house = await joined('idle');
    const delivered = house.channel.deliver('two\nlines');
    const { params } = await house.server.hears('turn/start');
    expect(params).toMatchObject({ threadId, input: [{ text: 'two\nlines' }] });
    house.server.say(messageItem(params?.['clientUserMessageId']));
    expect(await delivered).toBe('delivered');
  });

  test('is not sent into a turn: one that is broken off would lose it', async () => {
    await using house = await joined('active');
    expect(await house.channel.deliver('x')).toBe('later');
    expect(house.server.heard).toEqual([]);
  });

  test('is not sent while a dialog is open', async () => {
    await using house = await joined('idle', [asked]);
    await house.says('dialog-opened');
    expect(await house.channel.deliver('x')).toBe('later');
    expect(house.server.heard).toEqual([]);
  });

  test('that is refused can be sent later', async () => {
    const house = openChannel();
    const server = await FakeServer.listen(house.runDir);
    server.hasThread('idle');
    const channel = house.open();
    await house.says('conversation');
    await server.close();
    await house.says('activity', { activity: 'unknown' });
    expect(await channel.deliver('x')).toBe('later');
    house.end();
  });

  test('is unconfirmed when the app-server hangs up before it says that it has it', async () => {
    await using house = await joined('idle');
    const delivered = house.channel.deliver('x');
    await house.server.hears('turn/start');
    await house.server.close();
    expect(await delivered).toBe('unconfirmed');
  });
});

test('what it was started with is told no more once it has a turn', async () => {
  const house = openChannel();
  const file = untoldIn(house.runDir);
  writeFileSync(file, 'a note');
  const server = await FakeServer.listen(house.runDir);
  server.hasThread('idle');
  house.open();
  await house.says('activity', { activity: 'starting' });
  expect(existsSync(file)).toBe(true);
  server.say(began);
  await house.says('prompted');
  expect(existsSync(file)).toBe(false);
  house.end();
  await server.close();
});

test('a turn is broken off, and none when there is none', async () => {
  await using house = await joined('active');
  expect(await house.channel.interrupt()).toBe(true);
  expect((await house.server.hears('turn/interrupt')).params).toEqual({ threadId, turnId: 'turn-1' });
  house.server.say({ method: 'turn/completed', params: { threadId, turn: { ...turn, status: 'interrupted' } } });
  await house.says('interrupted');
  expect(await house.channel.interrupt()).toBe(false);
});

test('an app-server that died in a turn is found again, and the turn is lost', async () => {
  const house = openChannel();
  const server = await FakeServer.listen(house.runDir);
  server.hasThread('active', [turn]);
  house.open();
  await house.says('conversation');
  await server.close();
  await house.says('activity', { activity: 'unknown' });
  const next = await FakeServer.listen(house.runDir);
  next.hasThread('idle', [{ ...turn, status: 'interrupted' }]);
  expect(await house.says('turn-failed')).toMatchObject({ reason: expect.stringContaining('app-server ended') });
  house.end();
  await next.close();
});

test('while the app-server is away its terminal tells', async () => {
  const house = openChannel();
  const channel = house.open();
  channel.seen({ kind: 'status', body: 'state=working' });
  expect(await house.says('activity')).toMatchObject({ activity: 'working', rule: 'OSC 7501 state=working' });
  channel.seen({ kind: 'status', body: 'state=blocked:app=codex:kind=permission' });
  await house.says('dialog-opened', { about: 'menu' });
  channel.seen({ kind: 'status', body: 'state=done' });
  await house.says('dialog-closed');
  expect(await house.says('activity')).toMatchObject({ activity: 'resting' });
  house.end();
});
