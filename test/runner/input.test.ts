import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { findHolders } from '../../src/runner/find-run.ts';
import { Intake } from '../../src/runner/holder/intake.ts';
import { readProc } from '../../src/runner/process/process-table.ts';
import { openShell, Run } from './open-run.ts';
import { RawClient } from './raw-client.ts';

const megabyte = 1024 * 1024;

/** Does not read until it gets SIGUSR1, and then what `reads` says. */
function readsLater(reads: string): string {
  return `stty raw -echo; trap : USR1; (trap '' USR1; exec sleep 1000) & echo up; wait $!; ${reads}`;
}

test('a 5 MB paste into a program that does not read is kept, told, and delivered when it reads', async () => {
  const paste = Buffer.alloc(5 * megabyte, 'pasted text ');
  const { run, client } = await openShell(readsLater(`head -c ${paste.length} | md5sum`));
  await using _ = run;
  await client.shows('up');
  client.holder.write(paste);
  await client.until(() => client.unread.length > 0);
  // The rest of it is in the terminal already.
  expect(client.unread[0]).toBeGreaterThan(4 * megabyte);
  expect(client.unread[0]).toBeLessThanOrEqual(paste.length);
  const next = await run.attach();
  await next.until(() => next.unread.length > 0);
  expect(next.unread).toEqual([client.unread.at(-1)]);
  next.holder.signal('SIGUSR1');
  await next.shows(createHash('md5').update(paste).digest('hex'));
  await next.until(() => next.unread.at(-1) === 0);
  expect([client.refused, next.refused]).toEqual([0, 0]);
  // Each was another number than the one before, and the last to say something said that all is taken.
  expect(next.unread.filter((bytes, at) => bytes === next.unread[at - 1])).toEqual([]);
});

test('a paste for which there is no room is refused whole, and what comes after it is not', async () => {
  const { run, client } = await openShell(readsLater('head -c 5'));
  await using _ = run;
  await client.shows('up');
  const paste = Buffer.alloc(33 * megabyte, 'x');
  client.holder.write(paste);
  client.holder.write(Buffer.from('after'));
  await client.until(() => client.refused > 0);
  client.holder.signal('SIGUSR1');
  await client.shows('after');
  await client.exit;
  expect(client.refused).toBe(paste.length);
  // The shell may say which signal has ended its job.
  expect(client.output.toString()).toMatch(/^up\n(User defined signal 1\n)?after$/u);
});

test('nothing reaches the program of a paste whose client dies in the middle', async () => {
  await using run = new Run(['/bin/sh', '-c', 'echo up; read line; echo "got $line."']);
  await run.start();
  const dying = new RawClient(run.options.socket);
  dying.send(2, '{"from":0}');
  dying.send(13, '{"bytes":20}');
  dying.send(4, '\u001b[200~half');
  await dying.until(() => dying.output().includes('up'));
  dying.socket.end();
  await once(dying.socket, 'close');
  const client = await run.attach();
  client.holder.write(Buffer.from('whole\r'));
  await client.shows('got whole.');
});

test('input is taken as it comes, a paste when it is whole, and each is refused on its own', () => {
  const taken: string[] = [];
  const refused: number[] = [];
  let room = 10;
  const write = (bytes: Buffer): boolean => {
    if (bytes.length > room) return false;
    taken.push(bytes.toString());
    room -= bytes.length;
    return true;
  };
  const intake = new Intake({ hasRoom: (bytes) => bytes <= room, write }, (bytes) => refused.push(bytes));
  intake.take(Buffer.from('a'));
  intake.announce(4);
  intake.take(Buffer.from('pa'));
  intake.take(Buffer.alloc(0));
  expect([taken, refused]).toEqual([['a'], []]);
  intake.take(Buffer.from('stb'));
  expect([taken.join(''), refused]).toEqual(['apastb', []]);
  intake.announce(5);
  expect(refused).toEqual([5]);
  intake.take(Buffer.from('12345c'));
  expect([taken.join(''), refused]).toEqual(['apastbc', [5]]);
  // Somebody else's input has taken the room while the paste was on its way.
  intake.announce(3);
  room = 2;
  intake.take(Buffer.from('123'));
  expect([taken.join(''), refused]).toEqual(['apastbc', [5, 3]]);
  intake.take(Buffer.from('toolong'));
  expect([taken.join(''), refused]).toEqual(['apastbc', [5, 3, 7]]);
});

