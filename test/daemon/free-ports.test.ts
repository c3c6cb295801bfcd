import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePorts, overlap } from '../../src/daemon/ports/free-ports.ts';
import { gatePorts } from '../../src/daemon/ports/give-ports.ts';

const search = { from: 20_000, to: 20_100, count: 10, seeker: 'someone', taken: [] };

test('the same seeker is given the same range, and never one that is taken', async () => {
  const first = await freePorts(search);
  expect(first).not.toBeNull();
  expect(await freePorts(search)).toEqual(first);
  const taken = [];
  for (let given = first; given !== null; given = await freePorts({ ...search, taken })) {
    expect(taken.some((other) => overlap(other, given))).toBe(false);
    expect([given.first >= 20_000, given.first + given.count <= 20_100, given.count]).toEqual([true, true, 10]);
    taken.push(given);
  }
  expect(taken.length).toBeGreaterThan(5);
});

test.each(['127.0.0.1', '::1', '0.0.0.0'])('a range in which somebody listens on %s is passed over', async (host) => {
  const first = await freePorts(search);
  const server = createServer();
  server.listen({ host, port: (first?.first ?? 0) + 7 });
  const [event] = await Promise.race([
    once(server, 'listening').then(() => ['listening']),
    once(server, 'error').then(() => ['error']),
  ]);
  // A machine without IPv6 has nothing to pass over.
  if (event === 'error') return;
  const second = await freePorts(search);
  server.close();
  expect(second).not.toBeNull();
  expect(second).not.toEqual(first);
});

test('each gate worktree has ports of its own, and keeps them', async () => {
  const ranges = [await gatePorts('/gates/1', 10), await gatePorts('/gates/2', 10), await gatePorts('/gates/3', 5)];
  expect(await gatePorts('/gates/2', 10)).toEqual(ranges[1]);
  for (const range of ranges) expect((range?.first ?? 0) >= 30_000 && (range?.first ?? 0) < 32_768).toBe(true);
  expect(new Set(ranges.map((range) => range?.first)).size).toBe(3);
});
