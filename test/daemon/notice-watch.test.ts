import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Event } from '../../src/core/model/events.ts';
import type { Attention } from '../../src/core/model/person.ts';
import { Attentions } from '../../src/daemon/attentions.ts';
import { Ledger } from '../../src/daemon/ledger.ts';
import { NoticeWatch } from '../../src/daemon/notice-watch.ts';
import { runNotice } from '../../src/daemon/run-notice.ts';
import { Journal } from '../../src/journal/journal.ts';
import { placesOf } from '../../src/wire/places.ts';
import type { Client } from '../../src/wire/serve.ts';
import { configOf, taskOf } from '../core/worlds.ts';
import { isRunning } from '../kit/is-running.ts';

const minute = 60_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A daemon's journal and what it knows of the person, on a clock of the test's own. */
function openDaemon(config = '', folder = mkdtempSync(join(tmpdir(), 'signalbox-notice-'))) {
  folders.push(folder);
  const places = placesOf({ SIGNALBOX_HOME: folder });
  mkdirSync(dirname(places.userConfig), { recursive: true });
  writeFileSync(places.userConfig, config);
  const journal = Journal.open(join(folder, 'journal.db'));
  if (journal === null) throw new Error('locked');
  let clock = 1_700_000_000_000;
  const now = (): number => clock;
  const ledger = new Ledger(journal, now);
  const events: Event[] = [];
  ledger.onRecorded((recorded) => void events.push(...recorded.map(({ event }) => event)));
  const log: string[] = [];
  const crew = { ledger, now, places, log: (what: string) => void log.push(what) };
  const attentions = new Attentions(crew);
  const watch = new NoticeWatch({ ...crew, attentions });
  return {
    folder,
    ledger,
    attentions,
    watch,
    log,
    /** The events of that kind so far. */
    of: (type: Event['type']) => events.filter((event) => event.type === type),
    pass: (ms: number) => {
      clock += ms;
      watch.look();
    },
    /** A dashboard that attends like this; what it gives changes that. */
    sit(attention: Partial<Attention> = {}) {
      const gone = new AbortController();
      const client: Client = { gone: gone.signal, notify: () => {}, queuedBytes: 0 };
      const say = (changed: Partial<Attention>): void =>
        attentions.attend(client, { focused: true, doing: 'board', session: null, inputAt: clock, ...changed });
      say(attention);
      return { say, leave: () => gone.abort() };
    },
    /** An agent at work that asks. */
    asks(session: number, kind: 'isolated' | 'judgement' = 'isolated'): void {
      if (ledger.world.sessions[session] === undefined) {
        const path = `/w/${session}`;
        ledger.append(
          { type: 'limits.changed', cap: 9, reviewLimit: 9 },
          { type: 'repo.opened', repo: 'r', root: '/r', name: 'r', target: 'main' },
          { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({}) },
          { type: 'task.created', session, repo: 'r', task: taskOf({ kind }) },
        );
        ledger.append(
          { type: 'worktree.created', session, path, branch: 'b', base: 'c' },
          { type: 'setup.finished', session },
          { type: 'agent.started', session, run: 1, pid: 7, takes: null },
          { type: 'agent.waited', session, waiting: true },
        );
      }
      const questions = [{ text: 'how?', options: [], default: null, blocking: true }];
      ledger.append({ type: 'question.asked', session, request: `request-${events.length}`, questions });
    },
    close: () => journal.close(),
  };
}

test('who is there is journalled when the first dashboard opens and the last one goes', () => {
  const daemon = openDaemon();
  const first = daemon.sit();
  const second = daemon.sit();
  first.say({ doing: 'answers' });
  expect(daemon.of('person.came')).toHaveLength(1);
  first.leave();
  expect(daemon.of('person.left')).toHaveLength(0);
  second.leave();
  expect(daemon.of('person.left')).toHaveLength(1);
  expect(daemon.ledger.world.person).toMatchObject({ present: false, leftAt: 1_700_000_000_000 });
  daemon.close();
});

test('after a crash of the daemon it is put right: who comes back never went, who does not has gone', () => {
  const before = openDaemon();
  before.sit();
  before.close();
  const came = openDaemon('', before.folder);
  expect(came.ledger.world.person.present).toBe(true);
  came.sit();
  came.attentions.settle();
  expect([...came.of('person.came'), ...came.of('person.left')]).toEqual([]);
  came.close();
  const gone = openDaemon('', before.folder);
  gone.attentions.settle();
  expect(gone.ledger.world.person.present).toBe(false);
  gone.close();
});

test('a daemon that is stopped does not say that the person went', () => {
  const daemon = openDaemon();
  const dashboard = daemon.sit();
  daemon.attentions.stop();
  dashboard.leave();
  expect(daemon.of('person.left')).toEqual([]);
  daemon.close();
});

