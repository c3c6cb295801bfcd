import { expect, test } from 'vitest';
import type { Exit } from '../../../src/core/model/session.ts';
import { type World, emptyWorld } from '../../../src/core/model/world.ts';
import { lostWords } from '../../../src/ui/state/lost-words.ts';
import { madeUp, noon, repo } from '../made-up-world.ts';

function exit(lost: Exit['lost']): Exit {
  return { run: 1, exit: lost === null ? 1 : null, signal: null, lost, at: noon, screen: [] };
}

function worldOf(...losses: readonly Exit['lost'][]): World {
  const sessions = losses.map((lost, index) => madeUp(index + 1, 'failed', { exit: exit(lost) }));
  return { ...emptyWorld, sessions: Object.fromEntries(sessions.map((session) => [session.id, session])) };
}

function words(world: World, key: string): string | null {
  return lostWords({ world, repo: repo.id, all: false }, key);
}

test('what was lost is named, with the reason and the key', () => {
  expect(words(worldOf(null), 'R')).toBeNull();
  expect(words(worldOf(null, 'rebooted'), 'R')).toBe(
    '#2 was at work when the machine went down: R resumes the selected one, nothing starts by itself',
  );
  expect(words(worldOf('rebooted', 'rebooted'), 'R')).toMatch(/^#1, #2 were at work when the machine went down:/);
  expect(words(worldOf('killed', 'rebooted'), 'g')).toMatch(/^#1, #2 lost their process: g resumes/);
  expect(words(worldOf(...Array.from({ length: 8 }, () => 'killed' as const)), 'R')).toMatch(/#5 and 3 more lost/);
});

test('one that was resumed since is lost no more', () => {
  const world = worldOf('rebooted');
  expect(words({ ...world, sessions: { 1: madeUp(1, 'working', { exit: exit('rebooted') }) } }, 'R')).toBeNull();
});

test('what was lost in another repository is said where all are in sight', () => {
  const world = worldOf('rebooted');
  expect(lostWords({ world, repo: 'another', all: false }, 'R')).toBeNull();
  expect(lostWords({ world, repo: 'another', all: true }, 'R')).toMatch(/^#1 was at work/);
});
