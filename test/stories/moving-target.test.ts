import { expect, test } from 'vitest';
import { openHouse } from '../kit/house.ts';

test('the target moves between green and approve: it is judged on the new target before it lands', async () => {
  await using house = await openHouse({
    checks: { both: 'test -e work.txt' },
    agents: { writer: 'echo work > work.txt' },
  });
  const id = await house.start('work', { agent: 'writer' });
  const ready = await house.reaches(id, 'ready');
  const moved = house.repo.commit({ 'other.txt': 'somebody else\n' });
  await house.cli('approve', String(id));
  const landed = await house.reaches(id, 'landed');
  expect(ready.verdict?.target).not.toBe(moved);
  expect(landed.verdict).toMatchObject({ kind: 'green', target: moved });
  expect(house.repo.git(['rev-parse', 'main~1'])).toBe(moved);
  expect(house.repo.read('work.txt')).toBe('work\n');
  expect(house.repo.read('other.txt')).toBe('somebody else\n');
});

test('approved work that is red on the moved target does not land: it goes back as rework', async () => {
  await using house = await openHouse({
    files: { 'number.txt': '1\n' },
    checks: { one: '! test -e work.txt || grep -qx 1 number.txt' },
    agents: {
      writer: `
        echo work > work.txt
        [ "$SIGNALBOX_ROUND" = 1 ] || { git merge -q main; echo 1 > number.txt; }`,
    },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  await house.cli('review', String(id));
  house.repo.commit({ 'number.txt': '2\n' });
  const before = house.repo.git(['rev-parse', 'main']);
  expect((await house.cli('approve', String(id))).status).toBe(0);
  const again = await house.until('the second round', (world) =>
    world.sessions[id]?.round === 2 && world.sessions[id].state === 'ready' ? world.sessions[id] : null,
  );
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  expect(again.approval).toBeNull();
  expect(again.messages[0]?.text).toContain('the approval is void: the target moved, and the merged result is red now');
});

test('two sessions change the same line: the second gets the conflict and resolves it', async () => {
  await using house = await openHouse({
    files: { 'line.txt': 'zero\n' },
    checks: { clean: '! grep -q "<<<" line.txt' },
    agents: {
      writer: `
        case "$SIGNALBOX_FEEDBACK" in
          *conflict*) git commit -qam mine; git merge -q main; git checkout -q --theirs line.txt; git commit -qam merge ;;
        esac
        echo "$SIGNALBOX_TITLE" >> line.txt`,
    },
  });
  for (const title of ['one', 'two']) await house.start(title, { agent: 'writer' });
  for (const id of [1, 2]) await house.reaches(id, 'ready');
  await house.cli('approve', '1');
  const second = await house.until('#2 without conflict', (world) =>
    world.sessions[2]?.round === 2 && world.sessions[2].state === 'ready' ? world.sessions[2] : null,
  );
  expect(second.messages[0]?.text).toContain('conflict with main in line.txt');
  await house.cli('approve', '2');
  await house.reaches(2, 'landed');
  expect(house.repo.read('line.txt')).toBe('zero\none\ntwo\n');
});
