import { expect, test } from 'vitest';
import { type Session, states } from '../../../src/core/session.ts';
import { attentionOf } from '../../../src/ui/state/attention.ts';
import { boardSessions, stateWords } from '../../../src/ui/state/board.ts';
import { unicodeGlyphs } from '../../../src/ui/glyphs.ts';
import { asks, busyWorld, madeUp, noon, worldOf } from '../made-up-world.ts';

const ids = (sessions: readonly { id: number }[]): number[] => sessions.map(({ id }) => id);

test('every session is a tile or a folded line, whatever its state', () => {
  const world = worldOf(states.map((state, index) => madeUp(index + 1, state)));
  const { tiles, folded } = boardSessions(world, { repo: null, filter: '' });
  expect(tiles.length + folded.length).toBe(states.length);
  expect(folded.map(({ state }) => state)).toEqual(['queued', 'stopped', 'landed', 'discarded']);
});

test('folded: the queue in its order, then what landed last first', () => {
  const world = worldOf([
    madeUp(1, 'landed', { since: noon - 10 }),
    madeUp(2, 'landed', { since: noon - 5 }),
    madeUp(3, 'queued'),
    madeUp(4, 'queued'),
  ]);
  expect(ids(boardSessions(world, { repo: null, filter: '' }).folded)).toEqual([3, 4, 2, 1]);
});

function found(filter: string): number[] {
  const { tiles, folded } = boardSessions(busyWorld, { repo: null, filter });
  return ids([...tiles, ...folded]);
}

test('the filter takes titles, states and numbers', () => {
  expect(found('PLAY')).toEqual([1]);
  expect(found('stuck')).toEqual([7]);
  expect(found('#5')).toEqual([5]);
  expect(found('codex')).toEqual([2]);
  expect(found('nothing like it')).toEqual([]);
});

test('a queued session says what it waits for', () => {
  const queued = busyWorld.sessions[5];
  expect(queued === undefined ? '' : stateWords(busyWorld, queued, '·')).toBe('queued: cap 3/3');
});

function linesOf(session: Session): string[] {
  return attentionOf({ world: worldOf([session]), session, glyphs: unicodeGlyphs, resume: 'R' }).map(
    ({ text }) => text,
  );
}

test('more questions than fit are counted, never dropped in silence', () => {
  const questions = [1, 2, 3, 4, 5].map((number) => asks(number, `question ${number}`));
  expect(linesOf(madeUp(1, 'asking', { questions }))).toEqual(['? question 1', '? question 2', '? 3 more']);
});

test('each state has a glyph of its own', () => {
  expect(new Set(Object.values(unicodeGlyphs.states)).size).toBe(states.length);
});
