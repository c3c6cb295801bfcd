import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DaemonHere } from '../../kit/daemon-here.ts';

const file = (here: DaemonHere) => join(here.places.home, 'hook-port.json');
const kept = (here: DaemonHere) =>
  z.object({ port: z.number(), secret: z.string() }).parse(JSON.parse(readFileSync(file(here), 'utf8')));

async function send(here: DaemonHere, token: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${kept(here).port}/hook`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: '{}',
  });
  await response.text();
  return response.status;
}

test('only a session that runs and knows its token is heard', async () => {
  await using here = await DaemonHere.open();
  const { secret } = kept(here);
  expect(statSync(file(here)).mode & 0o777).toBe(0o600);
  expect(await send(here, '')).toBe(401);
  expect(await send(here, secret)).toBe(401);
  expect(await send(here, `1.${'0'.repeat(64)}`)).toBe(401);
  expect(here.log).toEqual([]);
});

test('a later daemon takes the same port and secret; a spoilt file or a taken port makes new ones and says so', async () => {
  await using here = await DaemonHere.open();
  const first = kept(here);
  await here.restart();
  expect(kept(here)).toEqual(first);
  await here.stop();
  const thief = await occupy(first.port);
  await here.start();
  expect(kept(here)).toMatchObject({ secret: first.secret });
  expect(kept(here).port).not.toBe(first.port);
  expect(here.log.join('\n')).toContain(`port ${first.port} is taken`);
  await here.stop();
  thief.close();
  writeFileSync(file(here), '{');
  await here.start();
  expect(kept(here).secret).not.toBe(first.secret);
});

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
