import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clashText } from '../../src/daemon/clash-notes.ts';
import { ForecastWatch } from '../../src/daemon/forecast-watch.ts';
import { LedgerSessions } from '../kit/ledger-sessions.ts';
import { makeRepository } from '../kit/repository.ts';

const lines = (word: string): string => [1, 2, 3, 4, 5].map((line) => (line === 3 ? word : `${line}`)).join('\n');

function forecasting() {
  const repository = makeRepository({ files: { 'a.txt': lines('3'), 'b.txt': lines('3'), 'c.txt': 'c\n' } });
  const sessions = new LedgerSessions(repository);
  const rhythm = { settleMs: 5, quietMs: 5, restFactor: 0, targetMs: 5 };
  let watch = new ForecastWatch(sessions.crew, rhythm);
  watch.start();
  return {
    repository,
    sessions,
    wrote(id: number, files: Record<string, string>) {
      const session = sessions.ledger.session(id);
      repository.write(files, session.worktree?.path);
      watch.counted(session, true);
    },
    /** As after a crash of the daemon. */
    restart: async () => {
      await watch.stop();
      sessions.reopen();
      watch = new ForecastWatch(sessions.crew, rhythm);
      watch.start();
    },
    async [Symbol.asyncDispose]() {
      await watch.stop();
      expect(existsSync(join(sessions.places.home, 'forecast', 'r'))).toBe(false);
      expect(sessions.log).toEqual([]);
      sessions.close();
      await repository[Symbol.asyncDispose]();
    },
  };
}

test('it follows the worktrees, the target and the person, and says only what is new', async () => {
  await using here = forecasting();
  const { sessions, repository } = here;
  sessions.atWork(1);
  sessions.atWork(2);
  here.wrote(1, { 'a.txt': lines('one') });
  here.wrote(2, { 'a.txt': lines('two') });
  const pair = { session: 2, with: 1, files: ['a.txt'] };
  await sessions.until((world) => world.repos['r']?.forecast.length === 1);
  expect(sessions.repo.forecast).toEqual([pair]);
  repository.write({ 'b.txt': lines('mine') });
  here.wrote(1, { 'b.txt': lines('one') });
  await sessions.until((world) => world.repos['r']?.forecast.length === 2);
  expect(sessions.repo.forecast).toEqual([{ session: 1, with: 'you', files: ['b.txt'] }, pair]);
  // Nobody says that it moved.
  repository.git(['commit', '--quiet', '-am', 'mine']);
  await sessions.until((world) => world.repos['r']?.forecast[0]?.with === 'target');
  expect(sessions.repo.forecast).toEqual([{ session: 1, with: 'target', files: ['b.txt'] }, pair]);
  sessions.ledger.append({ type: 'session.discarded', session: 1, reason: 'no' });
  await sessions.until((world) => world.repos['r']?.forecast.length === 0);
  expect(sessions.count('forecast.changed')).toBe(4);
});

test('a conflict with the target is told at once, and only once', async () => {
  await using here = forecasting();
  const { sessions, repository } = here;
  sessions.atWork(1);
  here.wrote(1, { 'a.txt': lines('one') });
  repository.commit({ 'a.txt': lines('theirs') });
  sessions.targetMoved();
  await sessions.until((world) => world.sessions[1]?.messages.length === 1);
  expect(sessions.world.sessions[1]?.messages[0]).toMatchObject({
    kind: 'note',
    text: 'Your work is in conflict with what is on main by now, in a.txt. Run `git merge main` in your worktree, resolve it, and go on.',
  });
  await here.restart();
  here.wrote(1, { 'a.txt': lines('two'), 'b.txt': lines('one') });
  repository.commit({ 'b.txt': lines('theirs') });
  sessions.targetMoved();
  await sessions.until((world) => world.repos['r']?.forecast[0]?.files.length === 2);
  await sessions.until((world) => world.sessions[1]?.messages.length === 2);
  expect(sessions.world.sessions[1]?.toldClashes).toEqual(['target in a.txt', 'target in a.txt, b.txt']);
  // A part of it is nothing new, whatever happens in between.
  here.wrote(1, { 'a.txt': lines('3') });
  await sessions.until((world) => world.repos['r']?.forecast[0]?.files.length === 1);
  here.wrote(1, { 'b.txt': lines('3') });
  await sessions.until((world) => world.repos['r']?.forecast.length === 0);
  expect(sessions.count('clash.told')).toBe(2);
});

test('the younger one is told when the elder has handed in, never the elder, and not again after a crash', async () => {
  await using here = forecasting();
  const { sessions } = here;
  sessions.atWork(1);
  sessions.atWork(2);
  sessions.atWork(3);
  here.wrote(1, { 'a.txt': lines('one') });
  here.wrote(2, { 'a.txt': lines('two') });
  here.wrote(3, { 'a.txt': lines('three') });
  await sessions.until((world) => world.repos['r']?.forecast.length === 3);
  expect(sessions.count('clash.told')).toBe(0);
  await sessions.ready(2);
  await sessions.until((world) => world.sessions[3]?.messages.length === 1);
  const clash = { session: 3, with: 2, files: ['a.txt'] };
  const text = clashText(sessions.world, sessions.repo, clash);
  expect(sessions.world.sessions[3]?.messages[0]).toMatchObject({ kind: 'note', text });
  expect(text).toContain('#2 "task 2", which is handed in and came before yours, in a.txt');
  await here.restart();
  here.wrote(3, { 'c.txt': 'three\n' });
  here.wrote(1, { 'c.txt': 'one\n' });
  await sessions.until((world) => world.repos['r']?.forecast.some(({ files }) => files.includes('c.txt')) === true);
  here.wrote(1, { 'c.txt': 'c\n' });
  await sessions.until((world) => world.repos['r']?.forecast.every(({ files }) => !files.includes('c.txt')) === true);
  expect(sessions.count('clash.told')).toBe(1);
  expect(sessions.world.sessions[1]?.messages).toEqual([]);
});

test('what goes wrong is logged, and the next change is looked at again', async () => {
  await using here = forecasting();
  const { sessions, repository } = here;
  const worktree = sessions.atWork(1);
  repository.write({ 'a.txt': lines('one') }, worktree);
  renameSync(worktree, `${worktree}-away`);
  await sessions.logged();
  expect(sessions.log[0]).toContain('the forecast of r failed');
  renameSync(`${worktree}-away`, worktree);
  repository.commit({ 'a.txt': lines('theirs') });
  sessions.targetMoved();
  await sessions.until((world) => world.repos['r']?.forecast.length === 1);
  sessions.log.length = 0;
});
