import { once } from 'node:events';

import { expect, test } from 'vitest';

import { Run } from '../open-run.ts';
import { RawClient } from '../raw-client.ts';

const script = 'echo up; read line; echo "got $line"; sleep 1000';

test('a client of protocol 1 is served: frames 1 to 9 are all it needs', async () => {
  await using run = new Run(['/bin/sh', '-c', script]);
  await run.start();
  const client = new RawClient(run.options.socket);
  await client.until(() => client.frames.length > 0);
  expect(client.frames[0]?.type).toBe(1);
  expect(client.json(1)).toMatchObject([{ nonce: run.options.nonce, id: '7', columns: 80, rows: 24 }]);
  client.send(2, '{"from":0}');
  await client.until(() => client.output().includes('up'));
  client.send(5, '{"columns":100,"rows":30}');
  client.send(4, 'hello\r');
  await client.until(() => client.output().includes('got hello'));
  client.send(6, '{"signal":"SIGKILL"}');
  await client.until(() => client.json(7).length > 0);
  expect(client.json(7)).toMatchObject([{ exit: null, signal: 'SIGKILL' }]);
  // The frames it knows tell all of the output, whatever else was sent in between.
  const offsets = client.frames
    .filter(({ type }) => type === 3)
    .map(({ payload }) => Number(payload.readBigUInt64BE(0)));
  const lengths = client.frames.filter(({ type }) => type === 3).map(({ payload }) => payload.length - 8);
  expect(offsets).toEqual(lengths.map((_length, index) => lengths.slice(0, index).reduce((sum, one) => sum + one, 0)));
  client.send(8);
  await once(client.socket, 'close');
});

test('a client of protocol 99 is served: what it sends beyond is skipped, in frames and in fields', async () => {
  await using run = new Run(['/bin/sh', '-c', script]);
  await run.start();
  const client = new RawClient(run.options.socket);
  const beyond = (): void => {
    for (const type of [0, 14, 99, 200, 255]) {
      client.send(type);
      client.send(type, '{"from":3}');
      client.send(type, Buffer.alloc(900_000, 0xff));
    }
  };
  beyond();
  client.send(2, '{"from":0,"protocol":99,"compression":"later"}');
  beyond();
  await client.until(() => client.output().includes('up'));
  client.send(5, '{"columns":100,"rows":30,"pixels":[1000,600]}');
  client.send(10, '{"offset":2,"screen":true}');
  client.send(13, '{"bytes":6,"bracketed":true}');
  client.send(4, 'hel');
  beyond();
  client.send(4, 'lo\r');
  await client.until(() => client.output().includes('got hello'));
  expect(client.json(12)).toMatchObject([
    { offset: 0, columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
  ]);
  client.send(6, '{"signal":"SIGKILL","reason":"later"}');
  await client.until(() => client.json(7).length > 0);
  client.send(8, '{"and":"more"}');
  await once(client.socket, 'close');
});
