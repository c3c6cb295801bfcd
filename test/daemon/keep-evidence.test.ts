import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { newSession } from '../../src/core/reduce/new-session.ts';
import type { Session } from '../../src/core/model/session.ts';
import { keepEvidence } from '../../src/daemon/evidence/keep-evidence.ts';
import { type Places, placesOf } from '../../src/wire/places.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

interface Scene {
  readonly repository: TestRepository;
  readonly worktree: string;
  readonly crew: { places: Places };
  readonly session: Session;
}

function scene(): Scene {
  const repository = makeRepository();
  const worktree = repository.session('one');
  const task = { title: 't', prompt: '', kind: 'isolated' as const, scope: [], checks: [], stop: [], agent: 'x' };
  const made = newSession(
    { type: 'task.created', session: 1, repo: 'r', task: { ...task, priority: 0, after: [] } },
    0,
  );
  const session = { ...made, worktree: { path: worktree, branch: 'signalbox/one', base: 'main' } };
  return {
    repository,
    worktree,
    crew: { places: placesOf({ SIGNALBOX_HOME: join(repository.folder, 'sb') }) },
    session,
  };
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('files are copied with their kind by content, names unique, and kept once', async () => {
  const { worktree, crew, session, ...made } = scene();
  await using repository = made.repository;
  repository.write(
    {
      'out/shot.txt': png,
      'other/shot.txt': 'text é\n',
      'log\u001b[2J.log': 'x\n',
      'data.bin': Buffer.from([0, 1, 2]),
    },
    worktree,
  );
  const names = ['out/shot.txt', join(worktree, 'other/shot.txt'), 'log\u001b[2J.log', 'data.bin', 'out/shot.txt'];
  const kept = await keepEvidence(crew, session, names);
  expect(kept.map(({ name, kind, bytes }) => [name, kind, bytes])).toEqual([
    ['out/shot.txt', 'image', png.length],
    ['other/shot.txt', 'text', 8],
    ['log?[2J.log', 'text', 2],
    ['data.bin', 'other', 3],
  ]);
  const folder = dirname(kept[0]?.path ?? '');
  expect(folder).toBe(join(crew.places.home, 'sessions/1/evidence/round-1'));
  expect(readFileSync(kept[0]?.path ?? '')).toEqual(png);
  expect(readdirSync(folder).toSorted()).toEqual(['data.bin', 'log?[2J.log', 'shot-2.txt', 'shot.txt']);
  expect(await keepEvidence(crew, session, names)).toEqual(kept);
  repository.write({ 'out/shot.txt': 'another\n' }, worktree);
  const again = await keepEvidence(crew, session, ['out/shot.txt']);
  expect(again[0]?.path).toBe(join(folder, 'shot-3.txt'));
  expect(readdirSync(folder)).toHaveLength(5);
});

test('a file of the temporary folder is taken too', async () => {
  const { crew, session, ...made } = scene();
  await using repository = made.repository;
  repository.write({ 'elsewhere/shot.png': png }, repository.folder);
  const [kept] = await keepEvidence(crew, session, [join(repository.folder, 'elsewhere/shot.png')]);
  expect(kept).toMatchObject({ name: 'shot.png', kind: 'image' });
});

test('what is missing, no regular file, too large, too many or not the session’s is refused by name, and nothing is kept', async () => {
  const { worktree, crew, session, ...made } = scene();
  await using repository = made.repository;
  repository.write({ 'good.txt': 'g\n' }, worktree);
  mkdirSync(join(worktree, 'folder'));
  execFileSync('mkfifo', [join(worktree, 'pipe')]);
  symlinkSync('/etc/hostname', join(worktree, 'link'));
  symlinkSync('/etc', join(worktree, 'etc'));
  writeFileSync(join(worktree, 'big'), '');
  truncateSync(join(worktree, 'big'), 20 * 1024 * 1024 + 1);
  const refused = async (name: string, why: RegExp): Promise<void> => {
    await expect(keepEvidence(crew, session, ['good.txt', name])).rejects.toThrow(why);
  };
  await refused('gone.png', /the evidence gone\.png does not exist/);
  await refused('folder', /is a folder/);
  await refused('pipe', /is no regular file/);
  await refused('link', /is a link out of the worktree/);
  await refused('etc/hostname', /is a link out of the worktree/);
  await refused('/etc/hostname', /is outside of the worktree/);
  await refused('big', /is larger than 20 MB/);
  const many = Array.from({ length: 21 }, (_, at) => `f${at}`);
  await expect(keepEvidence(crew, session, many)).rejects.toThrow(/21 files .* 20/);
  expect(readdirSync(repository.folder)).not.toContain('sb');
});
