import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Convention } from '../../../src/core/model/convention.ts';
import type { Question } from '../../../src/core/model/question.ts';
import type { World } from '../../../src/core/model/world.ts';
import { asks, madeUp, noon, repo, runs, worldOf } from '../made-up-world.ts';
import { sitDown } from '../person.ts';
import { type SmallDaemon, openSmallDaemon } from '../small-daemon.ts';

const text = 'Should I use tabs or spaces for indentation?';
const options = ['tabs', 'spaces'];
const tabs: Convention = {
  id: 'ctabs',
  sentence: 'Indent with tabs.',
  asked: { question: text, options, answer: 'tabs' },
};

function asking(questions: Question[], conventions: Convention[] = []): World {
  const world = worldOf([madeUp(1, 'asking', { title: 'search', run: runs('resting'), questions })]);
  return { ...world, repos: { [repo.id]: { ...repo, conventions } } };
}

/** What was asked of the daemon, but for when the person sat down. */
function answering({ asked }: SmallDaemon) {
  return asked.filter(({ name }) => !name.startsWith('sitting/'));
}

const answered: Partial<Question> = {
  options,
  answer: { text: 'tabs', at: noon, convention: 'ctabs' },
  sent: true,
};
const other = asks(2, 'Which colour should links have?', { options: ['red', 'blue'] });

test('m keeps the picked answer as a sentence that is proposed, edited on one line, and recorded with it', async () => {
  await using daemon = await openSmallDaemon(asking([asks(1, text, { options })]));
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('am');
  await person.sees('pick an option by its digit, or type an answer');
  person.press('1m');
  await person.sees('Keep this answer');
  await person.sees('Use tabs for indentation.');
  person.press('\x15Indent with tabs.\x1b[200~\nAlways.\x1b[201~\r');
  await person.sees('kept in .signalbox/conventions.md');
  expect(answering(daemon)).toEqual([
    {
      name: 'convention/keep',
      params: { session: 1, question: 1, answer: 'tabs', sentence: 'Indent with tabs. Always.' },
    },
    { name: 'question/answer', params: { session: 1, question: 1, text: 'tabs' } },
  ]);
  expect(daemon.world.repos[repo.id]?.conventions).toMatchObject([{ sentence: 'Indent with tabs. Always.' }]);
  expect(daemon.world.sessions[1]?.questions[0]?.answer).not.toHaveProperty('proposed');
});

test('alt-m keeps what is being typed; escape leaves it, and the half-typed sentence is there again, also after a crash', async () => {
  await using daemon = await openSmallDaemon(asking([asks(1, 'Where do new migrations go?'), other]));
  {
    await using person = await sitDown(daemon);
    await person.sees('a answer 2');
    person.press('adb/migrations');
    await person.sees('> db/migrations');
    person.press('\x1bm');
    await person.sees('Where do new migrations go? db/migrations.');
    person.press(' Half');
    await person.sees('db/migrations. Half');
    person.press('\x1b[27u');
    await person.seesNo('Keep this answer');
    await person.sees('> db/migrations');
    expect(answering(daemon)).toEqual([]);
  }
  // A dashboard that is killed has written its drafts by then, or 200 ms later: this one ended by itself.
  await using person = await sitDown(daemon);
  expect(readFileSync(person.draftsFile, 'utf8')).toContain('db/migrations. Half');
  await person.sees('a answer 2');
  person.press('a');
  await person.sees('> db/migrations');
  person.press('\x1bm');
  await person.sees('db/migrations. Half');
  person.press('\x12');
  await person.seesNo('Half');
  person.press('\r');
  await person.sees('Which colour should links have?');
  expect(answering(daemon).map(({ name }) => name)).toEqual(['convention/keep', 'question/answer']);
});

test('only the answer to what an agent asks can be kept', async () => {
  const permission = asks(1, 'use Bash: npm test', { about: 'permission', dialog: 'd', options: ['Allow', 'Deny'] });
  await using daemon = await openSmallDaemon(asking([permission]));
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('a1m');
  await person.sees('only the answer to what an agent asks can be kept');
});

test('of a similar question the kept answer is the proposal, with the reason why it did not answer; y takes it', async () => {
  const similar = asks(1, 'Should I use tabs or spaces for indentation in tests?', { options, default: 'spaces' });
  for (const size of [
    { columns: 120, rows: 40 },
    { columns: 80, rows: 24 },
  ]) {
    await using daemon = await openSmallDaemon(asking([similar], [tabs]));
    await using person = await sitDown(daemon, { size });
    await person.sees('a answer 1');
    person.press('a');
    await person.sees('proposed: tabs (y takes it)');
    await person.sees('kept answer of: Should I use tabs');
    await person.sees('not answered by it: it says more: in tests');
    person.press('y');
    await person.sees('no question is open any more');
    expect(daemon.world.sessions[1]?.questions[0]?.answer).toMatchObject({ text: 'tabs', proposed: 'ctabs' });
  }
});

test('what a convention has answered is shown in the sitting, and taken back there by a key', async () => {
  await using daemon = await openSmallDaemon(asking([asks(1, text, answered), other], [tabs]));
  await using person = await sitDown(daemon);
  await person.sees('a answer 1');
  person.press('a');
  await person.sees('Answered by convention (u takes one back):');
  await person.sees(`#1 ${text} -> tabs`.slice(0, 30));
  person.press('u');
  await person.sees('by: Indent with tabs.');
  person.press('4');
  await person.sees('there is no answer 4 here');
  person.press('1');
  await person.sees('the answer is taken back, its question is open again');
  const shown = await person.sees(`▸ ? ${text.slice(0, 20)}`);
  expect(shown).not.toContain('Answered by convention');
  await person.sees('its answer was taken back in this session');
  expect(daemon.world.sessions[1]?.questions[0]).toMatchObject({ answer: null, revoked: ['ctabs'] });
});

test('with nothing but answers of conventions there is a sitting all the same', async () => {
  await using daemon = await openSmallDaemon(asking([asks(1, text, answered)], [tabs]));
  await using person = await sitDown(daemon);
  await person.sees('a answer: by convention');
  person.press('a');
  await person.sees('Answered by convention (u takes one back):');
  person.press('u1');
  await person.sees(`▸ ? ${text.slice(0, 20)}`);
});
