import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { pi } from '../../../src/agents/pi.ts';
import { InPty } from '../generic/in-pty.ts';

const command = [process.execPath, join(import.meta.dirname, 'pi-double.ts')];
const double = (more: Partial<Parameters<typeof InPty.start>[1]> = {}): Promise<InPty> =>
  InPty.start(pi, { command, ...more });

test('the briefing is its first prompt, each event is told, and the turn ends held', async () => {
  await using agent = await double({ briefing: 'Task #1\n\n  - "do" $it `now` 日本\n' });
  await agent.until('a rest', () => agent.told.at(-1) === 'resting');
  expect(agent.reports).toEqual([
    { kind: 'conversation', id: expect.stringContaining('signalbox.mjs') },
    { kind: 'prompted', text: 'Task #1\n\n  - "do" $it `now` 日本\n', rule: 'extension: prompted' },
    { kind: 'activity', activity: 'working', words: null, rule: 'extension: working' },
    { kind: 'activity', activity: 'working', words: 'bash npm test', rule: 'extension: working' },
    { kind: 'activity', activity: 'working', words: null, rule: 'extension: working' },
    { kind: 'turn-ended', words: 'I did it. All right?', background: [], held: true, rule: 'extension: ended' },
    { kind: 'activity', activity: 'resting', words: null, rule: 'extension: ended' },
  ]);
});

test('what the gate says at the end of a turn is its next prompt', async () => {
  const says = ['npm test is red:\n  line 2', null];
  await using agent = await double({ afterTurn: () => Promise.resolve(says.shift() ?? null) });
  await agent.until('a rest', () => agent.told.at(-1) === 'resting');
  const prompts = agent.reports.flatMap((report) => (report.kind === 'prompted' ? [report.text] : []));
  expect(prompts).toEqual(['the task', 'npm test is red:\n  line 2']);
});

test('a message is taken at once, in a turn too, and an interrupt ends the turn', async () => {
  await using agent = await double({ briefing: 'hold' });
  await agent.reported('prompted');
  expect(await agent.channel.deliver('also\nthis')).toBe('delivered');
  await agent.until('the message', () => agent.screen.text().includes('steer: also'));
  expect(await agent.channel.interrupt()).toBe(true);
  await agent.reported('interrupted');
});

test('a message that it does not take is withdrawn', async () => {
  await using agent = await double({ command: ['sleep', '100'] });
  expect(await agent.channel.deliver('hello')).toBe('later');
});

test('a failure is a failed turn, unless the screen says that it tries again', async () => {
  await using failing = await double({ briefing: 'fail' });
  expect(await failing.reported('turn-failed')).toMatchObject({ reason: '401 no' });
  await using trying = await double({ briefing: 'fail and retry' });
  await trying.until('a retry', () => trying.told.includes('retrying'));
  expect(trying.reports.findLast((report) => report.kind === 'activity')).toMatchObject({
    words: '401 no, attempt 1/3',
    rule: 'Retrying (n/m)',
  });
});

test('a conversation that is still there is resumed with the news, one that is gone begins anew', async () => {
  await using first = await double();
  const file = join(first.dir, 'session.jsonl');
  writeFileSync(file, '');
  await using resumed = await double({ conversation: file, news: 'the news' });
  expect(await resumed.reported('prompted')).toMatchObject({ text: 'the news' });
  expect(await resumed.reported('conversation')).toMatchObject({ id: file });
  await using anew = await double({ conversation: `${file}.gone`, news: 'the news' });
  expect(await anew.reported('prompted')).toMatchObject({ text: 'the task' });
});

test.each([
  ['0.73.1\n', '0.73.1'],
  ['pi 1.2.30 (abc)', '1.2.30'],
  ['what?', null],
])('its version in %j', (output, version) => {
  expect(pi.version.read(output)).toBe(version);
});
