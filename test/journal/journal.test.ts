import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextAdmissible } from '../../src/core/rules/admission.ts';
import type { Event } from '../../src/core/model/events.ts';
import { Fault } from '../../src/core/fault.ts';
import { reduce } from '../../src/core/reduce.ts';
import { type World, emptyWorld } from '../../src/core/model/world.ts';
import { Journal } from '../../src/journal/journal.ts';
import { configOf, taskOf } from '../core/worlds.ts';

const child = fileURLToPath(new URL('../kit/journal-child.ts', import.meta.url));
let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-journal-'));
  path = join(folder, 'state', 'journal.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing = (): readonly Event[] => [];
const opened = (n: number): Event => ({
  type: 'repo.opened',
  repo: `r${n}`,
  root: `/r${n}`,
  name: 'r',
  target: 'main',
});
const admit = (world: World): readonly Event[] => {
  const next = nextAdmissible(world);
  return next === null ? [] : [{ type: 'session.admitted', session: next.id }];
};

const breaks = (): never => {
  throw new Error('a bug in admission');
};

function open(): Journal {
  const journal = Journal.open(path);
  if (journal === null) throw new Error('the journal is locked');
  return journal;
}

function refusal(): Fault {
  try {
    Journal.open(path)?.close();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new Error('the journal was opened');
}

/** All that a journal file holds, read without our own code, and the world that it leads to. */
function replayed(): { world: World; seqs: number[] } {
  const database = new DatabaseSync(path);
  const rows = database.prepare('SELECT seq, at, body FROM events ORDER BY seq').all();
  database.close();
  let world = emptyWorld;
  for (const { seq, at, body } of rows)
    world = reduce(world, { seq: Number(seq), at: Number(at), event: JSON.parse(String(body)) });
  return { world, seqs: rows.map((row) => Number(row['seq'])) };
}

function startChild(mode: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, path, mode]);
}

async function firstLine(process: ChildProcessWithoutNullStreams): Promise<string> {
  const [chunk] = await once(process.stdout, 'data');
  return String(chunk).split('\n', 1)[0] ?? '';
}

test('nothing that was acknowledged is lost by kill -9, and no number is missing', async () => {
  let acknowledged = 0;
  for (let kill = 0; kill < 12; kill++) {
    const writer = startChild('append');
    let said = '';
    // Killed in the middle of its writing: after another amount of it each time.
    const enough = 3 + ((kill * 37) % 100);
    await new Promise<void>((done) => {
      writer.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (said.split('\n').length > enough) writer.kill('SIGKILL');
      });
      writer.once('close', () => done());
    });
    const last = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
    expect(last).toBeGreaterThan(acknowledged);
    acknowledged = last;
    const journal = open();
    expect(journal.world.seq).toBeGreaterThanOrEqual(acknowledged);
    const { world } = journal;
    journal.close();
    const { world: again, seqs } = replayed();
    expect(world).toEqual(again);
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
    acknowledged = world.seq;
  }
  expect(acknowledged).toBeGreaterThan(500);
});

test('a second process finds the journal locked, and free once the first was killed', async () => {
  const holder = startChild('hold');
  try {
    expect(await firstLine(holder)).toBe('open');
    expect(Journal.open(path)).toBeNull();
    const second = startChild('hold');
    expect(await firstLine(second)).toBe('locked');
    holder.kill('SIGKILL');
    await once(holder, 'close');
    const journal = open();
    journal.append([opened(1)], 1, nothing);
    const third = startChild('hold');
    expect(await firstLine(third)).toBe('locked');
    journal.close();
  } finally {
    holder.kill('SIGKILL');
  }
});

test('a world kept whole is the same as one replayed from the first event', () => {
  const journal = open();
  const config = configOf({});
  journal.append(
    [
      { type: 'limits.changed', cap: 3, reviewLimit: 3 },
      opened(0),
      { type: 'repo.trusted', repo: 'r0', target: 'main', hash: 'h', config },
    ],
    1,
    nothing,
  );
  for (let at = 2; journal.world.seq < 1100; at++) {
    const session = journal.world.nextId;
    journal.append([{ type: 'task.created', session, repo: 'r0', task: taskOf({ title: `t${at}` }) }], at, admit);
    const asked = { text: 'which?', options: ['a'], default: null, blocking: true };
    journal.append([{ type: 'question.asked', session: 1, request: `request-${at}`, questions: [asked] }], at, admit);
  }
  const { world } = journal;
  journal.close();

  const database = new DatabaseSync(path);
  const kept = database.prepare('SELECT seq FROM worlds').all();
  database.close();
  expect(kept).toHaveLength(1);
  expect(Number(kept[0]?.['seq'])).toBeGreaterThanOrEqual(1000);
  const fromKept = open();
  expect(fromKept.world).toEqual(world);
  fromKept.close();
  expect(replayed().world).toEqual(world);
});

