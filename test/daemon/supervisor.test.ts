import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Event } from '../../src/core/model/events.ts';
import type { Effect } from '../../src/core/rules/wanted.ts';
import { Ledger } from '../../src/daemon/ledger.ts';
import { Supervisor, tickMs } from '../../src/daemon/supervisor.ts';
import { Journal } from '../../src/journal/journal.ts';
import { configOf, taskOf } from '../core/worlds.ts';

/** An effect that is being carried out: the test ends it. */
interface Going {
  readonly effect: Effect;
  readonly signal: AbortSignal;
  readonly end: () => void;
  readonly fail: (message: string) => void;
}

let folder = '';
let journal: Journal;
let ledger: Ledger;
let supervisor: Supervisor;
let begun: Going[] = [];
let logged: string[] = [];

function openJournal(): void {
  const opened = Journal.open(join(folder, 'journal.db'));
  if (opened === null) throw new Error('locked');
  journal = opened;
}

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'signalbox-supervisor-'));
  openJournal();
  ledger = new Ledger(journal, Date.now);
  [begun, logged] = [[], []];
  supervisor = new Supervisor({
    ledger,
    log: (what) => void logged.push(what),
    carryOut: (effect, signal) => {
      const done = Promise.withResolvers<void>();
      begun.push({ effect, signal, end: () => done.resolve(), fail: (message) => done.reject(new Error(message)) });
      return done.promise;
    },
  });
  ledger.append(
    { type: 'limits.changed', cap: 2, reviewLimit: 3 },
    { type: 'repo.opened', repo: 'r', root: '/r', name: 'r', target: 'main' },
    { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({}) },
  );
});
afterEach(() => {
  vi.useRealTimers();
  journal.close();
  rmSync(folder, { recursive: true });
});

const task = (): number => {
  const session = ledger.world.nextId;
  ledger.append({ type: 'task.created', session, repo: 'r', task: taskOf({}) });
  return session;
};
const keys = () => begun.map(({ effect }) => effect.key);
/** Everything that follows by itself, without time going on. */
const settled = () => vi.advanceTimersByTimeAsync(0);
const aTick = () => vi.advanceTimersByTimeAsync(tickMs);
const worktree = (session: number): Event => ({
  type: 'worktree.created',
  session,
  path: '/w',
  branch: 'b',
  base: 'c',
});

test('what is wanted is begun once, whatever else happens', async () => {
  supervisor.start();
  task();
  task();
  await settled();
  expect(keys()).toEqual(['worktree.prepare #1', 'worktree.prepare #2']);
  ledger.append(worktree(1));
  await aTick();
  await aTick();
  expect(keys()).toHaveLength(2);
  // The third waits for a place.
  task();
  await settled();
  expect(keys()).toHaveLength(2);
});

test('what is no longer wanted is broken off, and begun again only when it has ended and is wanted again', async () => {
  supervisor.start();
  const id = task();
  await settled();
  ledger.append({ type: 'session.stopped', session: id, reason: 'by hand' });
  await settled();
  expect(begun[0]?.signal.aborted).toBe(true);
  ledger.append({ type: 'session.resumed', session: id, note: null });
  await settled();
  expect(keys()).toHaveLength(1);
  begun[0]?.end();
  await settled();
  expect(keys()).toEqual(['worktree.prepare #1', 'worktree.prepare #1']);
  expect(begun[1]?.signal.aborted).toBe(false);
});

