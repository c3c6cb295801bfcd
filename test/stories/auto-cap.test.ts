import { expect, test } from 'vitest';
import { z } from 'zod';
import { type House, openHouse } from '../kit/house.ts';

const capSchema = z.object({
  cap: z.number(),
  mode: z.string(),
  maxCap: z.number(),
  words: z.string().nullable(),
  auto: z.object({ cap: z.number(), reviews: z.number() }),
  overrides: z.array(z.object({ cap: z.number(), auto: z.number() })),
});

async function capOf(house: House): Promise<z.infer<typeof capSchema>> {
  return capSchema.parse(JSON.parse((await house.cli('cap', '--json')).stdout));
}

/** Brings a task to its review, reads it for no time at all, and approves it. */
async function reviewOne(house: House, title: string): Promise<void> {
  const id = await house.start(title, { agent: 'writer' });
  await house.reaches(id, 'ready');
  const taken = await house.cli('review', String(id));
  expect(taken.stdout).toContain('sitting');
  expect((await house.cli('approve', String(id), '--acknowledge')).status).toBe(0);
  await house.reaches(id, 'landed');
}

test('an automatic cap begins with the configuration, follows reviews, and gives way to a hand; a killed daemon forgets none of it', async () => {
  await using house = await openHouse({
    agents: { writer: 'echo "$SIGNALBOX_TITLE" > "$SIGNALBOX_TITLE.txt"', waiter: 'hold a' },
    person: 'cap: auto\nmax_cap: 6\n',
  });
  expect(house.world).toMatchObject({ cap: 3, configuredCap: 'auto', pace: { mode: 'auto', maxCap: 6 } });
  expect((await house.cli('cap')).stdout).toBe(
    'cap 3, 0 taken; review limit 3\nauto, at most 6: nothing is measured yet: it begins with 3\n',
  );

  // Agents that take a second keep any person busy.
  for (const title of ['one', 'two', 'three', 'four', 'five', 'six']) await reviewOne(house, title);
  const measured = await capOf(house);
  expect(measured).toMatchObject({ mode: 'auto', auto: { reviews: 6 }, overrides: [] });
  expect(measured.cap).toBe(measured.auto.cap);
  expect(measured.words).toMatch(/^you review [\d.]+\/h, agents take /);
  expect(house.world.pace.reviews.every(({ reading, skimmed }) => reading === null && !skimmed)).toBe(true);
  expect(house.world.pace.reviews.every(({ agentMs }) => agentMs !== null && agentMs > 0)).toBe(true);

  expect((await house.cli('cap', '5')).stdout).toBe(
    `cap 5, 0 taken; review limit 3\ncap 5 by hand, auto would be ${measured.cap}; signalbox cap auto goes back to it\n`,
  );
  await house.killDaemon();
  await house.connect();
  expect(await capOf(house)).toMatchObject({ cap: 5, mode: 'fixed', overrides: [{ cap: 5, auto: measured.cap }] });

  for (const title of ['seven', 'eight', 'nine']) await house.start(title, { agent: 'waiter' });
  for (const id of [7, 8, 9]) await house.until(`#${id} alive`, (world) => world.sessions[id]?.run?.phase === 'alive');
  await house.cli('cap', 'auto');
  const again = await capOf(house);
  expect(again).toMatchObject({ mode: 'auto', overrides: [{ cap: 5 }] });
  // Whatever it comes to, nobody is ended for it.
  expect([7, 8, 9].map((id) => house.session(id).state)).toEqual(['working', 'working', 'working']);
  await house.killDaemon();
  await house.connect();
  expect(await capOf(house)).toMatchObject({ cap: again.cap, mode: 'auto', auto: { reviews: 6 } });
});

test('the list and the review say what is next and why; an approval by a command is counted as one', async () => {
  await using house = await openHouse({
    agents: { writer: 'echo "$SIGNALBOX_TITLE" > "$SIGNALBOX_TITLE.txt"' },
    checks: { there: 'test -n "$(ls *.txt)"' },
    person: 'review_limit: 9\n',
  });
  // One after the other: which of two agents ends first is anybody's guess.
  const old = await house.start('old', { agent: 'writer' });
  await house.reaches(old, 'ready');
  const wanted = await house.start('wanted', { agent: 'writer' });
  await house.start('later', { agent: 'writer', after: [wanted] });
  await house.reaches(wanted, 'ready');
  const listed: unknown = JSON.parse((await house.cli('list', '--json')).stdout);
  expect(listed).toMatchObject([
    { id: old, review: { place: 2, why: 'waited under a minute, longest' } },
    { id: wanted, review: { place: 1, why: '1 task waits for it' } },
    { review: null },
  ]);
  const taken = await house.cli('review');
  expect(taken.stdout).toContain(`#${wanted} wanted`);
  expect(taken.stdout).toContain('next: 1 task waits for it');
  expect((await house.cli('approve', String(wanted))).status).toBe(0);
  await house.reaches(wanted, 'landed');
  expect(house.world.pace.reviews).toMatchObject([
    { session: wanted, decision: 'approved', reading: null, skimmed: false, waiting: 1, queued: 1 },
  ]);
});

test('how it was read goes with the decision, and what was read too fast is refused until it is said', async () => {
  await using house = await openHouse({
    agents: { writer: 'seq 1 400 > numbers.txt' },
    checks: { there: 'test -f numbers.txt' },
  });
  const id = await house.start('numbers', { agent: 'writer' });
  await house.reaches(id, 'ready');
  const { connection } = house;
  await connection.request('review/take', { session: id });
  // Nobody reads for ten minutes in a moment.
  await connection.request('review/read', { session: id, ms: 600_000 });
  const read = await house.until('it was read', (world) => (world.pace.read?.session === id ? world.pace.read : null));
  expect(read.ms).toBeLessThan(60_000);
  const reading = { ms: 5000, files: 1, unread: 0, lines: 400, readLines: 400, weighed: 400 };
  await expect(connection.request('review/approve', { session: id, acknowledged: [], reading })).rejects.toThrow(
    /400 changed lines in under a minute/,
  );
  await connection.request('review/approve', { session: id, acknowledged: ['fast'], reading });
  await house.reaches(id, 'landed');
  expect(house.world.pace.reviews).toMatchObject([{ skimmed: true, reading }]);
  await house.until('the sitting ended', (world) => world.pace.sitting === null && world.pace.sittings.length === 1);
  expect(house.world.pace.sittings).toMatchObject([{ reviews: 1, lines: 400, skimmed: 1 }]);
});
