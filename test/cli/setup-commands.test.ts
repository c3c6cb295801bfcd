import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

const launcher = resolve(import.meta.dirname, '../../src/signalbox.js');

test('init shows what it would write, asks, and never writes over a file', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const other = join(house.repo.folder, 'other');
  house.repo.git(['init', '--quiet', '--initial-branch=main', other], house.repo.folder);
  house.repo.commit({ Makefile: 'test:\n\ttrue\n' }, other);

  const asked = await house.run(['init'], { cwd: other });
  expect(asked.status).toBe(1);
  expect(asked.stdout).toContain('{ name: test, run: make test }');
  expect(asked.stderr).toContain('no terminal to ask on: signalbox init --yes');
  expect(house.repo.exists('.signalbox', other)).toBe(false);

  const yes = await house.run(['init', '--yes'], { cwd: other });
  expect(yes).toMatchObject({ status: 0, stderr: '' });
  expect(yes.stdout).toContain('  check test: make test\n');
  const doctor = await house.run(['doctor', '--json'], { cwd: other });
  expect(doctor.stdout).toContain('the configuration is valid and trusted');

  const again = await house.run(['init', '--yes'], { cwd: other });
  expect(again).toMatchObject({ status: 1, stdout: '' });
  expect(again.stderr).toMatch(/^signalbox: [^\n]*config\.yaml exists already: [^\n]*\n$/);
});

test('init names the built-in agents that are there, and a task can name one that needs no more than its name', async () => {
  await using house = await openHouse({ agents: { stays: 'hold end' } });
  const other = join(house.repo.folder, 'other');
  house.repo.git(['init', '--quiet', '--initial-branch=main', other], house.repo.folder);
  house.repo.commit({ 'a.txt': 'one\n' }, other);
  const bin = join(house.repo.folder, 'programs');
  mkdirSync(bin);
  writeFileSync(join(bin, 'codex'), '#!/bin/sh\necho codex-cli 0.0.1\n', { mode: 0o755 });
  const here = { cwd: other, env: { PATH: `${bin}:/usr/bin:/bin` } };

  expect((await house.run(['init', '--yes'], here)).stdout).toContain('\nagents:\n  codex: {}\nagent: codex\n');
  const doctor = await house.run(['doctor'], here);
  expect(doctor.stdout).toMatch(/^note {4}agent codex: Codex CLI 0\.0\.1, not a tested version/m);
  expect(doctor.stdout).toMatch(/^note {4}other agents can be had: .*npm install -g @anthropic-ai\/claude-code/m);
  // Takes the only place: nothing is started.
  await house.cli('cap', '1');
  await house.start('first', { agent: 'stays' });
  expect((await house.run(['new', 'x', '--agent', 'codex'], here)).stdout).toBe('2\n');
  expect((await house.run(['new', 'y', '--agent', 'nobody'], here)).status).toBe(1);
});

test('doctor names what is missing, how to get it, and fails for it', async () => {
  await using house = await openHouse({
    agents: { writer: 'true' },
    config: '  ghost: { command: [no-such-program] }',
  });
  const found = await house.cli('doctor');
  expect(found.status).toBe(1);
  expect(found.stdout).toContain(
    'missing agent ghost: no-such-program is not on PATH: install it, or change agents: in the configuration\n',
  );
  expect(found.stdout).toMatch(/^ok {6}git version/m);

  writeFileSync(join(house.env['SIGNALBOX_HOME'] ?? '', 'config.yaml'), 'capp: 3\n');
  const wrong = await house.cli('doctor');
  expect(wrong.stdout).toContain('ok      the configuration is valid and trusted\n');
  expect(wrong.stdout).toMatch(/^missing [^\n]*config\.yaml, line 1: there is no key capp;/m);
});

test('doctor says that a daemon does not answer, and waits for nothing else from it', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const pid = await house.daemonPid();
  process.kill(pid, 'SIGSTOP');
  const found = await house.cli('doctor').finally(() => process.kill(pid, 'SIGCONT'));
  expect(found.status).toBe(1);
  expect(found.stdout).toMatch(/^missing the daemon does not answer[^\n]*kill it by hand[^\n]*\n$/m);
  expect(found.stdout).not.toContain('repository');
});

test('the daemon is there, or it is exit status 3', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  expect((await house.cli('daemon', 'status')).status).toBe(0);
  expect((await house.cli('daemon', 'stop')).stdout).toBe('the daemon has stopped\n');
  expect(await house.cli('daemon', 'status')).toMatchObject({ status: 3, stdout: 'no daemon is running\n' });
  expect((await house.cli('daemon', 'stop')).stdout).toBe('no daemon was running\n');
  // A command that needs one starts it.
  expect((await house.cli('list')).status).toBe(0);
  expect((await house.cli('daemon', 'logs')).stdout).toContain('ready, pid');
});

test('the launcher works through a symbolic link, says nothing of its own, and hands on the exit status', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const link = join(house.repo.folder, 'signalbox');
  symlinkSync(launcher, link);
  const version = spawnSync(link, ['--version'], { env: house.env, encoding: 'utf8' });
  expect(version).toMatchObject({ status: 0, stderr: '' });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(spawnSync(link, ['nonsense'], { env: house.env }).status).toBe(2);
});

test('a reader that goes away is no error', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const command = `"${process.execPath}" "${launcher}" --help | head -1; exec 2>&1`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { env: house.env, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'Usage: signalbox [options] [command]\n', stderr: '' });
});

test('the completion knows commands, options and what is below a command', async () => {
  await using house = await openHouse({ agents: { writer: 'true' } });
  const { stdout: script } = await house.cli('completion', 'bash');
  const complete = (...words: string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `eval "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _signalbox; echo "\${COMPREPLY[*]}"`,
        'bash',
        script,
        ...words,
      ],
      { encoding: 'utf8' },
    ).trim();
  expect(complete('signalbox', 'app')).toBe('approve');
  expect(complete('signalbox', 'daemon', 'sta')).toBe('start status');
  expect(complete('signalbox', 'new', 'title', '--pro')).toBe('--prompt --prompt-file');
  for (const shell of ['zsh', 'fish']) {
    const { status, stdout } = await house.cli('completion', shell);
    expect(status).toBe(0);
    expect(stdout).toContain('acknowledge');
  }
});

test('new takes its prompt from a file or from standard input', async () => {
  await using house = await openHouse({ agents: { writer: 'hold never' } });
  const file = join(house.repo.folder, 'task.md');
  mkdirSync(join(house.repo.root, 'below'));
  writeFileSync(file, 'from a file\n');
  expect((await house.cli('new', 'one', '--prompt-file', file)).stdout).toBe('1\n');
  const cwd = join(house.repo.root, 'below');
  expect((await house.run(['new', 'two', '--prompt-file', '-'], { cwd, input: 'from a pipe\n' })).stdout).toBe('2\n');
  const both = await house.until('both tasks', (world) => world.sessions[2] && world.sessions);
  expect([both[1]?.task.prompt, both[2]?.task.prompt]).toEqual(['from a file\n', 'from a pipe\n']);
});
