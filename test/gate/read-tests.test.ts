import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTests } from '../../src/gate/checks/read-tests.ts';

function tap(file: string): string {
  const about = `  duration_ms: 14\n  location: '${file}:3:1'\n  failureType: 'testCodeFailure'\n`;
  const counts = ['tests 1', 'suites 0', 'pass 0', 'fail 1', 'cancelled 0', 'skipped 0', 'todo 0', 'duration_ms 20'];
  return `TAP version 13\n# Subtest: is red\nnot ok 1 - is red\n  ---\n${about}  ...\n1..1\n# ${counts.join('\n# ')}\n`;
}

test('a test is the same one in every worktree, however its runner names the file', async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'signalbox-read-tests-'));
  try {
    const link = join(folder, 'link');
    await symlink(folder, link);
    const log = join(folder, 'log');
    const failedAs = async (file: string, cwd: string): Promise<unknown> => {
      await writeFile(log, tap(file));
      return (await readTests({ log, cwd, report: undefined })).words?.failed;
    };
    const same = [{ file: 'test/red.test.js', title: 'is red' }];
    expect(await failedAs(join(folder, 'test/red.test.js'), folder)).toEqual(same);
    expect(await failedAs(join(folder, 'test/red.test.js'), link)).toEqual(same);
    expect(await failedAs('test/red.test.js', folder)).toEqual(same);
    expect(await failedAs('/elsewhere/red.test.js', folder)).toEqual([
      { file: '/elsewhere/red.test.js', title: 'is red' },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
