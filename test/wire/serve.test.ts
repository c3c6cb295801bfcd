import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openConnection } from '../../src/wire/connection.ts';
import type { Notification } from '../../src/wire/notifications.ts';
import { OpenWire, RawClient, event, refusal } from '../kit/open-wire.ts';

const fault = (reply: number, message: unknown) => ({
  reply,
  fault: expect.objectContaining({ code: 'protocol', message }),
});

test('garbage gets one sentence each and hurts nobody', async () => {
  await using wire = await OpenWire.listen();
  const client = await RawClient.connect(wire.path);
  const said = async (text: string) => {
    client.socket.write(`${text}\n`);
    return await client.line();
  };
  for (const text of ['hello', '', '{"call":', '\u0000\u001b[2J'])
    expect(await said(text)).toEqual(fault(0, 'a message is not JSON'));
  for (const text of ['7', 'null', '[]', '{}', '{"call":"1","name":"session/stop"}']) {
    expect(await said(text)).toEqual(fault(0, 'a message is no call of the protocol'));
  }
  expect(await said('{"call":12,"name":7}')).toEqual(fault(12, 'a message is no call of the protocol'));
  for (const name of ['no/such', 'toString', '__proto__', 'constructor', 'world/get']) {
    expect(await said(JSON.stringify({ call: 3, name, params: {} }))).toEqual(
      fault(3, `${name} is not answered on this socket`),
    );
  }
  for (const params of [undefined, null, [], {}, { session: 'x' }, { session: 0 }, { session: 1.5 }]) {
    expect(await said(JSON.stringify({ call: 4, name: 'session/stop', params }))).toEqual(
      fault(4, expect.stringMatching(/^session\/stop: /)),
    );
  }
  expect(await said('{"call":5,"name":"world/subscribe","params":{}}')).toMatchObject({ reply: 5, result: {} });
  expect(wire.bugs).toEqual([]);
  client.socket.destroy();
});

test('a call may come in any pieces', async () => {
  await using wire = await OpenWire.listen();
  const client = await RawClient.connect(wire.path);
  client.socket.setNoDelay(true);
  for (const piece of ['{"call":1,"na', 'me":"session/st', 'op","params":{"session":4}}', '\n{"call":2,']) {
    await client.send(piece);
  }
  expect(await client.line()).toMatchObject({ notify: 'event', recorded: { seq: 4 } });
  expect(await client.line()).toEqual({ reply: 1, result: {} });
  client.socket.end();
});

test('a fault crosses as it is, a bug as a sentence without a stack', async () => {
  await using wire = await OpenWire.listen();
  const connection = await openConnection(wire.path);
  expect(await refusal(connection.request('repo/trust', { path: '/r' }))).toEqual({
    code: 'untrusted',
    message: 'not trusted',
    hint: 'trust it',
  });
  expect(wire.bugs).toEqual([]);
  const bug = await refusal(connection.request('review/defer', { session: 1 }));
  expect(bug).toEqual({
    code: 'bug',
    message: 'the daemon broke down on this: a planted bug',
    hint: 'signalbox daemon logs',
  });
  expect(wire.bugs).toEqual([new Error('a planted bug')]);
  connection.close();
});

test('a snapshot arrives before what happened after it, and a result after what it did', async () => {
  await using wire = await OpenWire.listen();
  const client = await RawClient.connect(wire.path);
  client.socket.write(
    '{"call":1,"name":"world/subscribe","params":{}}\n{"call":2,"name":"session/stop","params":{"session":9}}\n',
  );
  expect(await client.line()).toMatchObject({ reply: 1, result: { world: { seq: 7 } } });
  expect([await client.line(), await client.line(), await client.line()]).toEqual(
    expect.arrayContaining([event(8), event(9), { reply: 2, result: {} }]),
  );
  const connection = await openConnection(wire.path);
  const heard: Notification[] = [];
  connection.onNotification((notification) => heard.push(notification));
  await connection.request('session/stop', { session: 11 });
  expect(heard).toEqual([event(11)]);
  connection.close();
  client.socket.destroy();
});

test('fifty overlapping calls each get their own answer, in whatever order', async () => {
  await using wire = await OpenWire.listen();
  const connection = await openConnection(wire.path);
  const asked = Array.from({ length: 50 }, (_, n) =>
    connection.request('session/log', { session: 1, check: null, limit: n + 1 }),
  );
  // This one is answered at once: by then all fifty have arrived.
  await connection.request('session/stop', { session: 1 });
  expect(wire.logs).toHaveLength(50);
  for (const log of wire.logs.toReversed()) log.answer(`log ${log.limit}`);
  expect((await Promise.all(asked)).map((result) => result.text)).toEqual(
    Array.from({ length: 50 }, (_, n) => `log ${n + 1}`),
  );
  connection.close();
});

test('a client that goes in the middle of a call: it is told gone, and its answer goes nowhere', async () => {
  await using wire = await OpenWire.listen();
  const connection = await openConnection(wire.path);
  const lost = refusal(connection.request('session/log', { session: 1, check: null, limit: 1 }));
  const log = await wire.firstLog;
  const gone = once(log.client.gone, 'abort');
  connection.close();
  await gone;
  log.answer('too late');
  log.client.notify(event(1));
  expect(await lost).toMatchObject({ code: 'daemon', message: 'the connection to the daemon was lost' });
  await expect(connection.request('session/stop', { session: 1 })).rejects.toThrow('connection to the daemon was lost');
  const next = await openConnection(wire.path);
  expect(await next.request('session/stop', { session: 1 })).toEqual({});
  next.close();
  expect(wire.bugs).toEqual([]);
});

test('a line of 70 MB ends the connection of whoever sends it, and of nobody else', async () => {
  await using wire = await OpenWire.listen();
  const other = await openConnection(wire.path);
  const client = await RawClient.connect(wire.path);
  const part = Buffer.alloc(1024 * 1024, 'x');
  for (let sent = 0; sent < 70 && !client.socket.destroyed; sent++) {
    await client.send(part);
  }
  await client.closed;
  expect(await other.request('session/stop', { session: 1 })).toEqual({});
  other.close();
});

test('an answer longer than a line may be is refused, not taken for a broken daemon', async () => {
  await using wire = await OpenWire.listen();
  const connection = await openConnection(wire.path);
  const long = refusal(connection.request('session/log', { session: 1, check: null, limit: 1 }));
  (await wire.firstLog).answer('ä'.repeat(33 * 1024 * 1024));
  expect(await long).toMatchObject({
    code: 'refused',
    message: expect.stringMatching(/^the answer is too long, 33 MB/),
  });
  expect(await connection.request('session/stop', { session: 1 })).toEqual({});
  connection.close();
});

test('a client that reads nothing is cut off before it fills the memory', async () => {
  await using wire = await OpenWire.listen();
  const client = await RawClient.connect(wire.path);
  client.socket.pause();
  client.socket.write('{"call":1,"name":"world/subscribe","params":{}}\n');
  const stopped = await wire.firstSubscriber;
  const big: Notification = {
    notify: 'event',
    recorded: { seq: 1, at: 1, event: { type: 'session.failed', session: 1, reason: 'x'.repeat(8 * 1024 * 1024) } },
  };
  let sent = 0;
  while (!stopped.gone.aborted && sent < 40) {
    stopped.notify(big);
    sent += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(sent).toBeGreaterThan(10);
  expect(sent).toBeLessThan(40);
  client.socket.resume();
  await client.closed;
});
