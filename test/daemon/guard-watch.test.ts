import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tamperedWords } from '../../src/core/words/tampered-words.ts';
import { GuardWatch } from '../../src/daemon/guard-watch.ts';
import { LedgerSessions } from '../kit/ledger-sessions.ts';
import { makeRepository } from '../kit/repository.ts';

function watched() {
  const repository = makeRepository();
  const sessions = new LedgerSessions(repository);
  const hook = join(repository.root, '.git/hooks/pre-push');
  let watch = new GuardWatch(sessions.crew);
  watch.start();
  return {
    sessions,
    hook,
    get watch() {
      return watch;
    },
    /** As after a crash of the daemon. */
    restart: async () => {
      await watch.stop();
      sessions.reopen();
      watch = new GuardWatch(sessions.crew);
      watch.start();
    },
    plant: () => writeFileSync(hook, 'evil\n'),
    async [Symbol.asyncDispose]() {
      await watch.stop();
      sessions.close();
      await repository[Symbol.asyncDispose]();
    },
  };
}

test('what is there when the first agent starts is accepted; what changes after that is not, until it is undone', async () => {
  await using here = watched();
  const { sessions, hook } = here;
  here.plant();
  sessions.prepared(1);
  expect(await here.watch.begin(sessions.repo)).toEqual([]);
  expect(sessions.repo.guard?.['hooks/pre-push']).toBeDefined();
  sessions.repository.git(['config', 'alias.x', '!evil']);
  rmSync(hook);
  const changes = ['alias.x in .git/config is new: !evil', 'hooks/pre-push is gone'];
  expect(await here.watch.look(sessions.repo)).toEqual(changes);
  expect(sessions.repo.tampered).toEqual(changes);
  expect(tamperedWords(changes)).toBe(
    "git's own files were changed while agents were at work: alias.x in .git/config is new: !evil and 1 more (signalbox trust shows and accepts it)",
  );
  await here.watch.look(sessions.repo);
  expect(sessions.count('git.tampered')).toBe(1);
  sessions.repository.git(['config', '--unset', 'alias.x']);
  here.plant();
  expect(await here.watch.look(sessions.repo)).toEqual([]);
  expect(sessions.repo.tampered).toEqual([]);
});

test('the person accepts: from then on it is as it ought to be', async () => {
  await using here = watched();
  const { sessions } = here;
  expect(await here.watch.accept(sessions.repo)).toEqual([]);
  expect(sessions.repo.guard).toBeNull();
  sessions.atWork(1);
  await here.watch.begin(sessions.repo);
  here.plant();
  expect(await here.watch.accept(sessions.repo)).toEqual(['hooks/pre-push is new']);
  expect(sessions.repo.tampered).toEqual([]);
  expect(await here.watch.look(sessions.repo)).toEqual([]);
  expect(await here.watch.accept(sessions.repo)).toEqual([]);
  expect(sessions.count('git.accepted')).toBe(2);
});

test('the last agent is looked over at its end; what changes later is the person’s', async () => {
  await using here = watched();
  const { sessions } = here;
  sessions.prepared(1);
  await here.watch.begin(sessions.repo);
  sessions.ledger.append({ type: 'agent.started', session: 1, run: 1, pid: 7, takes: null });
  here.plant();
  await sessions.ready(1);
  await sessions.until((world) => world.repos['r']?.tampered.length === 1);
  // Still not accepted when the next one starts.
  sessions.prepared(2);
  expect(await here.watch.begin(sessions.repo)).toEqual(['hooks/pre-push is new']);
  await here.watch.accept(sessions.repo);
  sessions.ledger.append({ type: 'agent.started', session: 2, run: 1, pid: 8, takes: null });
  await sessions.ready(2);
  await here.watch.stop();
  sessions.repository.git(['config', 'core.editor', 'vi']);
  expect(await here.watch.look(sessions.repo)).toEqual([]);
  expect(sessions.repo.guard?.['core.editor in .git/config']).toBe('vi');
});

test('what an agent changed while no daemon was there is seen by the next one', async () => {
  await using here = watched();
  const { sessions } = here;
  sessions.prepared(1);
  await here.watch.begin(sessions.repo);
  sessions.ledger.append({ type: 'agent.started', session: 1, run: 1, pid: 7, takes: null });
  await here.restart();
  here.plant();
  expect(await here.watch.look(sessions.repo)).toEqual(['hooks/pre-push is new']);
  await here.restart();
  expect(sessions.repo.tampered).toEqual(['hooks/pre-push is new']);
});

test('a gate begins when nothing can mislead it', async () => {
  await using here = watched();
  const { sessions } = here;
  sessions.atWork(1);
  await here.watch.begin(sessions.repo);
  here.plant();
  const waited: string[] = [];
  const { signal } = new AbortController();
  await here.watch.beginUnmisled(sessions.repo, { signal, waits: (words) => void waited.push(words) });
  expect(waited).toEqual([]);
  sessions.repository.git(['config', 'filter.x.smudge', 'evil']);
  const begun = here.watch.beginUnmisled(sessions.repo, { signal, waits: (words) => void waited.push(words) });
  await sessions.until((world) => (world.repos['r']?.tampered.length ?? 0) > 1);
  await here.watch.accept(sessions.repo);
  await begun;
  expect(waited).toHaveLength(1);
  expect(waited[0]).toContain('filter.x.smudge');
  const gone = new AbortController();
  sessions.repository.git(['config', 'filter.x.smudge', 'worse']);
  const broken = here.watch.beginUnmisled(sessions.repo, { signal: gone.signal, waits: () => gone.abort() });
  await expect(broken).rejects.toThrow();
});
