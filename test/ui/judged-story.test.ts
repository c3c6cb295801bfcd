import { expect, test } from 'vitest';
import { judgedWorld, patchOfTests } from './judged-world.ts';
import { repo } from './made-up-world.ts';
import { sitDown } from './person.ts';
import { type SmallDaemon, openSmallDaemon } from './small-daemon.ts';

const wide = { columns: 200, rows: 50 };

function asked(daemon: SmallDaemon, name: string): unknown[] {
  return daemon.asked.filter((request) => request.name === name).map(({ params }) => params);
}

test('from the board through the findings to an approval that names them all', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  daemon.texts.set('test/upload.test.ts', patchOfTests);
  daemon.texts.set('logs/retry.txt', 'tried 1\ntried 2\n');
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('✗ main is red: test');
  await person.sees('! clashes with #4 in src/upload.ts and src/queue.ts');
  person.press('r');
  await person.sees('2 FINDINGS TO ACKNOWLEDGE');
  person.press('!');
  await person.sees('! test "upload > resumes" is skipped now');
  person.press('!');
  await person.sees('! test "upload > retries" has 2 assertions fewer');
  person.press('i');
  await person.sees('evidence: logs/retry.txt, text, 2 KB');
  await person.sees('tried 2');
  person.press('i');
  await person.sees('evidence: shots/after.png, image, 48 KB');
  expect(asked(daemon, 'session/evidence')).toMatchObject([{ session: 4, name: 'logs/retry.txt', round: 2 }]);
  person.press('y');
  const dialog = await person.sees('all the same?');
  expect(dialog).toContain('! test/upload.test.ts:3: test "upload > retries" has 2 assertions fewer');
  expect(dialog).toContain('! test/upload.test.ts:2: test "upload > resumes" is skipped now');
  expect(dialog).toContain('2 of 3 files are unread');
  person.press('n');
  await person.seesNo('all the same?');
  expect(asked(daemon, 'review/approve')).toEqual([]);
  person.press('y');
  await person.sees('all the same?');
  person.press('y');
  await person.sees('#4 is approved and lands in the background');
  expect(asked(daemon, 'review/approve')).toMatchObject([{ session: 4, acknowledged: ['findings', 'unread'] }]);
  expect(daemon.world.sessions[4]?.state).toBe('landing');
  await person.sees('landing · 3 of 3');
});

test('a comment from the heading where a review opens is on what the hunk changes: no key that follows decides anything', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  daemon.texts.set('test/upload.test.ts', patchOfTests);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('acme-app');
  person.press('r');
  await person.sees('2 FINDINGS TO ACKNOWLEDGE');
  person.press('v');
  await person.sees('@@');
  person.press('gc');
  await person.sees('Comment on test/upload.test.ts');
  person.press('why so\r');
  await person.sees('noted on test/upload.test.ts');
  expect(asked(daemon, 'comment/write')).toMatchObject([{ line: 2, path: 'test/upload.test.ts', text: 'why so' }]);
});

test("what changed in git's files is looked at, accepted, and then lets things land", async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees("git's files changed: nothing lands (T shows)");
  person.press('T');
  await person.sees('the hook post-merge was added');
  person.press('n');
  await person.seesNo('Accept what changed?');
  expect(asked(daemon, 'repo/trust')).toEqual([]);
  person.press('T');
  await person.sees('Accept what changed?');
  person.press('y');
  await person.sees("git's files of acme-app are accepted");
  expect(asked(daemon, 'repo/trust')).toEqual([{ path: '/home/me/acme-app' }]);
  await person.sees('1. #5 rename-config: on its way');
  person.press('T');
  await person.sees("git's own files are as they were accepted");
});

test('a landing is taken back by a key, after a question, and by the command line', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('faster start');
  person.press('u');
  await person.sees('#1 is working, not landed');
  person.press('8u');
  await person.sees('Undo #8 faster start?');
  person.press('n');
  await person.seesNo('Undo #8 faster start?');
  expect(asked(daemon, 'session/undo')).toEqual([]);
  person.press('u');
  await person.sees('Undo #8 faster start?');
  person.press('y');
  await person.sees('#10 takes #8 back');
  await person.sees('takes back #8');
  expect(daemon.world.sessions[10]).toMatchObject({ state: 'checking', undoes: { session: 8 } });
  person.press(':undo 7\r');
  await person.sees('Undo #7 tidy imports?');
  person.press('y');
  await person.sees('#9 took #7 back already');
});

test('the command line cleans and restores', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('faster start');
  person.press(':clean\r');
  await person.sees('Remove the worktrees');
  person.press('y');
  await person.sees('1 worktree removed, 123.4 MB freed; #7 stays: 2 files changed since it landed');
  person.press(':restore 8\r');
  await person.sees('the work of #8 is back in /w/8');
  expect(asked(daemon, 'worktrees/clean')).toEqual([{ path: '/home/me/acme-app' }]);
  expect(asked(daemon, 'session/restore')).toEqual([{ session: 8 }]);
  person.press(':clean up\r');
  await person.sees('clean takes nothing, not "up"');
});

test('a target that moves under the hands shows as a banner, and the conflicts to come follow', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('✗ main is red: test');
  person.press('r');
  await person.sees('THE OLD TESTS FAIL');
  daemon.happen({ type: 'forecast.changed', repo: repo.id, clashes: [{ session: 4, with: 'you', files: ['x.ts'] }] });
  await person.sees('clashes with your own changes in x.ts');
  daemon.happen({ type: 'target.moved', repo: repo.id, commit: 'b'.repeat(40) });
  await person.sees('main moved to bbbbbbb since this was judged');
});

test('texts that were handed in are read from the board as well', async () => {
  await using daemon = await openSmallDaemon(judgedWorld);
  daemon.texts.set('logs/retry.txt', 'tried 1\ntried 2\n');
  await using person = await sitDown(daemon, { size: wide });
  await person.sees('✗ main is red: test');
  person.press('4o');
  await person.sees('1 of 4');
  person.press('\t\t\t');
  await person.sees('#4 error-handling: evidence logs/retry.txt');
  await person.sees('tried 2');
});
