import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { judged, land, locks } from '../kit/landing.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** A disk of its own at a folder, with what was in the folder, until it is disposed of. */
function ownDisk(folder: string, megabytes: number): Disposable {
  const kept = mkdtempSync(join(tmpdir(), 'sb-kept-'));
  cpSync(folder, kept, { recursive: true, preserveTimestamps: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  cpSync(kept, folder, { recursive: true, preserveTimestamps: true });
  rmSync(kept, { recursive: true });
  return { [Symbol.dispose]: () => void execFileSync('umount', ['-l', folder]) };
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sb-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** What a landing gives, or the one sentence of its fault. */
async function outcome(work: Promise<{ kind: string; why?: string }>): Promise<string> {
  try {
    const { kind, why } = await work;
    return `${kind}: ${why ?? ''}`;
  } catch (error) {
    if (error instanceof Fault) return `fault: ${error.message}`;
    throw error;
  }
}

const own = (repository: TestRepository): string[] => [
  repository.git(['rev-parse', 'main']),
  repository.status(),
  repository.read('a.txt'),
  repository.read('dirty.txt'),
];

const large = 'large enough for a small disk\n'.repeat(100_000);

test.runIf(mayMount())(
  'on a full disk nothing has moved and the reason is told; with room again it lands',
  async () => {
    await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'dirty.txt': 'd\n' } });
    const worktree = repository.session('one');
    repository.write({ 'a.txt': 'A\n', 'new.txt': large }, worktree);
    const verdict = await judged(repository, worktree);
    repository.write({ 'dirty.txt': 'dirty\n' });
    using disk = ownDisk(repository.root, 6);
    const filler = join(repository.root, '.git/filler');
    const before = own(repository);
    // Room for the index and the locks, not for the file.
    writeFileSync(filler, Buffer.alloc(4 * 1024 * 1024));
    expect(await outcome(land(repository, verdict))).toMatch(
      /^blocked: .*unable to write file new\.txt \(is there room on the disk\?\)/,
    );
    expect([own(repository), locks(repository), repository.exists('new.txt')]).toEqual([before, [], false]);
    execFileSync('rm', [filler]);
    expect(disk).toBeDefined();
    expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
    expect(repository.git(['status', '--porcelain'])).toBe(' M dirty.txt');
  },
);

test.runIf(mayMount())('a repository that is read-only: one sentence, and nothing has moved', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'dirty.txt': 'd\n' } });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n' }, worktree);
  const verdict = await judged(repository, worktree);
  repository.write({ 'dirty.txt': 'dirty\n' });
  const before = own(repository);
  using disk = ownDisk(repository.root, 20);
  execFileSync('mount', ['-o', 'remount,ro', repository.root]);
  expect(await outcome(land(repository, verdict))).toMatch(/^(?:blocked|fault): .*Read-only file system/);
  expect(own(repository)).toEqual(before);
  execFileSync('mount', ['-o', 'remount,rw', repository.root]);
  expect(disk).toBeDefined();
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
});

test.runIf(mayMount())('a checkout that is read-only while the repository is not', async () => {
  await using repository = makeRepository({ files: { 'a.txt': 'a\n', 'dirty.txt': 'd\n', 'folder/b.txt': 'b\n' } });
  const worktree = repository.session('one');
  repository.write({ 'a.txt': 'A\n', 'folder/b.txt': 'B\n' }, worktree);
  const verdict = await judged(repository, worktree);
  const folder = join(repository.root, 'folder');
  const before = own(repository);
  {
    using disk = ownDisk(folder, 5);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(await outcome(land(repository, verdict))).toMatch(/^(?:blocked|fault): /);
    expect(own(repository)).toEqual(before);
    expect(disk).toBeDefined();
  }
  expect(await land(repository, verdict)).toMatchObject({ kind: 'landed' });
});
