import { expect, test } from 'vitest';
import type { Connection } from '../../src/wire/connection.ts';
import type { Params } from '../../src/wire/requests.ts';
import { DaemonHere } from '../kit/daemon-here.ts';

const asks = (text: string): Params<'agent/ask'>['questions'] => [{ text, options: [], default: null, blocking: true }];
const answer = (here: DaemonHere, said: { session: number; question: number; text: string }) =>
  here.connection.request('question/answer', said);
const inbox = (agent: Connection, request: string, wait = false) => agent.request('agent/inbox', { request, wait });
/** Gives a running agent a message: it is stuck, and the person resumes it with a note. */
async function note(here: DaemonHere, id: number, text: string): Promise<void> {
  const agent = await here.agent(id);
  await agent.request('agent/blocked', { request: `blocked-${text}`, reason: 'stuck' });
  await here.connection.request('session/resume', { session: id, note: text });
}

test('ask --wait survives a restart under its own id, asks once, and gets its answer once', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const call = { request: 'request-1', questions: asks('which?'), wait: true };
  const lost = (await here.agent(id)).request('agent/ask', call);
  lost.catch(() => undefined);
  await here.reaches(id, 'asking');
  await here.restart();
  await expect(lost).rejects.toThrow('connection to the daemon was lost');
  // Nobody waits any more until it calls again.
  expect(here.session(id).state).toBe('working');
  const agent = await here.agent(id);
  const again = agent.request('agent/ask', call);
  await here.reaches(id, 'asking');
  expect(here.session(id).questions).toHaveLength(1);
  await answer(here, { session: id, question: 1, text: 'this one' });
  const answered = { questions: [1], answers: [{ question: 1, text: 'this one' }] };
  expect(await again).toEqual(answered);
  await here.reaches(id, 'working');
  // Its reply may be lost on the way: the same call again gets the same answer. Nobody else gets it.
  await here.restart();
  const later = await here.agent(id);
  expect(await later.request('agent/ask', call)).toEqual(answered);
  expect(await inbox(later, 'request-2')).toEqual({ messages: [] });
  expect(here.session(id).messages).toMatchObject([{ delivered: { by: 'wait', request: 'request-1' } }]);
  expect(here.log).toEqual([]);
});

test('an answer given while the agent does not listen is there when it calls again', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const call = { request: 'request-1', questions: asks('which?'), wait: true };
  const gone = await here.agent(id);
  const lost = gone.request('agent/ask', call);
  await here.reaches(id, 'asking');
  gone.close();
  await expect(lost).rejects.toThrow('lost');
  await here.reaches(id, 'working');
  await answer(here, { session: id, question: 1, text: 'this one' });
  await here.restart();
  expect(await (await here.agent(id)).request('agent/ask', call)).toMatchObject({ answers: [{ text: 'this one' }] });
});

test('one message that answers two calls is handed over whole by the call that waits', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const agent = await here.agent(id);
  const queued = await agent.request('agent/ask', { request: 'request-1', questions: asks('colour?'), wait: false });
  expect(queued).toEqual({ questions: [1], answers: null });
  const waiting = agent.request('agent/ask', { request: 'request-2', questions: asks('size?'), wait: true });
  await here.reaches(id, 'asking');
  await answer(here, { session: id, question: 1, text: 'blue' });
  await answer(here, { session: id, question: 2, text: 'large' });
  const got = await waiting;
  expect(got).toEqual({
    questions: [2],
    answers: [
      { question: 2, text: 'large' },
      { question: 1, text: 'colour? -> blue' },
    ],
  });
  expect(await inbox(agent, 'request-3')).toEqual({ messages: [] });
  expect(await agent.request('agent/ask', { request: 'request-2', questions: asks('size?'), wait: true })).toEqual(got);
});

