import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

const agents = {
  writer: `
    case "$SIGNALBOX_FEEDBACK" in
      *conflict*) git commit -qam mine; git merge -q main; git checkout -q --ours line.txt; git commit -qam merge ;;
      *) echo mine > line.txt ;;
    esac`,
};
const options = { files: { 'line.txt': 'zero\n' }, checks: { clean: '! grep -q "<<<" line.txt' }, agents };

test('the item in hand stays in hand when the target moves under it: what is foreseen is said, and goes with its cause', async () => {
  await using house = await openHouse(options);
  await house.start('mine', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('review', '1');
  const read = house.session(1).verdict;
  house.repo.commit({ 'line.txt': 'theirs\n' });
  const outlook = await house.until('an outlook', (world) => world.sessions[1]?.outlook);
  expect(outlook).toMatchObject({ kind: 'red', why: 'conflict with main in line.txt' });
  expect(house.session(1)).toMatchObject({ state: 'reviewing', verdict: { candidate: read?.candidate } });
  expect((await house.cli('list')).stdout).toContain('conflict with main in line.txt');

  const last = house.repo.commit({ 'line.txt': 'zero\n', 'other.txt': 'x\n' });
  await house.until('a verdict on what is there now', (world) => world.sessions[1]?.verdict?.target === last);
  expect(house.session(1)).toMatchObject({ state: 'reviewing', outlook: null, verdict: { snapshot: read?.snapshot } });
  expect((await house.cli('approve', '1')).status).toBe(0);
  await house.reaches(1, 'landed');
  expect(house.repo.read('line.txt')).toBe('mine\n');
});

test('approved all the same, it is the landing that decides: red, it goes back to its agent, and nothing is asked again', async () => {
  await using house = await openHouse(options);
  await house.start('mine', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('review', '1');
  const theirs = house.repo.commit({ 'line.txt': 'theirs\n' });
  await house.until('an outlook', (world) => world.sessions[1]?.outlook);
  expect((await house.cli('approve', '1')).status).toBe(0);
  const again = await house.until('the next round', (world) => world.sessions[1]?.round === 2 && world.sessions[1]);
  expect(again.approval).toBeNull();
  expect(again.messages[0]?.text).toContain('the approval is void');
  expect(house.repo.git(['rev-parse', 'main'])).toBe(theirs);
  expect((await house.reaches(1, 'ready')).outlook).toBeNull();
});

test('an approval is taken back while the checkout is in its way', async () => {
  await using house = await openHouse(options);
  await house.start('mine', { agent: 'writer' });
  await house.reaches(1, 'ready');
  house.repo.write({ 'line.txt': 'dirty\n' });
  await house.cli('approve', '1');
  await house.until('it waits', (world) => world.sessions[1]?.landing?.waits);
  expect((await house.cli('defer', '1')).status).toBe(0);
  const back = await house.reaches(1, 'ready');
  expect(back).toMatchObject({ approval: null, landing: null });
  house.repo.write({ 'line.txt': 'zero\n' });
  expect((await house.cli('approve', '1')).status).toBe(0);
  await house.reaches(1, 'landed');
});
