import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

const asker = "signalbox ask --wait 'which way?' --option left --option right; signalbox ask --wait 'and then?'";
const finisher = 'echo "$SIGNALBOX_TASK $RANDOM" > "$RANDOM.txt"; signalbox done --summary done';

test('the person is called once when all wait, by their own command, also across a killed daemon', async () => {
  await using house = await openHouse({
    agents: { asker },
    person: 'notify: echo "$SIGNALBOX_NOTICE" >> "$HOUSE_STEPS/said"\n',
  });
  const one = await house.start('one', { agent: 'asker' });
  await house.reaches(one, 'asking');
  await house.until('the call', (world) => world.person.notified);
  await house.killDaemon();
  await house.connect();
  expect((await house.cli('answer', String(one), 'left')).status).toBe(0);
  // It asks again, and all there is waits again: that is new.
  await house.until('the second question', (world) => world.sessions[one]?.questions.length === 2);
  const first = house.world.person.notified?.at ?? 0;
  await house.until('the second call', ({ person }) => (person.notified?.at ?? 0) > first);
  const sentence = `nothing goes on without you: 1 question (#${one})`;
  await expect.poll(() => said(house), { timeout: 60_000 }).toEqual([sentence, sentence]);
});

/** What the person's command was given, call by call. */
function said(house: House): string[] {
  try {
    return readFileSync(`${house.env['HOUSE_STEPS']}/said`, 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
}

test('who is in a judgement task takes no other review by any way, until it is left or its dashboard is gone', async () => {
  await using house = await openHouse({ agents: { asker, finisher } });
  const isolated = await house.start('isolated', { agent: 'finisher' });
  const judgement = await house.start('judged', { agent: 'asker', kind: 'judgement' });
  await house.reaches(isolated, 'ready');
  await house.reaches(judgement, 'asking');
  const at = { focused: true, inputAt: Date.now(), session: judgement } as const;
  await house.connection.request('person/attend', { ...at, doing: 'zoom' });
  await house.until('the person', ({ person }) => person.present);
  for (const words of [['review'], ['review', String(isolated)], ['approve', String(isolated)]]) {
    const refused = await house.cli(...words);
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.stderr).toContain(`judgement task #${judgement} is in hand: leave it first`);
  }
  await house.connection.request('person/attend', { ...at, doing: 'board', session: null });
  expect((await house.cli('review', String(isolated))).status).toBe(0);
  expect((await house.cli('defer', String(isolated))).status).toBe(0);
  await house.connection.request('person/attend', { ...at, doing: 'answers' });
  expect((await house.cli('review', String(isolated))).status).toBe(1);
  await house.killDaemon();
  await house.connect();
  expect((await house.cli('review', String(isolated))).status).toBe(0);
});

test('beside a question stand the files that were touched and the end of the screen', async () => {
  await using house = await openHouse({
    files: { 'a.txt': 'one\n' },
    agents: { writer: `echo two >> a.txt; echo new > b.txt; echo 'I wonder'; ${asker}` },
  });
  const id = await house.start('write', { agent: 'writer' });
  await house.reaches(id, 'asking');
  const context = await house.connection.request('question/context', { session: id });
  expect(context.files).toEqual([
    { path: 'a.txt', added: 1, removed: 0 },
    { path: 'b.txt', added: 1, removed: 0 },
  ]);
  expect(context.screen).toContain('I wonder');
});

test('an answer that its agent cannot take yet is shown as held, with the reason, and then as delivered', async () => {
  await using house = await openHouse({
    agents: { asker: `signalbox ask 'how?' > out.txt; hold on; signalbox inbox > answer.txt` },
  });
  const id = await house.start('ask', { agent: 'asker' });
  await house.until('the question', (world) => world.sessions[id]?.questions.length === 1);
  expect((await house.cli('answer', String(id), 'slowly')).status).toBe(0);
  const why = 'it takes it by its inbox, or at its next start';
  expect((await house.cli('questions')).stdout).toContain(`#${id} answer to 1 held: ${why}`);
  expect((await house.cli('show', String(id))).stdout).toContain(`held:     answer to 1: ${why}`);
  expect(JSON.parse((await house.cli('questions', '--all', '--json')).stdout)).toMatchObject([
    { delivery: { state: 'held', why } },
  ]);
  await house.release('on');
  await house.reaches(id, 'ready', 'stuck');
  expect((await house.cli('questions', '--all')).stdout).toContain('-> slowly  (delivered)');
});