test('500 resizes during output: each is told at its place, and the last one is in force', async () => {
  const { run, client } = await openShell('seq 1 400000; read line; stty size; read line');
  await using _ = run;
  const wanted = Array.from({ length: 500 }, (_value, index) => ({
    columns: 40 + (index % 97),
    rows: 10 + (index % 31),
  }));
  for (const [index, { columns, rows }] of wanted.entries()) {
    await client.until(() => client.output.length > index * 4_000);
    client.holder.resize(columns, rows);
  }
  await client.until(() => client.sizes.length > wanted.length);
  client.holder.write(Buffer.from('\r'));
  const last = wanted.at(-1);
  await client.shows(`\r\n${last?.rows} ${last?.columns}\r\n`);
  expect(client.gaps).toEqual([]);
  expect(client.sizes.map(({ columns, rows }) => ({ columns, rows }))).toEqual([{ columns: 80, rows: 24 }, ...wanted]);
  expect(run.log().sizes).toEqual(client.sizes);
  // A client that comes later is told the same, beginning with the size in force.
  const from = client.sizes[250]?.offset ?? 0;
  const later = await run.attach(from + 1);
  await later.until(() => later.output.length >= client.output.length - from - 1);
  const inForce = client.sizes.findLast(({ offset }) => offset <= from + 1);
  expect(later.gaps).toEqual([]);
  expect(later.sizes).toEqual([
    { ...inForce, offset: from + 1 },
    ...client.sizes.filter(({ offset }) => offset > from + 1),
  ]);
});

function oomScore(pid: number | null): number {
  return Number(readProc(`/proc/${pid}/oom_score_adj`));
}

test('what was written before a resize belongs to the size before, also when the holder sees the resize first', async () => {
  const script = 'stty -echo; echo up; read line < go; echo before; echo > written; read line; echo after';
  await using run = new Run(['/bin/sh', '-c', script]);
  const [go, written] = [join(run.dir, 'go'), join(run.dir, 'written')];
  execFileSync('mkfifo', [go, written]);
  await run.start();
  const client = await run.attach();
  await client.shows('up');
  process.kill(run.holderPid, 'SIGSTOP');
  const told = readFile(written, 'utf8');
  client.holder.resize(100, 30);
  await writeFile(go, '\n');
  await told;
  process.kill(run.holderPid, 'SIGCONT');
  await client.shows('before');
  client.holder.write(Buffer.from('\r'));
  await client.exit;
  expect(client.output.toString()).toBe('up\r\nbefore\r\nafter\r\n');
  const before = 'up\r\nbefore\r\n'.length;
  expect(run.log().sizes.map(({ offset, columns }) => ({ offset, columns }))).toEqual([
    { offset: 0, columns: 80 },
    { offset: before, columns: 100 },
  ]);
});

test.runIf(process.platform === 'linux')('a program is ended before its holder when memory runs out', async () => {
  const { run, client } = await openShell('echo up; read line');
  await using _ = run;
  await client.shows('up');
  const ours = oomScore(process.pid);
  expect(oomScore(run.holderPid)).toBe(ours);
  expect(oomScore(client.holder.hello.pid)).toBe(Math.min(1000, ours + 300));
});

test('holders that are alive are found by what is on disk', async () => {
  await using first = new Run(['/bin/sh', '-c', 'read line']);
  const sessions = first.dir;
  expect(findHolders(`${sessions}/none`)).toEqual([]);
  await first.start();
  await using second = new Run(['/bin/sh', '-c', 'read line'], { runDir: `${sessions}/8/run-2` });
  const started = await second.start();
  await using over = new Run(['/bin/sh', '-c', 'exit 0'], { runDir: `${sessions}/8/run-1` });
  await over.start();
  await (
    await over.attach()
  ).exit;
  const found = findHolders(sessions);
  expect(found).toEqual([{ runDir: `${sessions}/8/run-2`, hello: started.kind === 'running' && started.hello }]);
});
