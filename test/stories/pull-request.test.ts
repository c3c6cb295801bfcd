import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reviewsWaiting } from '../../src/core/model/world.ts';
import { TestForge } from '../kit/forge.ts';
import { type House, openHouse } from '../kit/house.ts';
import type { TestRepository } from '../kit/repository.ts';

const branch = 'signalbox/1-add-a-greeting';
const writer = `
  echo "hello $SIGNALBOX_ROUND" > greeting.txt
  signalbox done --summary 'It greets.'`;

/** A house whose work goes through pull requests; PATH has the forge's folder and else only what is needed. */
async function openForgeHouse(): Promise<{ house: House; forge: TestForge }> {
  let forge: TestForge | undefined;
  const env = (repo: TestRepository): Record<string, string> => {
    forge = new TestForge(repo);
    const own = Object.entries(process.env).filter(([name]) => !/^(SIGNALBOX_|NODE_|VITEST|npm_|GIT_)/.test(name));
    const kept = Object.fromEntries(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return { ...kept, GIT_CONFIG_NOSYSTEM: '1', PATH: `${forge.bin}:${process.env['PATH'] ?? ''}` };
  };
  const house = await openHouse({
    checks: { there: 'test -e greeting.txt' },
    agents: { writer },
    config: 'land: pr',
    env,
  });
  if (forge === undefined) throw new Error('no forge');
  return { house, forge };
}

async function approved(house: House): Promise<void> {
  const id = await house.start('Add a greeting', { agent: 'writer', prompt: 'Greet whoever comes.' });
  await house.reaches(id, 'ready');
  expect((await house.cli('approve', '1')).status).toBe(0);
}

const opened = (house: House) =>
  house.until('the pull request', (world) => world.sessions[1]?.landing?.pullRequest?.url);

const atRemote = (forge: TestForge, what: string): string =>
  execFileSync('git', ['--git-dir', forge.bare, ...what.split(' ')], { encoding: 'utf8' }).trim();

test('approved work is pushed to a branch of its own, a pull request is opened with the evidence, and lands when it is merged', async () => {
  const { house, forge } = await openForgeHouse();
  await using _ = house;
  forge.install('gh');
  const before = house.repo.git(['rev-parse', 'main']);
  await approved(house);
  const url = await opened(house);
  const session = house.session(1);
  expect(atRemote(forge, `rev-parse ${branch}`)).toBe(session.verdict?.candidate);
  expect(atRemote(forge, `rev-parse ${branch}^`)).toBe(before);
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  expect(forge.calls('gh pr create')).toEqual([
    `gh pr create --head ${branch} --base main --title Add a greeting --body-file -`,
  ]);
  const body = forge.read('body');
  for (const part of ['## Goal\n\nGreet whoever comes.', '## Summary\n\nIt greets.', '- there: green in'])
    expect(body).toContain(part);
  expect((await house.cli('list')).stdout).toContain(`pull request ${url} is open`);
  expect(reviewsWaiting(house.world)).toBe(0);
  expect((await house.cli('defer', '1')).stderr).toContain(`the pull request of #1 is open: close it there: ${url}`);

  // Somebody merges it there; the next daemon asks at once.
  forge.set('merge', before);
  forge.set('state', 'MERGED');
  await house.killDaemon();
  await house.connect();
  const landed = await house.reaches(1, 'landed');
  expect(landed.landed).toMatchObject({ commit: before, pullRequest: url });
  expect(forge.calls('gh pr create')).toHaveLength(1);
  expect((await house.cli('undo', '1')).stderr).toContain(
    `#1 was merged through a pull request: revert it there: ${url}`,
  );
});

test('without the program it waits and says how to get it; with it, it goes on by itself', async () => {
  const { house, forge } = await openForgeHouse();
  await using _ = house;
  await approved(house);
  const waits = await house.until('a reason', (world) => world.sessions[1]?.landing?.waits);
  expect(waits).toBe(
    'a pull request at origin needs gh or glab, and neither is on PATH: install it from https://cli.github.com and log in with gh auth login',
  );
  expect(reviewsWaiting(house.world)).toBe(1);
  forge.install('glab');
  await opened(house);
  expect(forge.calls('glab mr create')).toHaveLength(1);
  expect(forge.calls('glab mr create')[0]).toContain(
    `--source-branch ${branch} --target-branch main --title Add a greeting`,
  );
});

test('a daemon killed right after the forge opened it finds it there: it is opened once', async () => {
  const { house, forge } = await openForgeHouse();
  await using _ = house;
  forge.install('gh');
  forge.set('kill');
  await approved(house).catch(() => undefined);
  await house.connection.closed;
  await house.connect();
  await opened(house);
  expect(forge.calls('gh pr create')).toHaveLength(1);
  expect(house.session(1).landing?.pullRequest?.url).toBe('https://forge.example/r/-/merge_requests/1');
});

test('closed without a merge it needs the person; a next round replaces what we pushed, and nothing that others did', async () => {
  const { house, forge } = await openForgeHouse();
  await using _ = house;
  forge.install('gh');
  await approved(house);
  const url = await opened(house);
  const first = atRemote(forge, `rev-parse ${branch}`);
  forge.set('state', 'CLOSED');
  await house.killDaemon();
  await house.connect();
  expect((await house.reaches(1, 'stuck')).reason).toBe(`pull request ${url} was closed without being merged`);
  expect((await house.cli('resume', '1', '--note', 'greet louder')).status).toBe(0);
  await house.reaches(1, 'ready');
  expect((await house.cli('approve', '1')).status).toBe(0);
  const next = await opened(house);
  expect(next).toBe('https://forge.example/r/-/merge_requests/2');
  const second = atRemote(forge, `rev-parse ${branch}`);
  expect(second).toBe(house.session(1).verdict?.candidate);
  expect(second).not.toBe(first);

  // Somebody else pushes to it, and it is closed again: that is not overwritten.
  const clone = join(house.repo.folder, 'clone');
  house.repo.git(['clone', '--quiet', '--branch', branch, forge.bare, clone]);
  const theirs = house.repo.commit({ 'theirs.txt': 'x\n' }, clone);
  house.repo.git(['push', '--quiet', 'origin', `HEAD:${branch}`], clone);
  forge.set('state', 'CLOSED');
  await house.killDaemon();
  await house.connect();
  await house.reaches(1, 'stuck');
  await house.cli('resume', '1', '--note', 'again');
  await house.reaches(1, 'ready');
  await house.cli('approve', '1');
  const waits = await house.until('a reason', (world) => world.sessions[1]?.landing?.waits);
  expect(waits).toBe(
    `${branch} at origin is at ${theirs.slice(0, 7)}, which was not pushed from here: delete it there`,
  );
  expect(atRemote(forge, `rev-parse ${branch}`)).toBe(theirs);
});
