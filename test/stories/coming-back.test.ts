import { expect, test } from 'vitest';
import { measureDefinitions } from '../../src/core/measures/definitions.ts';
import { statsSchema } from '../../src/core/measures/stats.ts';
import { digestSchema } from '../../src/core/words/digest.ts';
import { openConnection } from '../../src/wire/connection.ts';
import { placesOf } from '../../src/wire/places.ts';
import { type House, openHouse } from '../kit/house.ts';

async function json(house: House, ...words: string[]): Promise<unknown> {
  const { status, stdout, stderr } = await house.cli(...words, '--json');
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

test('the person leaves, things happen, they come back: the digest tells what waits and what happened, the statistics count it', async () => {
  await using house = await openHouse({
    checks: { greets: 'grep -q hello greeting.txt' },
    config: 'rounds: 1',
    agents: {
      writer: 'echo hello > greeting.txt',
      stubborn: 'echo hullo > greeting.txt',
      asker:
        "signalbox ask --wait 'which greeting?' --option hello --option ciao --default hello > answer.txt; echo hello > greeting.txt",
    },
  });
  const landed = await house.start('say hello', { agent: 'writer' });
  await house.reaches(landed, 'ready');
  expect((await house.cli('approve', String(landed))).status).toBe(0);
  await house.reaches(landed, 'landed');
  // A dashboard is opened and closed again.
  const dashboard = await openConnection(placesOf(house.env).controlSocket);
  await dashboard.request('person/attend', { focused: true, doing: 'board', session: null, inputAt: Date.now() });
  await house.until('the person', ({ person }) => person.present);
  dashboard.close();
  const left = await house.until('the person gone', ({ person }) => !person.present && person.leftAt);

  const asks = await house.start('ask first', { agent: 'asker' });
  await house.reaches(asks, 'asking');
  const stuck = await house.start('say hullo', { agent: 'stubborn' });
  await house.reaches(stuck, 'stuck');

  const since = new Date(left).toISOString();
  const digest = digestSchema.parse(await json(house, 'digest'));
  expect(digest.since).toBe(left);
  expect(digest.decisions.map(({ kind, session }) => [kind, session])).toEqual([
    ['question', asks],
    ['stuck', stuck],
  ]);
  expect(digest.sessions.map(({ session, happenings }) => [session, happenings.map(({ text }) => text)])).toEqual([
    [asks, ['asked: which greeting?']],
    [stuck, ['stuck: red 1 times, last: check failed: greets (exit status 1)']],
  ]);
  const text = (await house.cli('digest')).stdout;
  expect(text).toMatch(/Waits for you: 2\n.*question +#2 ask first {2}which greeting\?/);
  expect(text).not.toContain('say hello');
  // From the beginning it is all there, and of one session only its own.
  expect(digestSchema.parse(await json(house, 'digest', '--since', '1d')).landed).toBe(1);
  expect(digestSchema.parse(await json(house, 'digest', String(landed))).sessions).toMatchObject([{ session: landed }]);

  // What the person does is no news; what comes of it is.
  expect((await house.cli('answer', String(asks), 'hello')).status).toBe(0);
  await house.reaches(asks, 'ready');
  const again = digestSchema.parse(await json(house, 'digest', '--since', since));
  expect(again.decisions[0]).toMatchObject({ kind: 'review', session: asks });
  expect(again.sessions.at(-1)?.happenings.at(-1)).toMatchObject({ kind: 'passed' });

  // A failure gets a cause by rule, and the person's word wins.
  expect(house.session(stuck).causes).toMatchObject([{ what: 'stuck', reason: 'verification', by: 'rule' }]);
  expect((await house.cli('tag', String(stuck), 'unclear')).stdout).toBe(`#${stuck}: unclear, as you say\n`);
  expect((await house.cli('tag', String(landed), 'unclear')).stderr).toContain(`nothing went wrong with #${landed}`);
  expect((await house.cli('tag', String(stuck), 'lazy')).stderr).toContain('the reasons are: unclear, clash');

  const stats = statsSchema.parse(await json(house, 'stats', '--window', 'today'));
  expect(stats.flow).toMatchObject({ started: 3, finished: 2, reviewed: 1, landed: 1, discarded: 0 });
  expect(stats.review).toMatchObject({ decided: 1, approved: 1, unknown: 1 });
  expect(stats.questions).toMatchObject({ asked: 1, answered: 1, open: 0, byConvention: 0 });
  expect(stats.failures).toMatchObject({ total: 1, tagged: 1, byPerson: 1 });
  expect(stats.failures.causes.find(({ reason }) => reason === 'unclear')).toMatchObject({ n: 1, byPerson: 1 });
  expect(stats.checks).toMatchObject([{ name: 'greets', runs: 3, red: 1, flaky: 0 }]);
  const { createdAt, landed: landing } = house.session(landed);
  expect(stats.time.lifetimeMs).toEqual({ value: (landing?.at ?? 0) - createdAt, n: 1 });
  expect((await house.cli('stats')).stdout).toContain('Landed, not motion');
  expect(await json(house, 'stats', '--define')).toEqual(measureDefinitions);
  expect((await house.cli('digest', '--since', 'soon')).status).toBe(2);
});
