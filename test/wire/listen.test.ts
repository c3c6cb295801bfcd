import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, lchownSync, linkSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { Connection, openConnection } from '../../src/wire/connection.ts';
import { OpenWire, RawClient, refusal } from '../kit/open-wire.ts';

test('closing waits for what is being answered, and for no client that does not read', async () => {
  await using wire = await OpenWire.listen();
  const connection = await openConnection(wire.path);
  const lost = refusal(connection.request('session/log', { session: 1, check: null, limit: 1 }));
  const client = await RawClient.connect(wire.path);
  client.socket.pause();
  const log = await wire.firstLog;
  const order: string[] = [];
  const closing = wire.close().then(() => order.push('closed'));
  await connection.closed;
  order.push('client gone');
  expect(await lost).toMatchObject({ code: 'daemon' });
  log.answer('late');
  await closing;
  expect(order).toEqual(['client gone', 'closed']);
  expect(existsSync(wire.path)).toBe(false);
  client.socket.destroy();
});

test('the folder is 0700 and the socket 0600, also where they were wider', async () => {
  await using wire = await OpenWire.listen();
  expect(statSync(join(wire.folder, 'run')).mode & 0o777).toBe(0o700);
  expect(statSync(wire.path).mode & 0o777).toBe(0o600);
  const wide = join(wire.folder, 'wide');
  mkdirSync(wide);
  chmodSync(wide, 0o777);
  const other = await wire.serve(join(wide, 's.sock'));
  expect(statSync(wide).mode & 0o777).toBe(0o700);
  await other.close();
});

test.runIf(process.getuid?.() === 0)('a folder or a link of another user is refused by both ends', async () => {
  await using wire = await OpenWire.listen();
  const theirs = join(wire.folder, 'theirs');
  mkdirSync(theirs);
  chownSync(theirs, 4242, 4242);
  const link = join(wire.folder, 'link');
  symlinkSync(join(wire.folder, 'run'), link);
  lchownSync(link, 4242, 4242);
  for (const place of [theirs, link]) {
    const refused = expect.objectContaining({ code: 'environment', message: expect.stringContaining('another user') });
    expect(await refusal(wire.serve(join(place, 's.sock')))).toEqual(refused);
    expect(await refusal(openConnection(join(place, 'control.sock')))).toEqual(refused);
  }
  expect(statSync(theirs).mode & 0o777).not.toBe(0o700);
});

test('a socket that a crash left is replaced, one that is listened on is not', async () => {
  await using wire = await OpenWire.listen();
  expect(await refusal(wire.serve(wire.path))).toMatchObject({
    code: 'daemon',
    message: `another process listens on ${wire.path}`,
  });
  const still = await openConnection(wire.path);
  expect(await still.request('session/stop', { session: 1 })).toEqual({});
  still.close();

  const stale = join(wire.folder, 'run', 'stale.sock');
  const dead = createServer().listen(stale);
  await once(dead, 'listening');
  // Closing removes the file; a crash does not.
  linkSync(stale, `${stale}.kept`);
  dead.close();
  await once(dead, 'close');
  linkSync(`${stale}.kept`, stale);
  expect(await refusal(openConnection(stale))).toMatchObject({ code: 'ECONNREFUSED' });
  const next = await wire.serve(stale);
  const connection = await openConnection(stale);
  expect(await connection.request('session/stop', { session: 1 })).toEqual({});
  connection.close();
  await next.close();
});

test('a daemon that talks nonsense ends the connection with a fault', async () => {
  await using wire = await OpenWire.listen();
  for (const nonsense of ['what?\n', '{"reply":1}\n', '{"notify":"unheard"}\n', '{"reply":1,"result":{"text":5}}\n']) {
    const bad = join(wire.folder, 'bad.sock');
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write(nonsense));
    }).listen(bad);
    await once(server, 'listening');
    const socket = connect(bad);
    await once(socket, 'connect');
    const connection = new Connection(socket);
    await expect(connection.request('session/log', { session: 1, check: null, limit: 1 })).rejects.toBeInstanceOf(
      Fault,
    );
    connection.close();
    await connection.closed;
    server.close();
    await once(server, 'close');
  }
});
