import { expect, test } from 'vitest';
import { silentTooLong } from '../../src/core/rules/silence.ts';
import { Story } from './worlds.ts';

const minute = 60_000;

function silence(takes: 'when resting' | null = null) {
  const story = new Story();
  const id = story.task();
  story.atWork(id, takes);
  const reason = (minutes: number, sinceSign = minutes) => {
    const start = story.session(id).run?.activity.since ?? 0;
    const now = start + minutes * minute;
    return silentTooLong(story.session(id), { lastSign: now - sinceSign * minute, now, silenceMs: 15 * minute });
  };
  return { story, id, reason };
}

test('an agent without a sign of life for the configured time needs a person, not before, and not with one', () => {
  const { reason } = silence();
  expect(reason(14.9)).toBeNull();
  expect(reason(16)).toBe('no sign of life for 16 min');
  expect(reason(60, 1)).toBeNull();
});

test('one that waits inside its own call, or for the gate, or is being ended, is not silent', () => {
  const { story, id, reason } = silence();
  story.happened({ type: 'agent.waited', session: id, waiting: true });
  expect(reason(60)).toBeNull();
  story.happened({ type: 'agent.waited', session: id, waiting: false });
  expect(reason(60)).not.toBeNull();
  story.exited(id);
  expect(story.session(id).state).toBe('checking');
  expect(reason(60)).toBeNull();
});

test('an input that rests with nothing handed in waits for somebody, unless there is something to be told', () => {
  const { story, id, reason } = silence('when resting');
  story.reported(id, { kind: 'activity', activity: 'resting', words: null, rule: 'title' });
  expect(reason(0.9)).toBeNull();
  expect(reason(1, 0)).toBe('its input rests, and nothing was handed in');
  story.happened({
    type: 'question.asked',
    session: id,
    request: 'q',
    questions: [{ text: '?', options: [], default: null, blocking: false }],
  });
  story.happened(
    { type: 'question.answered', session: id, question: 1, text: 'a' },
    { type: 'answers.sent', session: id },
  );
  expect(reason(5)).toBeNull();
});

test('background work that never ends is said to be what is waited for', () => {
  const { story, id, reason } = silence('when resting');
  story.reported(id, {
    kind: 'turn-ended',
    words: null,
    background: ['shell: npm run dev'],
    held: false,
    rule: 'hook',
  });
  expect(reason(20)).toBe('no sign of life for 20 min: its turn is over, still running: shell: npm run dev');
});