test('an effect that ended and is still wanted waits for the tick', async () => {
  supervisor.start();
  task();
  await settled();
  begun[0]?.end();
  await vi.advanceTimersByTimeAsync(tickMs - 1);
  expect(keys()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(keys()).toHaveLength(2);
});

test('a failure is journalled, and after three in a row the session is stuck', async () => {
  supervisor.start();
  const id = task();
  await settled();
  for (let n = 1; n <= 3; n++) {
    expect(keys()).toHaveLength(n);
    begun.at(-1)?.fail('no disk');
    await settled();
    expect(ledger.session(id).breakdowns).toBe(n);
    await aTick();
  }
  expect(ledger.session(id)).toMatchObject({ state: 'stuck', reason: 'worktree.prepare broke down 3 times: no disk' });
  await aTick();
  expect(keys()).toHaveLength(3);
  expect(logged).toHaveLength(3);
});

test('one that fails because it was broken off has not failed', async () => {
  supervisor.start();
  const id = task();
  await settled();
  ledger.append({ type: 'session.stopped', session: id, reason: 'by hand' });
  await settled();
  begun[0]?.fail('aborted');
  await settled();
  expect(ledger.session(id).breakdowns).toBe(0);
  expect(logged).toEqual([]);
});

test('a failure that cannot be journalled is logged, and the effect is tried again', async () => {
  supervisor.start();
  const id = task();
  await settled();
  // From here on nothing can be written any more.
  journal.close();
  begun[0]?.fail('disk full');
  await settled();
  expect(logged).toEqual([
    'worktree.prepare #1 broke down',
    'that worktree.prepare #1 broke down cannot be journalled',
  ]);
  await aTick();
  expect(keys()).toHaveLength(2);
  expect(ledger.session(id)).toMatchObject({ state: 'preparing', breakdowns: 0 });
  const { world } = ledger;
  openJournal();
  expect(journal.world).toEqual(world);
});

test('a gate can be started anew, and it alone', async () => {
  supervisor.start();
  const [one, other] = [task(), task()];
  for (const session of [one, other]) {
    ledger.append(worktree(session), { type: 'setup.finished', session });
    ledger.append({ type: 'agent.started', session, run: 1, pid: 7, takes: null });
    ledger.append({ type: 'work.finished', session, request: 'request', summary: 's', evidence: [] });
  }
  await settled();
  const gates = () => begun.filter(({ effect }) => effect.kind === 'gate.run');
  expect(gates().map(({ effect }) => effect.session)).toEqual([one, other]);
  supervisor.restartGate(one);
  expect(begun.filter(({ signal }) => signal.aborted).map(({ effect }) => effect)).toEqual([gates()[0]?.effect]);
  gates()[0]?.end();
  await settled();
  // At once: it was broken off, it did not end by itself.
  expect(gates().map(({ effect }) => effect.session)).toEqual([one, other, one]);
});

test('stopping breaks everything off, waits until all has ended, and begins nothing more', async () => {
  supervisor.start();
  task();
  task();
  await settled();
  let stopped = false;
  const stopping = supervisor.stop().then(() => (stopped = true));
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  begun[0]?.end();
  await settled();
  expect(stopped).toBe(false);
  begun[1]?.fail('as it was broken off');
  await stopping;
  ledger.append({ type: 'limits.changed', cap: 9, reviewLimit: 3 });
  task();
  await aTick();
  expect(keys()).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('while it winds down agents are seen to their end, and nothing is brought into being', async () => {
  supervisor.start();
  const [alive, wanted] = [task(), task()];
  for (const session of [alive, wanted]) ledger.append(worktree(session), { type: 'setup.finished', session });
  ledger.append({ type: 'agent.started', session: alive, run: 1, pid: 7, takes: null });
  task();
  await settled();
  const before = keys().length;
  supervisor.windDown();
  for (const session of [alive, wanted]) ledger.append({ type: 'session.stopped', session, reason: 'the end' });
  await settled();
  expect(
    keys()
      .slice(before)
      .map((key) => key.replace(/ \d+$/, '')),
  ).toEqual([`agent.end #${alive} run 1 stopped`]);
  // Its place is given to the third, which is not prepared any more.
  ledger.append({ type: 'agent.exited', session: alive, run: 1, exit: null, signal: 'SIGTERM', screen: [] });
  await aTick();
  expect(ledger.session(3).state).toBe('preparing');
  expect(keys()).toHaveLength(before + 1);
});