test('who looks is not called; who has looked away is, once', () => {
  const daemon = openDaemon();
  const dashboard = daemon.sit();
  daemon.asks(1);
  daemon.pass(minute);
  expect(daemon.of('person.notified')).toEqual([]);
  dashboard.say({ focused: false });
  daemon.pass(1);
  daemon.asks(1);
  daemon.pass(minute);
  expect(daemon.of('person.notified')).toMatchObject([{ text: 'nothing goes on without you: 2 questions (#1)' }]);
  daemon.pass(minute);
  daemon.pass(500 * minute);
  expect(daemon.of('person.notified')).toHaveLength(1);
  daemon.close();
});

test('what was seen and left is called for when it has waited long, and without a key one has gone', () => {
  const daemon = openDaemon();
  daemon.sit();
  daemon.asks(1);
  daemon.pass(0);
  for (let ago = 0; ago < 11; ago++) daemon.pass(minute);
  expect(daemon.of('person.notified')).toEqual([]);
  daemon.pass(minute);
  expect(daemon.of('person.notified')).toHaveLength(1);
  daemon.close();
});

test('a bell waits for a terminal that can ring it', () => {
  const daemon = openDaemon();
  daemon.asks(1);
  daemon.pass(60 * minute);
  expect(daemon.of('person.notified')).toEqual([]);
  daemon.sit({ focused: false });
  daemon.pass(minute);
  expect(daemon.of('person.notified')).toHaveLength(1);
  daemon.close();
});

test('in a judgement task nobody is called for isolated work, and once when it has been left', () => {
  const daemon = openDaemon();
  daemon.asks(1);
  daemon.asks(2, 'judgement');
  const dashboard = daemon.sit({ doing: 'zoom', session: 2, focused: false });
  daemon.asks(1);
  daemon.pass(14 * minute);
  expect(daemon.of('person.notified')).toMatchObject([{ questions: [{ session: 2 }], reviews: [] }]);
  expect(daemon.attentions.judgement()).toBe(2);
  dashboard.say({ doing: 'board', session: null, focused: false });
  daemon.pass(1);
  daemon.pass(minute);
  expect(daemon.of('person.notified')).toHaveLength(2);
  expect(daemon.of('person.notified')[1]).toMatchObject({ text: expect.stringContaining('3 questions (#1 #2)') });
  daemon.close();
});

test('what came while they looked at nothing but their judgement task, they have not seen', () => {
  const daemon = openDaemon();
  daemon.asks(2, 'judgement');
  const dashboard = daemon.sit({ doing: 'zoom', session: 2 });
  daemon.asks(1);
  daemon.pass(minute);
  dashboard.say({ doing: 'board', focused: false });
  daemon.pass(1);
  expect(daemon.of('person.notified')).toMatchObject([{ text: expect.stringContaining('2 questions (#1 #2)') }]);
  daemon.close();
});

test('what they had before them when they went is not called for at once by the next daemon', () => {
  const before = openDaemon('notify: "true"');
  const dashboard = before.sit();
  before.asks(1);
  before.pass(minute);
  dashboard.leave();
  before.close();
  const next = openDaemon('notify: "true"', before.folder);
  next.pass(2 * minute);
  expect(next.of('person.notified')).toEqual([]);
  next.pass(9 * minute);
  expect(next.of('person.notified')).toHaveLength(1);
  next.close();
});

test('the own command of the person gets the sentence, whoever is there or not; its failure is logged', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'signalbox-notice-')), 'said');
  folders.push(dirname(out));
  const daemon = openDaemon(`notify: printf %s "$SIGNALBOX_NOTICE" > ${out}; echo oops >&2; exit 3\n`);
  daemon.asks(1);
  daemon.pass(minute);
  while (daemon.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(readFileSync(out, 'utf8')).toBe('nothing goes on without you: 1 question (#1)');
  expect(daemon.log[0]).toContain('was not said: exit status 3 oops');
  expect(daemon.watch.calling()).toMatchObject({ ways: [], problem: 'exit status 3 oops' });
  await daemon.watch.stop();
  daemon.close();
});

test('a command that does not end is ended, with all that it started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-notice-'));
  folders.push(folder);
  const pid = join(folder, 'pid');
  const command = `sleep 600 & echo $! > ${pid}; wait`;
  const { signal } = new AbortController();
  expect(await runNotice({ command, text: 'x', signal, limit: 300 })).toBe('it took longer than 0.3 s');
  expect(await runNotice({ command: 'kill -TERM $$', text: 'x', signal })).toBe('it ended of SIGTERM');
  expect(await runNotice({ command: '(sleep 600 >&2 &) ; exit 0', text: 'x', signal })).toBeNull();
  const child = Number(readFileSync(pid, 'utf8'));
  while (isRunning(child)) await new Promise((resolve) => setImmediate(resolve));
  expect(await runNotice({ command: 'true', text: 'x', signal: AbortSignal.abort() })).toBe('the daemon stops');
});
