import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Ledger } from '../../src/daemon/ledger.ts';
import { SnapshotWatch } from '../../src/daemon/snapshot-watch.ts';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { Journal } from '../../src/journal/journal.ts';
import { configOf, taskOf } from '../core/worlds.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** A session in its gate, with a real worktree, and a watch over it that notes which gates it starts anew. */
function checkingSession(repo: TestRepository) {
  const journal = Journal.open(join(repo.folder, 'journal.db'));
  if (journal === null) throw new Error('locked');
  const ledger = new Ledger(journal, () => 1_700_000_000_000);
  const path = repo.session('one');
  ledger.append(
    { type: 'repo.opened', repo: 'r', root: repo.root, name: 'r', target: 'main' },
    { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({}) },
    { type: 'task.created', session: 1, repo: 'r', task: taskOf({}) },
  );
  ledger.append(
    { type: 'worktree.created', session: 1, path, branch: 'signalbox/one', base: 'main' },
    { type: 'setup.finished', session: 1 },
    { type: 'agent.started', session: 1, run: 1, pid: 7, takes: null },
    { type: 'work.finished', session: 1, request: 'request-1', summary: 's', evidence: [] },
  );
  const restarted: number[] = [];
  const watch = new SnapshotWatch({ ledger, now: Date.now }, (session) => void restarted.push(session));
  const snapshot = async () => {
    const taken = await takeSnapshot({ root: repo.root, worktree: path, id: 1, at: Date.now() });
    return taken.kind === 'snapshot' ? taken.commit : '';
  };
  return { ledger, watch, restarted, path, snapshot, done: () => watch.verdictOnSame(ledger.session(1)) };
}

test('work handed in before the gate has said what it judges is not judged as it was earlier', async () => {
  await using repo = makeRepository();
  const { watch, restarted, path, snapshot, done } = checkingSession(repo);
  repo.write({ 'a.txt': 'early\n' }, path);
  const early = await snapshot();
  // The gate has looked at the worktree by now; the agent goes on, and says that it is done.
  repo.write({ 'a.txt': 'late\n' }, path);
  await done();
  expect(restarted).toEqual([]);
  watch.judging(1, early);
  expect(restarted).toEqual([1]);
  watch.judging(1, null);
  watch.judging(1, await snapshot());
  expect(restarted).toEqual([1]);
});

test('the same work joins the gate, other work starts it anew, and nothing does once it has ended', async () => {
  await using repo = makeRepository();
  const { ledger, watch, restarted, path, snapshot, done } = checkingSession(repo);
  repo.write({ 'a.txt': 'early\n' }, path);
  await done();
  watch.judging(1, await snapshot());
  await done();
  expect(restarted).toEqual([]);
  repo.write({ 'a.txt': 'late\n' }, path);
  await done();
  expect(restarted).toEqual([1]);
  ledger.append({ type: 'session.stopped', session: 1, reason: 'by hand' });
  watch.judging(1, null);
  await done();
  expect(restarted).toEqual([1]);
});
