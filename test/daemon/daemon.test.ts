import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { reduce } from '../../src/core/reduce.ts';
import { Journal } from '../../src/journal/journal.ts';
import { openConnection } from '../../src/wire/connection.ts';
import type { Notification } from '../../src/wire/notifications.ts';
import { sessionSocket } from '../../src/wire/places.ts';
import { agentRequests } from '../../src/wire/agent-requests.ts';
import { controlRequests } from '../../src/wire/requests.ts';
import { DaemonHere } from '../kit/daemon-here.ts';

/** Says anything to a socket, and gives what comes back. */
async function say(path: string, call: object): Promise<unknown> {
  const socket = connect(path);
  await once(socket, 'connect');
  socket.write(`${JSON.stringify(call)}\n`);
  const [reply] = await once(socket, 'data');
  socket.destroy();
  return JSON.parse(String(reply));
}

test("what a person decides is refused on a session's socket, and no call there can name another session", async () => {
  await using here = await DaemonHere.open();
  const [one, other] = [await here.atWork('one'), await here.atWork('other')];
  const path = sessionSocket(here.places, one);
  const before = here.world.seq;
  for (const name of Object.keys(controlRequests)) {
    expect(await say(path, { call: 1, name, params: { session: other, path: here.repo.root } })).toEqual({
      reply: 1,
      fault: expect.objectContaining({ code: 'protocol', message: `${name} is not answered on this socket` }),
    });
  }
  for (const name of Object.keys(agentRequests)) {
    expect(await say(here.places.controlSocket, { call: 1, name, params: { session: other } })).toMatchObject({
      fault: { message: `${name} is not answered on this socket` },
    });
  }
  expect(here.world.seq).toBe(before);
  const params = { session: other, id: other, request: 'request-1', text: 'from one', reason: 'from one' };
  expect(await say(path, { call: 2, name: 'agent/progress', params })).toEqual({ reply: 2, result: {} });
  await here.until((world) => world.sessions[one]?.progress === 'from one');
  expect(here.session(other).progress).toBeNull();
});

test("a session's socket is there as long as its process, also over a restart", async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const path = sessionSocket(here.places, id);
  expect(existsSync(path)).toBe(true);
  await here.stop();
  expect(existsSync(path)).toBe(false);
  await here.start();
  expect(existsSync(path)).toBe(true);
  const agent = await here.agent(id);
  await here.connection.request('session/stop', { session: id });
  await agent.closed;
  expect(existsSync(path)).toBe(false);
});

test('a client that subscribes twice gets each event once, and what it is sent makes the same world', async () => {
  await using here = await DaemonHere.open();
  const client = await openConnection(here.places.controlSocket);
  const heard: Notification[] = [];
  client.onNotification((notification) => heard.push(notification));
  await client.request('world/subscribe', {});
  const { world } = await client.request('world/subscribe', {});
  await here.atWork();
  const now = await client.request('world/get', {});
  const events = heard.flatMap((notification) => (notification.notify === 'event' ? [notification.recorded] : []));
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => world.seq + 1 + index));
  expect(events.reduce(reduce, world)).toEqual(now.world);
  client.close();
});

test('stopped with its agents, the daemon ends them, starts nobody in their place, and leaves the rest for later', async () => {
  await using here = await DaemonHere.open();
  const working = [await here.atWork('one'), await here.atWork('two'), await here.atWork('three')];
  const queued = [await here.task('four'), await here.task('five')];
  await here.stop(true);
  const journal = Journal.open(here.places.journal);
  const world = journal?.world;
  journal?.close();
  for (const id of working) expect(world?.sessions[id]).toMatchObject({ state: 'stopped', run: null });
  for (const id of queued) expect(world?.sessions[id]).toMatchObject({ runs: 0, run: null, worktree: null });
  expect(here.log).toEqual([]);
  // And the next daemon goes on with them.
  await here.start();
  for (const id of queued) await here.until((now) => now.sessions[id]?.run?.phase === 'alive');
});

test('stopped while calls are under way, it ends in order: nothing is written to a closed journal', async () => {
  await using here = await DaemonHere.open();
  const calls = ['one', 'two'].map((title) => here.task(title).catch((thrown: unknown) => thrown));
  await here.stop();
  for (const outcome of await Promise.all(calls)) {
    if (outcome instanceof Error) expect(outcome.message).toBe('the connection to the daemon was lost');
  }
  // What was still going on behind the closed journal would have broken down by the end of this.
  await here.start();
  await here.atWork('three');
  expect(here.log).toEqual([]);
});

test("stopped while an agent waits, it lets the agent's call go first", async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const agent = await here.agent(id);
  const waiting = agent.request('agent/inbox', { request: 'request-1', wait: true });
  waiting.catch(() => undefined);
  await here.until((world) => world.sessions[id]?.run?.waiting === true);
  await here.stop();
  await expect(waiting).rejects.toThrow('the connection to the daemon was lost');
  expect(here.log).toEqual([]);
});

test('a daemon that was killed while an agent waited: the next one knows that nobody waits any more', async () => {
  await using here = await DaemonHere.open();
  const id = await here.atWork();
  const question = { text: 'which?', options: [], default: null, blocking: true };
  const call = { request: 'request-1', questions: [question], wait: false };
  await (await here.agent(id)).request('agent/ask', call);
  await here.stop();
  // A killed daemon leaves this as its last word.
  const journal = Journal.open(here.places.journal);
  journal?.append([{ type: 'agent.waited', session: id, waiting: true }], Date.now(), () => []);
  expect(journal?.world.sessions[id]?.state).toBe('asking');
  journal?.close();
  await here.start();
  expect(here.session(id)).toMatchObject({ state: 'working', run: { waiting: false } });
});

test('the last screen of an agent that has ended is shown by a daemon that never saw it run', async () => {
  await using here = await DaemonHere.open({ agent: "printf 'the last words\\n'; exit 3" });
  const id = await here.task();
  expect(await here.reaches(id, 'failed')).toMatchObject({ exit: { exit: 3 } });
  await here.until((world) => world.sessions[id]?.run === null);
  await here.restart();
  const shown = Promise.withResolvers<string>();
  here.connection.onNotification((notification) => {
    if (notification.notify !== 'screen' || notification.session !== id) return;
    shown.resolve(notification.change.changed.map(([, runs]) => runs.map((run) => run.text).join('')).join('\n'));
  });
  await here.connection.request('screen/watch', { sessions: [id] });
  expect(await shown.promise).toContain('the last words');
  const log = await here.connection.request('session/log', { session: id, check: null, limit: 1000 });
  expect(log).toEqual({ text: 'the last words\n', truncated: false });
});

test('a set-up that fails is said with its command, and what it wrote can be read', async () => {
  await using here = await DaemonHere.open({ setup: ['echo preparing', 'echo no network >&2; exit 7'] });
  const id = await here.task();
  const failed = await here.reaches(id, 'failed');
  expect(failed.reason).toBe('set-up failed: echo no network >&2; exit 7 (exit status 7)');
  const { text } = await here.connection.request('session/log', { session: id, check: null, limit: 10_000 });
  expect(text).toBe('$ echo preparing\npreparing\n$ echo no network >&2; exit 7\nno network\n');
});