test('a kept world that this build cannot read is made anew from the events', () => {
  const journal = open();
  for (let n = 0; n < 600; n++) journal.append([opened(n % 5)], n, nothing);
  const { world } = journal;
  journal.close();
  for (const body of [JSON.stringify({ ...world, nextId: 'seven' }), '{"seq":', 'null']) {
    const database = new DatabaseSync(path);
    expect(Number(database.prepare('UPDATE worlds SET body = ?').run(body).changes)).toBe(1);
    database.close();
    const again = open();
    expect(again.world).toEqual(world);
    again.close();
  }
});

test('what follows from an event is in the same transaction, and nothing of it when it breaks', () => {
  const journal = open();
  const recorded = journal.append([opened(1)], 5, (world) => (world.seq < 3 ? [opened(world.seq + 1)] : []));
  expect(recorded.map(({ seq, at }) => [seq, at])).toEqual([
    [1, 5],
    [2, 5],
    [3, 5],
  ]);
  const before = journal.world;
  expect(() => journal.append([opened(4)], 6, breaks)).toThrow('a bug in admission');
  expect(journal.world).toBe(before);
  journal.append([opened(5)], 7, nothing);
  journal.close();
  expect(replayed().seqs).toEqual([1, 2, 3, 4]);
});

test('environments are kept apart from the events, and the files are for their owner only', () => {
  const umask = process.umask(0o022);
  const journal = open();
  process.umask(umask);
  journal.keepEnvironment(3, { PATH: '/bin', TOKEN: 'ä "quoted"\n' });
  journal.keepEnvironment(3, { TOKEN: 'second' });
  for (const name of readdirSync(join(folder, 'state'))) {
    expect([name, statSync(join(folder, 'state', name)).mode & 0o077]).toEqual([name, 0]);
  }
  expect(readdirSync(join(folder, 'state'))).toContain('journal.db-wal');
  expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  journal.close();
  const again = open();
  expect(again.environment(3)).toEqual({ TOKEN: 'second' });
  expect(again.environment(4)).toEqual({});
  again.close();
});

test('a file that others could read is made private', () => {
  open().close();
  chmodSync(path, 0o644);
  open().close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a damaged file, a newer format, a missing event: one sentence each, and the file stays', () => {
  const journal = open();
  for (let n = 0; n < 5; n++) journal.append([opened(n)], n, nothing);
  journal.close();
  const edit = (sql: string) => {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  };
  edit('PRAGMA user_version = 7');
  expect(refusal()).toMatchObject({
    code: 'daemon',
    message: expect.stringContaining('has format 7'),
  });
  edit(`PRAGMA user_version = 5; UPDATE events SET body = '{"type":"unheard.of"}' WHERE seq = 4`);
  expect(refusal().message).toMatch(/journal\.db cannot be opened: event 4 is damaged/);
  edit('DELETE FROM events WHERE seq = 4');
  expect(refusal().message).toMatch(/event 4 is damaged or missing$/);
  writeFileSync(path, 'this was no database, and it is long enough to be looked at. '.repeat(50));
  expect(refusal()).toMatchObject({
    code: 'daemon',
    message: expect.stringContaining('not a database'),
  });
  expect(statSync(path).size).toBe(3050);
});

test('a place that cannot be written is one sentence', () => {
  writeFileSync(join(folder, 'state'), 'a file where the folder should be');
  expect(refusal()).toMatchObject({ code: 'daemon', message: expect.stringContaining(path) });
  rmSync(join(folder, 'state'));
  mkdirSync(path, { recursive: true });
  expect(refusal()).toMatchObject({ code: 'daemon', message: expect.stringContaining(path) });
});

test('a disk that is full refuses an append in one sentence; what was acknowledged stays, and nothing is half written', async () => {
  // The limit on a file's size is to the journal what a full disk is: a write that fails.
  const filler = spawn('bash', [
    '-c',
    'ulimit -f 600; trap "" XFSZ; exec "$@"',
    'bash',
    process.execPath,
    child,
    path,
    'fill',
  ]);
  let said = '';
  filler.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await once(filler, 'close');
  const told = JSON.parse(said);
  expect(told).toMatchObject({
    name: 'Fault',
    message: expect.stringContaining('the journal cannot be written'),
  });
  expect(told.after).toBe(told.before);
  const journal = open();
  expect(journal.world.seq).toBe(told.after);
  expect(journal.world.seq).toBeGreaterThan(4);
  journal.append([opened(1)], 1, nothing);
  const { world } = journal;
  journal.close();
  expect(replayed().world).toEqual(world);
});
