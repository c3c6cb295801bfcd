import { expect, test } from 'vitest';
import { type Session, states } from '../../../src/core/model/session.ts';
import { attentionOf } from '../../../src/ui/state/attention.ts';
import { boardSessions, stateWords } from '../../../src/ui/state/board.ts';
import { unicodeGlyphs } from '../../../src/ui/glyphs.ts';
import { asks, busyWorld, madeUp, noon, runs, worldOf } from '../made-up-world.ts';

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

function linesOf(session: Session, most = 3): string[] {
  return attentionOf({ world: worldOf([session]), session, glyphs: unicodeGlyphs, resume: 'R', most }).map(
    ({ text }) => text,
  );
}

test('more questions than fit are counted, never dropped in silence', () => {
  const questions = [1, 2, 3, 4, 5].map((number) => asks(number, `question ${number}`));
  expect(linesOf(madeUp(1, 'asking', { questions }))).toEqual(['? question 1', '? question 2', '? 3 more']);
});

test('what needs the person is counted in whatever room there is', () => {
  const questions = [1, 2, 3].map((number) => asks(number, `question ${number}`));
  const session = madeUp(1, 'asking', { questions });
  expect(linesOf(session, 2)).toEqual(['? question 1', '? 2 more']);
  expect(linesOf(session, 1)).toEqual(['? 3 asked']);
  expect(linesOf(session, 0)).toEqual([]);
  expect(linesOf(madeUp(1, 'working', { questions, progress: 'halfway' }), 1)).toEqual(['? 3 asked']);
});

test('each kind of question is told by its first words', () => {
  const questions = [
    asks(1, 'Run this?', { about: 'permission', detail: '$ npm test\n\nin /w\n' }),
    asks(2, 'Trust this folder?', { about: 'menu' }),
    asks(3, 'Nobody can tell', { about: 'delivery', detail: 'check test is red' }),
  ];
  expect(linesOf(madeUp(1, 'asking', { questions }))).toEqual([
    '! wants to: npm test',
    '? in its terminal: Trust this folder?',
    '? did this arrive? check test is red',
  ]);
  const named = asks(1, 'use Bash: npm test', { about: 'permission', detail: 'npm test\n(Run the tests)' });
  expect(linesOf(madeUp(1, 'asking', { questions: [named] }))).toEqual(['! wants to: use Bash: npm test']);
});

function wordsOf(session: Session): string {
  return stateWords(worldOf([session]), session, '·');
}

test('a working agent says what it is doing, and that nothing is known where nothing tells', () => {
  const doing = (...run: Parameters<typeof runs>): [string, ...string[]] => {
    const session = madeUp(1, 'working', { run: runs(...run) });
    return [wordsOf(session), ...linesOf(session)];
  };
  expect(doing('unknown')).toEqual(['working · unknown']);
  expect(doing('working', 'Bash npm test')).toEqual(['working', 'Bash npm test']);
  expect(doing('retrying', '529 overloaded')).toEqual([
    'working · retrying',
    'its model does not answer: 529 overloaded',
  ]);
  expect(doing('background', 'npm run dev')).toEqual([
    'working · in the background',
    'its turn is over, still running: npm run dev',
  ]);
  expect(doing('held')).toEqual(['working · turn over']);
  expect(doing('resting')).toEqual(['working · at rest']);
  expect(wordsOf(madeUp(1, 'working', { run: runs('unknown', null, { takes: null }) }))).toBe('working');
});

test("an agent's helpers are one quiet line that counts for nothing, and gives way to what needs the person", () => {
  const run = runs('working', 'Bash npm test', { subWork: '2 subagents: tests, docs' });
  const session = madeUp(1, 'working', { run });
  const lines = attentionOf({
    world: worldOf([session]),
    session,
    glyphs: unicodeGlyphs,
    resume: 'R',
    most: 3,
  });
  expect(lines.at(-1)).toEqual({ text: '2 subagents: tests, docs', kind: 'quiet' });
  expect(wordsOf(session)).toBe('working');
  const questions = [asks(1, 'a?'), asks(2, 'b?'), asks(3, 'c?')];
  expect(linesOf(madeUp(1, 'asking', { run, questions }))).toEqual(['? a?', '? b?', '? c?']);
});

test('what an agent has not taken yet is shown as held, until it is on its way', () => {
  const note = { number: 1, kind: 'note', text: 'Go on\nwith it.', at: noon, round: 1, questions: [] } as const;
  const message = { ...note, questions: [], sending: null, unconfirmed: false, delivered: null };
  const session = madeUp(1, 'working', { run: runs('resting'), messages: [message] });
  expect(linesOf(session)).toEqual(['held for it: Go on with it.']);
  const two = [message, { ...message, number: 2 }];
  expect(linesOf({ ...session, messages: two })).toEqual(['held for it: Go on with it. (1 more)']);
  const sending = { ...message, sending: { request: 'r', at: noon } };
  expect(linesOf({ ...session, messages: [sending] })).toEqual([]);
  expect(linesOf(madeUp(1, 'working', { messages: [message] }))).toEqual([]);
});

test('a stuck session says why and what to do, how long the reason may be', () => {
  const reason = 'its model fails: 429 rate limited';
  expect(linesOf(madeUp(1, 'stuck', { reason, run: runs('resting') }))).toEqual([reason, 'R resumes it where it is']);
  expect(linesOf(madeUp(1, 'failed', { reason: 'it ended' }))).toEqual(['it ended', 'R resumes it']);
});

test('each state has a glyph of its own', () => {
  expect(new Set(Object.values(unicodeGlyphs.states)).size).toBe(states.length);
});
