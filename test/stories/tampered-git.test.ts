import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSession } from '../../src/core/words/listing.ts';
import type { World } from '../../src/core/model/world.ts';
import { openHouse } from '../kit/house.ts';

/** What an approved session waits for, as every list says it. */
function waitsFor(world: World, id: number): string | null {
  const session = world.sessions[id];
  return session?.state === 'landing' ? listSession(world, session).waits : null;
}

test('an agent plants a hook for everybody: its work waits until the person has seen it and accepts', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt' },
    agents: { writer: `echo work > work.txt; echo 'exit 0' > "$(git rev-parse --git-common-dir)/hooks/pre-push"` },
  });
  const id = await house.start('work', { agent: 'writer' });
  await house.reaches(id, 'ready');
  const before = house.repo.git(['rev-parse', 'main']);
  await house.cli('approve', String(id));
  const waits = await house.until('the landing to wait', (world) => waitsFor(world, id));
  // Whoever saw it first says it: the watch over git's files, or the landing itself.
  expect(waits).toMatch(/hooks\/pre-push is new.*signalbox trust/);
  expect((await house.cli('list')).stdout).toContain('hooks/pre-push is new');
  expect(house.repo.git(['rev-parse', 'main'])).toBe(before);
  const trusted = await house.cli('trust');
  expect(trusted.stdout).toContain('accepted: hooks/pre-push is new');
  await house.reaches(id, 'landed');
  expect(house.repo.read('work.txt')).toBe('work\n');
});

test('what is undone is forgotten, and what the person changes while no agent is at work is theirs', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt' },
    agents: { writer: `echo "$SIGNALBOX_TITLE" > work.txt; git config core.pager evil` },
  });
  await house.start('work', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.cli('approve', '1');
  await house.until('the landing to wait', (world) => waitsFor(world, 1)?.includes('core.pager'));
  house.repo.git(['config', '--unset', 'core.pager']);
  await house.reaches(1, 'landed');
  expect(Object.values(house.world.repos)[0]?.tampered).toEqual([]);

  writeFileSync(join(house.repo.root, '.git/hooks/post-commit'), 'exit 0\n');
  house.repo.git(['config', 'core.editor', 'vi']);
  await house.start('more', { agent: 'writer', prompt: 'again' });
  await house.reaches(2, 'ready');
  const [repo] = Object.values(house.world.repos);
  expect(repo?.guard).toMatchObject({ 'core.editor in .git/config': 'vi' });
  expect(repo?.tampered).toEqual(['core.pager in .git/config is new: evil']);
  rmSync(join(house.repo.root, '.git/hooks/post-commit'));
});

test('an agent moves the target itself: that is no landing, and nothing lands on it', async () => {
  await using house = await openHouse({
    checks: { there: 'test -e work.txt' },
    agents: {
      writer: 'echo work > work.txt',
      mover:
        'echo moved > moved.txt; git add .; git commit -qm moved; git update-ref refs/heads/main HEAD; echo more >> moved.txt; echo w > work.txt',
    },
  });
  await house.start('work', { agent: 'writer' });
  await house.reaches(1, 'ready');
  await house.start('move', { agent: 'mover' });
  await house.reaches(2, 'ready');
  await house.cli('approve', '1');
  const waits = await house.until('the landing to wait', (world) => waitsFor(world, 1));
  expect(waits).toMatch(/main was moved to [0-9a-f]{7} past its checkout, which shows that as changes taken back/);
  // The person takes it over: their checkout knows of it now.
  house.repo.git(['reset', '--quiet', '--hard']);
  await house.reaches(1, 'landed');
  expect(house.repo.read('moved.txt')).toBe('moved\n');
});

test('a filter that shows the gate another content: the gate waits until it is gone', async () => {
  await using house = await openHouse({
    files: { '.gitattributes': '*.txt filter=nice\n' },
    checks: { nice: 'grep -qx nice work.txt' },
    agents: {
      writer:
        'git config filter.nice.smudge "sed s/evil/nice/"; git config filter.nice.clean "sed s/nice/evil/"; echo evil > work.txt',
    },
  });
  await house.start('work', { agent: 'writer' });
  const doing = await house.until('the gate to wait', (world) => {
    const gate = world.sessions[1]?.gate;
    return gate?.doing.startsWith('waits: git') === true ? gate.doing : null;
  });
  expect(doing).toContain('filter.nice.clean in .git/config is new: sed s/nice/evil/ and 1 more');
  house.repo.git(['config', '--remove-section', 'filter.nice']);
  // It is judged as the commit has it.
  const judged = await house.until('a red gate', (world) => world.sessions[1]?.verdict);
  expect(judged.kind).toBe('red');
});
