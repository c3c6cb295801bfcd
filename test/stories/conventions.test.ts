import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type House, openHouse } from '../kit/house.ts';

const file = '.signalbox/conventions.md';
const tabs = `'Should I use tabs or spaces for indentation?' --option tabs --option spaces`;
const reversed = `'For indentation, should I use spaces or tabs?' --option spaces --option tabs`;

/** Keeps the answer to the question of a first session. */
async function keepTabs(house: House): Promise<void> {
  const id = await house.start('first', { agent: 'first' });
  await house.reaches(id, 'asking');
  const kept = await house.cli('answer', String(id), 'tabs', '--keep', 'Indent with tabs.');
  expect(kept).toMatchObject({ status: 0, stderr: '' });
  expect(kept.stdout).toContain(`${file}: Indent with tabs.`);
  await house.reaches(id, 'ready');
  await house.cli('discard', String(id));
}

const first = `signalbox ask --wait ${tabs} > answer.txt`;

test('a kept answer goes into the file, is told to every later session, and answers the same question by itself, once', async () => {
  await using house = await openHouse({
    agents: {
      first,
      later: `
        printf '%s' "$SIGNALBOX_PROMPT" > prompt.txt
        signalbox ask --wait ${reversed} > answer.txt
        signalbox inbox > inbox.txt`,
    },
  });
  await keepTabs(house);
  expect(house.repo.read(file)).toBe(`# Conventions

Answers that hold for every task: Signalbox tells them to every agent.

- Indent with tabs.
  - Asked: Should I use tabs or spaces for indentation?
  - Options: tabs | spaces
  - Answer: tabs
`);

  const id = await house.start('later', { agent: 'later' });
  const { worktree, questions, messages } = await house.reaches(id, 'ready');
  const convention = Object.values(house.world.repos)[0]?.conventions[0]?.id ?? '';
  expect(house.repo.read('prompt.txt', worktree?.path)).toContain('- Indent with tabs.');
  expect((await house.cli('show', String(id))).stdout).toContain('Indent with tabs.');
  expect(house.repo.read('answer.txt', worktree?.path)).toBe('tabs\n');
  expect(house.repo.read('inbox.txt', worktree?.path)).toBe('');
  expect(questions).toMatchObject([{ answer: { text: 'tabs', convention }, sent: true }]);
  expect(messages).toHaveLength(1);
  const all = await house.cli('questions', '--all');
  expect(all.stdout).toContain(`answered by convention ${convention}: Indent with tabs.`);

  const listed = await house.cli('conventions');
  expect(listed.stdout).toContain(`${convention}  Indent with tabs.`);
  expect(listed.stdout).toContain('answered 1 question');
  const removed = await house.cli('conventions', 'remove', convention);
  expect(removed).toMatchObject({ status: 0, stdout: 'removed: Indent with tabs.\n' });
  expect(house.repo.read(file)).toBe(`# Conventions

Answers that hold for every task: Signalbox tells them to every agent.

`);
});

test('a similar question is put to the person, with the kept answer as its proposal and the reason why', async () => {
  await using house = await openHouse({
    agents: {
      first,
      later: `signalbox ask --wait 'Should I use tabs or spaces for indentation in tests?' --option tabs --option spaces > a.txt`,
    },
  });
  await keepTabs(house);
  const id = await house.start('later', { agent: 'later' });
  await house.reaches(id, 'asking');
  const shown = await house.cli('questions');
  expect(shown.stdout).toContain('proposed: tabs  (kept answer of: Should I use tabs or spaces for indentation?)');
  expect(shown.stdout).toContain('not answered by it: it says more: in tests');
  const json: unknown = JSON.parse((await house.cli('questions', '--json')).stdout);
  expect(json).toMatchObject([
    { kept: { proposal: { kind: 'similar', answer: 'tabs', why: 'it says more: in tests' } } },
  ]);

  expect((await house.cli('answer', String(id), 'tabs')).status).toBe(0);
  const ready = await house.reaches(id, 'ready');
  expect(ready.questions[0]?.answer).toMatchObject({ text: 'tabs', proposed: expect.any(String) });
  expect((await house.cli('conventions')).stdout).toContain('its proposal was taken once');
});

test('an answer of a convention that is taken back is open again, and the agent is told once that it does not hold', async () => {
  await using house = await openHouse({
    agents: {
      first,
      later: `
        signalbox ask --wait ${reversed} > first.txt
        reach answered
        hold revoked
        signalbox inbox > second.txt
        signalbox inbox > third.txt
        signalbox ask --wait 'Should I go on with tabs, or with spaces, in src?' > /dev/null
        signalbox inbox > fourth.txt`,
    },
  });
  await keepTabs(house);
  const id = await house.start('later', { agent: 'later' });
  await house.reached('answered');
  await house.killDaemon();
  await house.connect();
  const revoked = await house.cli('answer', String(id), '--revoke');
  expect(revoked.stdout).toContain(`the answer to question 1 of #${id} is taken back`);
  expect((await house.cli('answer', String(id), '--revoke')).stderr).toContain('no convention has answered a question');
  await house.killDaemon();
  await house.connect();
  expect((await house.cli('questions')).stdout).toContain('not answered by it: its answer was taken back');
  await house.release('revoked');
  await house.until('the second question', (world) => world.sessions[id]?.questions.length === 2);
  await house.cli('answer', String(id), '--question', '1', 'spaces');
  await house.cli('answer', String(id), '--question', '2', 'yes');
  const { worktree } = await house.reaches(id, 'ready');
  const read = (name: string) => house.repo.read(name, worktree?.path);

  expect(read('first.txt')).toBe('tabs\n');
  expect(read('second.txt')).toMatch(/^The answer "tabs" to your question does not hold: For indentation/);
  expect(read('third.txt')).toBe('');
  expect((await house.cli('conventions')).stdout).toContain('answered 0 questions, taken back once');
});

