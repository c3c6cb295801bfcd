import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('a wrong configuration is one sentence with file, line and what is allowed; work goes on with the trusted one', async () => {
  await using house = await openHouse({ checks: { there: 'true' }, agents: { writer: 'echo work > work.txt' } });
  const path = join(house.repo.root, '.signalbox/config.yaml');
  const good = house.repo.read('.signalbox/config.yaml');
  const wrong: readonly (readonly [string, string])[] = [
    [`${good}\nland: magic\n`, 'land: one of merge, squash, rebase, pr is allowed'],
    [`${good}\nlandd: squash\n`, 'there is no key landd'],
    [`${good}\nrounds: many\n`, 'rounds:'],
    ['checks: [\n', 'line 2'],
  ];
  for (const [content, said] of wrong) {
    house.repo.write({ '.signalbox/config.yaml': content });
    const outcome = await house.cli('trust');
    expect(outcome).toMatchObject({ status: 1, stdout: '' });
    expect(outcome.stderr).toMatch(new RegExp(`^signalbox: ${path}, line \\d+: [^\\n]*\\n$`));
    expect(outcome.stderr).toContain(said);
  }
  const id = await house.start('work', { agent: 'writer' }).catch((thrown: unknown) => thrown);
  expect(String(id)).toContain('config.yaml, line');
});

test('a changed configuration runs nothing new until it is trusted', async () => {
  await using house = await openHouse({ checks: { there: 'true' }, agents: { writer: 'echo work > work.txt' } });
  const good = house.repo.read('.signalbox/config.yaml');
  house.repo.commit({ '.signalbox/config.yaml': `${good}setup: [touch set-up]\n` });
  expect((await house.cli('new', 'work', '--agent', 'writer')).status).toBe(0);
  expect((await house.cli('list')).stdout).toContain('config changed: signalbox trust');
  const trusted = await house.cli('trust');
  expect(trusted).toMatchObject({ status: 0 });
  expect(trusted.stdout).toContain('  setup: touch set-up\n');
  const ready = await house.reaches(1, 'ready');
  expect(house.repo.exists('set-up', ready.worktree?.path)).toBe(true);
});

test('a repository that is not trusted, not there, or empty gets one sentence', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const { folder } = house.repo;
  const other = join(folder, 'other');
  house.repo.git(['init', '--quiet', '--initial-branch=main', other], folder);
  house.repo.commit({ 'a.txt': 'a\n', '.signalbox/config.yaml': 'agents: { it: { command: [rm, -rf, x] } }\n' }, other);
  const untrusted = await house.run(['new', 'work'], { cwd: other });
  expect(untrusted.status).toBe(1);
  expect(untrusted.stderr).toMatch(/^signalbox: [^\n]*trust[^\n]*rm -rf x[^\n]*\n$/);

  const nowhere = join(folder, 'nowhere');
  mkdirSync(nowhere);
  const outside = await house.run(['new', 'work'], { cwd: nowhere });
  expect(outside).toMatchObject({ status: 1, stdout: '' });
  expect(outside.stderr).toMatch(/^signalbox: [^\n]*not in a git repository[^\n]*\n$/);
  expect((await house.run(['list'], { cwd: nowhere })).status).toBe(0);

  const empty = join(folder, 'empty');
  house.repo.git(['init', '--quiet', '--initial-branch=main', empty], folder);
  house.repo.write({ '.signalbox/config.yaml': 'agents: { it: { command: [ls] } }\n' }, empty);
  const noCommit = await house.run(['trust'], { cwd: empty });
  expect(noCommit).toMatchObject({ status: 1, stdout: '' });
  expect(noCommit.stderr).toMatch(/^signalbox: [^\n]+\n$/);
});

test('wrong use is exit status 2 and one sentence', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const wrong: readonly (readonly [string[], string])[] = [
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['lst'], '(Did you mean list?)'],
    [['list', '--bogus'], "unknown option '--bogus'"],
    [['--bogus'], "unknown option '--bogus'"],
    [['show'], "missing required argument 'id'"],
    [['show', 'abc'], '"abc" is no session\'s number'],
    [['new', 'x', '--kind', 'odd'], 'isolated, judgement'],
    [['new', 'x', '--prompt', 'a', '--prompt-file', 'b'], 'cannot be given together'],
    [['cap', 'fast'], 'the cap cannot be "fast": give a whole number from 1 to 64, or auto'],
    [['show', ''], 'no session is named'],
    [['job'], 'job needs one of its commands: signalbox job --help'],
    [['new', 'x', '--dry-run'], '--dry-run goes with --file'],
    [['new', 'x', '--again', 'all'], '--again goes with --file'],
    [['new', 'x', '--comments'], '--comments goes with --issue'],
    [['new', '--file', 'tasks.md', '--scope', 'src/**'], '--scope does not go with --file'],
    [['new', '--file', 'tasks.md', '--prompt-file', 'x'], '--prompt-file does not go with --file'],
    [['new', '--file', 'tasks.md', '--lead'], '--lead does not go with --file'],
    [['edit', '1'], 'this opens the dashboard, which needs a terminal'],
    [['daemon', 'again'], "unknown command 'again'"],
    [['ask', 'what?'], 'SIGNALBOX_SESSION is not set'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [[], 'the dashboard needs a terminal'],
  ];
  for (const [words, said] of wrong) {
    const outcome = await house.run(words);
    expect({ words, ...outcome }).toMatchObject({ words, status: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^signalbox: [^\n]+\n$/);
    expect(outcome.stderr).toContain(said);
  }
  expect(await house.cli('show', '99')).toMatchObject({
    status: 1,
    stderr: 'signalbox: there is no session #99: signalbox list shows them\n',
  });
});

test('decisions are refused inside a session, by name', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const decisions = [
    ['approve', '1'],
    ['answer', '1', 'yes'],
    ['reject', '1', '--note', 'x'],
    ['discard', '1'],
    ['new', 'more'],
    ['cap', '9'],
    ['trust'],
    ['daemon', 'stop'],
  ];
  for (const words of decisions) {
    const outcome = await house.run(words, { env: { SIGNALBOX_SESSION: '/nowhere/s-1.sock' } });
    expect({ words, status: outcome.status }).toEqual({ words, status: 1 });
    expect(outcome.stderr).toContain('refused inside a session');
  }
  expect((await house.cli('daemon', 'status')).status).toBe(0);
});
