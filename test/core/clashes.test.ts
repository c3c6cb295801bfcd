import { expect, test } from 'vitest';
import { clashSentence, clashesOf, clashesSentence } from '../../src/core/rules/clashes.ts';
import type { Clash } from '../../src/core/model/world.ts';
import { madeUp, repo, worldOf } from '../ui/made-up-world.ts';

const forecast: readonly Clash[] = [
  { session: 3, with: 1, files: ['src/player.ts'] },
  { session: 2, with: 1, files: ['a.ts', 'b.ts', 'c.ts', 'd.ts'] },
  { session: 1, with: 'you', files: ['README.md', 'src/a.ts', 'src/b.ts'] },
  { session: 1, with: 'target', files: ['src/main.ts', 'src/other.ts'] },
];

function worldWith(...sessions: Parameters<typeof worldOf>[0]) {
  return worldOf(sessions, { repos: { [repo.id]: { ...repo, forecast: [...forecast] } } });
}

test('both sides of a conflict to come see each other, the target and the person first', () => {
  const [one, two, three] = [madeUp(1, 'working'), madeUp(2, 'ready'), madeUp(3, 'working')];
  const world = worldWith(one, two, three);
  expect(clashesOf(world, one).map((clash) => clashSentence(clash, 'main'))).toEqual([
    'clashes with main in src/main.ts and src/other.ts',
    'clashes with your own changes in README.md, src/a.ts and src/b.ts',
    'clashes with #2 in a.ts, b.ts and 2 more',
    'clashes with #3 in src/player.ts',
  ]);
  expect(clashesSentence(clashesOf(world, three), 'main')).toBe('clashes with #1 in src/player.ts');
  expect(clashesSentence(clashesOf(world, two), 'main')).toBe('clashes with #1 in a.ts, b.ts and 2 more');
});

test('what is over clashes with nobody', () => {
  const landed = madeUp(3, 'landed');
  expect(clashesOf(worldWith(madeUp(1, 'working'), landed), landed)).toEqual([]);
  expect(clashesSentence([], 'main')).toBe('');
});
