import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

const files = { 'a.txt': 'one\n', 'b.txt': 'one\n' };
const agents = { writer: 'echo "$SIGNALBOX_TITLE" > a.txt; echo new > "new-$SIGNALBOX_ID.txt"' };

test('a landing is taken back through the gate, and what took it back is taken back again', async () => {
  await using house = await openHouse({ files, checks: { there: 'test -e b.txt' }, agents });
  const id = await house.start('two', { agent: 'writer' });
  await house.reaches(id, 'ready');
  await house.cli('approve', '1');
  const landed = await house.reaches(id, 'landed');
  house.repo.commit({ 'b.txt': 'somebody else\n' });
  house.repo.write({ 'own.txt': 'mine\n' });

  const asked = await house.cli('undo', '1');
  expect(asked).toMatchObject({ status: 0, stdout: '#2 takes #1 back: it lands when its gate is green\n' });
  const undo = await house.reaches(2, 'landed');
  expect(undo).toMatchObject({ runs: 0, worktree: null, task: { title: 'Undo #1: two' }, verdict: { kind: 'green' } });
  expect(house.session(1).undoneBy).toBe(2);
  expect(house.repo.read('a.txt')).toBe('one\n');
  expect(house.repo.exists('new-1.txt')).toBe(false);
  expect([house.repo.read('b.txt'), house.repo.read('own.txt')]).toEqual(['somebody else\n', 'mine\n']);
  expect(house.repo.git(['log', '-1', '--format=%H %s', 'main'])).toBe(`${undo.landed?.commit} Revert "two"`);
  expect((await house.cli('list')).stdout).toContain(`${landed.landed?.commit?.slice(0, 7)}, taken back by #2`);
  expect((await house.cli('list', '--json')).stdout).toContain('"undoneBy": 2');
  expect((await house.cli('undo', '1')).stderr).toBe(
    'signalbox: #2 took #1 back already: signalbox undo 2 brings it again\n',
  );

  expect((await house.cli('undo', '2', '--json')).stdout).toContain('"session": 3');
  await house.reaches(3, 'landed');
  expect(house.repo.read('a.txt')).toBe('two\n');
  expect(house.repo.read('new-1.txt')).toBe('new\n');
  expect(house.repo.git(['log', '-1', '--format=%s', 'main'])).toBe('Revert "Revert "two""');
  expect([house.session(1).undoneBy, house.session(2).undoneBy]).toEqual([null, 3]);
});

test('where landings keep the agents’ own commits, what takes one back is the person’s, in the words of git', async () => {
  await using house = await openHouse({ files, checks: { there: 'test -e b.txt' }, agents, config: 'land: rebase' });
  await house.start('two', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('approve', '1');
  await house.reaches(1, 'landed');
  expect((await house.cli('undo', '1')).status).toBe(0);
  await house.reaches(2, 'landed');
  expect(house.repo.read('a.txt')).toBe('one\n');
  expect(house.repo.git(['log', '-1', '--format=%an: %s', 'main'])).toBe('Ada Example: Revert "two"');
});

test('what was changed since cannot be taken back by itself: refused with the files, and nothing happens', async () => {
  await using house = await openHouse({ files, checks: { there: 'test -e b.txt' }, agents });
  await house.start('two', { agent: 'writer' });
  await house.reaches(1, 'ready');
  expect((await house.cli('undo', '1')).stderr).toContain('#1 is ready, not landed');
  await house.cli('approve', '1');
  await house.reaches(1, 'landed');
  const after = house.repo.commit({ 'a.txt': 'three\n' });
  const refused = await house.cli('undo', '1');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('#1 cannot be taken back by itself: a.txt changed since');
  expect(house.repo.git(['rev-parse', 'main'])).toBe(after);
  expect(Object.keys(house.world.sessions)).toEqual(['1']);
});

test('a reversal that is red is stuck, judged again on request, and can be discarded', async () => {
  await using house = await openHouse({
    files,
    checks: { needs: '! test -e "$HOUSE_STEPS/strict" || test -e new-1.txt' },
    agents,
  });
  await house.start('two', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('approve', '1');
  await house.reaches(1, 'landed');
  const before = house.repo.git(['rev-parse', 'main']);
  house.repo.write({ 'steps/strict': '' }, house.repo.folder);
  expect((await house.cli('undo', '1')).status).toBe(0);
  const stuck = await house.reaches(2, 'stuck');
  expect(stuck.reason).toContain('it cannot be taken back as it is: check failed: needs');
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  expect((await house.cli('reject', '2', '--note', 'x')).status).toBe(1);
  expect((await house.cli('undo', '1')).stderr).toContain('#2 takes #1 back already: it is stuck');
  expect((await house.cli('resume', '2')).status).toBe(0);
  await house.until(
    'judged again',
    (world) => world.sessions[2]?.history.filter(({ what }) => what.startsWith('stuck')).length === 2,
  );
  expect((await house.cli('discard', '2')).status).toBe(0);
  expect((await house.cli('undo', '1')).status).toBe(0);
  await house.reaches(3, 'stuck');
});

test('a daemon killed while a reversal is judged: the next one judges and lands it, once', async () => {
  await using house = await openHouse({
    files,
    checks: {
      slow: 'test -e new-1.txt || test -e "$HOUSE_STEPS/seen" || { touch "$HOUSE_STEPS/seen"; reach check; hold never; }',
    },
    agents,
  });
  await house.start('two', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('approve', '1');
  const { landed } = await house.reaches(1, 'landed');
  await house.cli('undo', '1');
  await house.reached('check');
  await house.killDaemon();
  await house.connect();
  await house.reaches(2, 'landed');
  expect(house.repo.git(['rev-list', '--count', `${landed?.commit}..main`])).toBe('1');
  expect(house.repo.git(['status', '--porcelain'])).toBe('');
});