test('of two calls that wait each gets its own answer, and nothing twice', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const agent = await here.agent(id);
  const ask = (request: string, text: string) =>
    agent.request('agent/ask', { request, questions: asks(text), wait: true });
  const first = ask('request-1', 'colour?');
  await here.reaches(id, 'asking');
  const second = ask('request-2', 'size?');
  await here.until((world) => world.sessions[id]?.questions.length === 2);
  await answer(here, { session: id, question: 1, text: 'blue' });
  await answer(here, { session: id, question: 2, text: 'large' });
  expect(await first).toEqual({ questions: [1], answers: [{ question: 1, text: 'blue' }] });
  expect(await second).toEqual({ questions: [2], answers: [{ question: 2, text: 'large' }] });
  expect(await inbox(agent, 'request-3')).toEqual({ messages: [] });
});

test('the inbox gives each message once, and again only to the same call', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const agent = await here.agent(id);
  expect(await inbox(agent, 'request-1')).toEqual({ messages: [] });
  await note(here, id, 'first');
  await note(here, id, 'second');
  expect(await inbox(agent, 'request-2')).toEqual({ messages: ['first', 'second'] });
  expect(await inbox(agent, 'request-3')).toEqual({ messages: [] });
  await note(here, id, 'third');
  await here.restart();
  const later = await here.agent(id);
  expect(await inbox(later, 'request-2')).toEqual({ messages: ['first', 'second'] });
  expect(await inbox(later, 'request-4', true)).toEqual({ messages: ['third'] });
});

test('of two calls that wait for the inbox one gets a message, and the other the next', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const got: string[] = [];
  const waits = ['request-1', 'request-2'].map(async (request) => {
    const { messages } = await inbox(await here.agent(id), request, true);
    got.push(messages.join('+'));
  });
  await here.until((world) => world.sessions[id]?.run?.waiting === true);
  await note(here, id, 'one');
  await Promise.race(waits);
  expect(got).toEqual(['one']);
  expect(here.session(id).run?.waiting).toBe(true);
  await note(here, id, 'two');
  await Promise.all(waits);
  expect(got).toEqual(['one', 'two']);
  await here.until((world) => world.sessions[id]?.run?.waiting === false);
});

test('an answer that ask --wait waits for is not given to the inbox as well', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const got: string[][] = [];
  const listening = inbox(await here.agent(id), 'request-1', true).then(({ messages }) => got.push(messages));
  await here.until((world) => world.sessions[id]?.run?.waiting === true);
  const call = { request: 'request-2', questions: asks('which?'), wait: true };
  const asked = (await here.agent(id)).request('agent/ask', call);
  await here.reaches(id, 'asking');
  await answer(here, { session: id, question: 1, text: 'this one' });
  expect(await asked).toMatchObject({ answers: [{ text: 'this one' }] });
  await note(here, id, 'a note');
  await listening;
  expect(got).toEqual([['a note']]);
});

test('an agent that waits in two calls is asking until the last of them has gone', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const [one, other] = [await here.agent(id), await here.agent(id)];
  const asked = one.request('agent/ask', { request: 'request-1', questions: asks('which?'), wait: true });
  asked.catch(() => undefined);
  await here.reaches(id, 'asking');
  const listening = inbox(other, 'request-2', true);
  listening.catch(() => undefined);
  // Answered on the same connection after the inbox call has begun to wait.
  await other.request('agent/progress', { request: 'request-3', text: 'waiting' });
  other.close();
  await other.closed;
  await (await here.agent(id)).request('agent/progress', { request: 'request-4', text: 'still waiting' });
  expect(here.session(id)).toMatchObject({ state: 'asking', run: { waiting: true } });
  one.close();
  await here.reaches(id, 'working');
  expect(here.session(id)).toMatchObject({ questions: [{ answer: null, withdrawn: false }] });
});

test('a session that is stopped while its agent waits lets the call go', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const asked = (await here.agent(id)).request('agent/ask', {
    request: 'request-1',
    questions: asks('which?'),
    wait: true,
  });
  await here.reaches(id, 'asking');
  await here.connection.request('session/stop', { session: id });
  expect(await asked).toEqual({ questions: [1], answers: [] });
  await here.until((world) => world.sessions[id]?.run === null);
  expect(here.log).toEqual([]);
});