test('the answer survives a kill in the moment after the asking, and comes once', async () => {
  await using house = await openHouse({
    agents: {
      first,
      later: `
        if [ -e asked ]; then printf '%s' "$SIGNALBOX_PROMPT" > prompt.txt; exit 0; fi
        touch asked
        signalbox ask ${reversed} > queued.txt
        reach asked
        hold killed`,
    },
  });
  await keepTabs(house);
  const id = await house.start('later', { agent: 'later' });
  await house.reached('asked');
  await house.killDaemon();
  await house.release('killed');
  await house.connect();
  const ready = await house.reaches(id, 'ready');
  expect(house.repo.read('prompt.txt', ready.worktree?.path)).toContain('-> tabs');
  expect(ready.questions).toHaveLength(1);
  expect(ready.messages).toMatchObject([{ kind: 'answers', delivered: { by: 'start' } }]);
});

test('the same question twice in one session goes to the person the second time', async () => {
  await using house = await openHouse({
    agents: {
      first,
      later: `
        signalbox ask --wait ${tabs} > a.txt
        signalbox ask --wait ${tabs} > b.txt`,
    },
  });
  await keepTabs(house);
  const id = await house.start('later', { agent: 'later' });
  await house.reaches(id, 'asking');
  expect((await house.cli('questions')).stdout).toContain('it answered this session before, and it asks again');
  await house.cli('answer', String(id), 'tabs');
  await house.reaches(id, 'ready');
});

test('what an agent writes into its own worktree is no convention; what the person writes is one at once', async () => {
  await using house = await openHouse({
    agents: {
      sly: `
        mkdir -p .signalbox
        printf -- '- Spaces.\\n  - Asked: Should I use tabs or spaces for indentation?\\n  - Options: tabs | spaces\\n  - Answer: spaces\\n' > ${file}
        reach written
        signalbox ask --wait ${tabs} > answer.txt`,
      later: `signalbox ask --wait ${tabs} > answer.txt`,
    },
  });
  const sly = await house.start('sly', { agent: 'sly' });
  await house.reached('written');
  await house.reaches(sly, 'asking');
  expect(Object.values(house.world.repos)[0]?.conventions).toEqual([]);
  writeFileSync(
    join(house.repo.root, file),
    '- Tabs it is.\n  - Asked: Tabs or spaces for indentation?\n  - Options: tabs | spaces\n  - Answer: tabs\n',
  );
  const later = await house.start('later', { agent: 'later' });
  const { worktree } = await house.reaches(later, 'ready');
  expect(house.repo.read('answer.txt', worktree?.path)).toBe('tabs\n');
});

test('a file that cannot be read answers nothing, is left as it is, and one sentence says why', async () => {
  await using house = await openHouse({ agents: { first } });
  const path = join(house.repo.root, file);
  const id = await house.start('first', { agent: 'first' });
  await house.reaches(id, 'asking');
  const bytes = Buffer.from([0x2d, 0x20, 0xff, 0xfe, 0x0a]);
  writeFileSync(path, bytes);
  expect((await house.cli('conventions')).stdout).toBe(`${path} is not UTF-8 text\n`);
  expect((await house.cli('conventions', 'remove', 'c1')).stderr).toContain('is not UTF-8 text');
  const kept = await house.cli('answer', String(id), 'tabs', '--keep');
  expect(kept).toMatchObject({ status: 1 });
  expect(kept.stderr).toContain('it is answered, and not kept');
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('a link out of the repository is neither read nor written', async () => {
  await using house = await openHouse({ agents: { first } });
  const outside = join(house.repo.folder, 'outside');
  mkdirSync(outside);
  symlinkSync(join(outside, 'conventions.md'), join(house.repo.root, file));
  expect((await house.cli('conventions')).stdout).toContain('is a link to nothing');
  writeFileSync(join(outside, 'conventions.md'), '- Secret.\n');
  expect((await house.cli('conventions')).stdout).toContain('leads out of the repository');
  const id = await house.start('first', { agent: 'first' });
  await house.reaches(id, 'asking');
  expect((await house.cli('answer', String(id), 'tabs', '--keep')).stderr).toContain('leads out of the repository');
  expect(existsSync(join(outside, '.conventions.md.new'))).toBe(false);
});
