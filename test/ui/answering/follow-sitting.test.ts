import { expect, test } from 'vitest';
import type { Event } from '../../../src/core/model/events.ts';
import { reduce } from '../../../src/core/reduce.ts';
import type { World } from '../../../src/core/model/world.ts';
import { followSitting } from '../../../src/ui/actions/answering/follow-sitting.ts';
import { topView } from '../../../src/ui/state/store.ts';
import { asks, madeUp, noon, runs, sittingAt, worldOf } from '../made-up-world.ts';
import { dashboardWith } from '../still-dashboard.ts';

const asked = asks(1, 'Which port?', { dialog: 'ask', options: ['80', '8080'] });
const wish = asks(2, 'Bash', { about: 'permission', dialog: 'tool', detail: 'rm -rf x', options: ['Allow', 'Deny'] });

/** A sitting with the first question up, and what can happen to it. */
function sittingWith(world: World, at: { session: number; question: number } = { session: 1, question: 1 }) {
  const made = dashboardWith({ world, views: [sittingAt(at.session, at.question)] });
  const { store } = made.dashboard;
  store.subscribe((state, before) => {
    if (state.world !== before.world || state.views !== before.views) followSitting(made.dashboard, before);
  });
  const happen = (event: Event): void => {
    const now = store.getState().world;
    store.setState({ world: reduce(now, { seq: now.seq + 1, at: noon, event }) });
  };
  return { ...made, store, happen };
}

const closed = { type: 'dialog.closed', session: 1, dialog: 'ask', by: 'terminal', rule: 'hook' } as const;

test('a question that is answered in its terminal leaves at once; what comes up takes no key that was on its way', () => {
  const { store, happen, type, pass } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [asked, wish] })]),
  );
  happen(closed);
  expect(topView(store.getState())).toMatchObject({ kind: 'answers', session: 1, question: 2 });
  expect(store.getState().message?.text).toBe('#1: answered in its terminal');
  // Asking the daemon would be a bug of the test's dashboard: these keys were meant for the question before.
  type('1\r');
  pass(399);
  type('1');
  expect(store.getState().drafts.answers).toEqual({});
  pass(400);
  type('1');
  expect(store.getState().drafts.answers).toEqual({ '1:2': { text: '', options: [0] } });
});

test('a question that is not up leaves too, and the one that is up goes on', () => {
  const { store, happen, type } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [asked, wish] })]),
    { session: 1, question: 2 },
  );
  happen(closed);
  expect(store.getState().message?.text).toBe('#1: answered in its terminal');
  type('2');
  expect(store.getState().drafts.answers).toEqual({ '1:2': { text: '', options: [1] } });
});

test('text that was being typed is never typed into the next question', () => {
  const open = asks(1, 'Which host?', { dialog: 'ask' });
  const other = asks(2, 'Which user?', { dialog: 'other' });
  const { store, happen, type, pass } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [open, other] })]),
  );
  type('i');
  type('local');
  expect(store.getState().drafts.answers['1:1']?.text).toBe('local');
  happen(closed);
  type('host');
  pass(400);
  type('me');
  expect(store.getState().drafts.answers).toMatchObject({ '1:1': { text: 'local' }, '1:2': { text: 'me' } });
  expect(store.getState().message?.text).toContain('what you had typed was not sent, it is kept here');
});

test('an agent that goes on from what it asked in prose: that is said, and what was typed is kept', () => {
  const prose = asks(1, 'Should I keep it?', { request: 'prose-1' });
  const { store, happen, type } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('resting'), questions: [prose] })]),
  );
  type('i');
  type('yes, for');
  happen({ type: 'turn.began', session: 1, run: 1, rule: 'hook' });
  expect(store.getState().message).toMatchObject({
    text: '#1: it has gone on without an answer; what you had typed was not sent, it is kept here',
    tone: 'bad',
  });
  expect(store.getState().drafts.answers['1:1']?.text).toBe('yes, for');
});

test('the last question goes: so does the sitting, and the board takes no key for a moment either', () => {
  const { store, happen, type } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [asked] })]),
  );
  happen(closed);
  expect(store.getState().views).toEqual([]);
  type('n');
  expect(store.getState().views).toEqual([]);
});

test('an answer that came too late is said, also when the sitting is over', () => {
  const given = { ...asked, answer: { text: '80', at: noon } };
  const { store, happen } = sittingWith(
    worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [given, wish] })]),
    { session: 1, question: 2 },
  );
  store.setState({ views: [] });
  happen(closed);
  expect(store.getState().message).toMatchObject({
    text: '#1: its terminal was quicker: your answer was not used',
    tone: 'bad',
  });
});

test('each way in which a question goes has its words', () => {
  const world = worldOf([madeUp(1, 'asking', { run: runs('working'), questions: [asked, wish] })]);
  const words = (event: Event): string | undefined => {
    const { store, happen } = sittingWith(world);
    happen(event);
    return store.getState().message?.text;
  };
  expect(words({ ...closed, by: 'agent' })).toBe('#1: the agent dropped its question');
  expect(words({ type: 'session.stopped', session: 1, reason: 'by hand' })).toBe(
    '#1: its question is gone, it is stopped',
  );
  expect(words({ type: 'question.answered', session: 1, question: 1, text: '8080' })).toBe(
    '#1: answered elsewhere: 8080',
  );
});
