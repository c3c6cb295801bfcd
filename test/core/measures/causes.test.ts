import { expect, test } from 'vitest';
import { rejectReview, takeReview } from '../../../src/core/decide/review.ts';
import { lookAtSessions, tagSession } from '../../../src/core/decide/tag.ts';
import { discardSession } from '../../../src/core/decide/task.ts';
import { failuresOf } from '../../../src/core/measures/failures.ts';
import { newsOf } from '../../../src/core/measures/happenings.ts';
import { windowOf } from '../../../src/core/measures/windows.ts';
import type { Reason } from '../../../src/core/model/verdict.ts';
import { sessionsOf } from '../../../src/core/model/world.ts';
import { Story } from '../worlds.ts';

const check: Reason = { kind: 'check', name: 'test', run: 'npm test', exit: 1, tail: 'boom' };
const conflict: Reason = { kind: 'conflict', files: ['a.ts'], target: 'main' };
const scope: Reason = { kind: 'scope', files: ['b.ts'], scope: ['src/**'] };
const setup: Reason = { kind: 'setup', run: 'npm ci', tail: '' };

function blocked(reason: string) {
  return (story: Story, id: number): void => {
    story.atWork(id);
    story.happened({ type: 'session.blocked', session: id, request: 'request-1', reason });
  };
}

function redTooOften(...reasons: Reason[]) {
  return (story: Story, id: number): void => {
    story.atWork(id);
    for (const round of [1, 2, 3]) {
      story.exited(id);
      story.judged(id, { kind: 'red', snapshot: `s${round}`, reasons });
      if (round < 3) story.started(id);
    }
  };
}

test.each<[string, (story: Story, id: number) => void, string, string | null]>([
  ['red checks again and again', redTooOften(check), 'stuck', 'verification'],
  ['a conflict it could not solve', redTooOften(conflict, check), 'stuck', 'clash'],
  ['a boundary too narrow', redTooOften(scope, check), 'stuck', 'unclear'],
  ['a set-up that broke on the merged result', redTooOften(setup), 'stuck', null],
  ['it says that the task is unclear', blocked('it is ambiguous which API is meant'), 'stuck', 'unclear'],
  ['it says that it clashes', blocked('my work conflicts with #3'), 'stuck', 'clash'],
  ['it says that a test cannot be made green', blocked('the tests need a database'), 'stuck', 'verification'],
  ['it says nothing that a rule knows', blocked('I give up'), 'stuck', null],
  [
    'nothing changed',
    (story, id) => {
      story.atWork(id);
      story.exited(id);
      story.judged(id, { kind: 'unchanged' });
    },
    'stuck',
    'unclear',
  ],
  [
    'a check that died twice',
    (story, id) => {
      story.atWork(id);
      story.exited(id);
      story.judged(id, { kind: 'infrastructure' });
    },
    'stuck',
    null,
  ],
  [
    'the model fails',
    (story, id) => {
      story.atWork(id, 'any time');
      story.happened({ type: 'turn.failed', session: id, run: 1, reason: 'API Error: 529 overloaded', rule: 'hook' });
    },
    'stuck',
    null,
  ],
  [
    'silence with a question open',
    (story, id) => {
      story.atWork(id, 'any time');
      const question = { text: 'which?', options: [], default: null, blocking: false };
      story.happened({ type: 'question.asked', session: id, request: 'request-q', questions: [question] });
      story.happened({ type: 'session.stuck', session: id, reason: 'its input rests, and nothing was handed in' });
    },
    'stuck',
    'unclear',
  ],
  [
    'no sign of life',
    (story, id) => {
      story.atWork(id, 'any time');
      story.happened({ type: 'session.stuck', session: id, reason: 'no sign of life for 15 min' });
    },
    'stuck',
    null,
  ],
  [
    'its process died',
    (story, id) => {
      story.atWork(id);
      story.exited(id, 3);
    },
    'failed',
    null,
  ],
  [
    'good work that was not wanted',
    (story, id) => {
      story.ready(id);
      story.decided(takeReview(story.world, id));
      story.decided(discardSession(story.world, id));
    },
    'discarded',
    'approach',
  ],
  [
    'given up after a rejection: for the same reason',
    (story, id) => {
      story.ready(id);
      story.decided(takeReview(story.world, id));
      story.decided(rejectReview(story.world, { id, note: 'n', reason: 'clash' }));
      story.decided(discardSession(story.world, id));
    },
    'discarded',
    'clash',
  ],
])('%s', (...[, tell, what, reason]) => {
  const story = new Story();
  const id = story.task();
  tell(story, id);
  expect(story.session(id).causes.at(-1)).toMatchObject({ what, reason, by: 'rule' });
});

test('each failure has one cause: what was stuck and is then discarded is not counted twice', () => {
  const story = new Story();
  const id = story.task();
  blocked('I give up')(story, id);
  story.decided(discardSession(story.world, id));
  expect(story.session(id).causes).toMatchObject([{ what: 'stuck', text: 'I give up' }]);
  const other = story.task();
  story.decided(discardSession(story.world, other));
  expect(story.session(other).causes).toHaveLength(story.session(other).startedAt === null ? 0 : 1);
});

test("the person's word wins over the rule's, once; what went well cannot be tagged", () => {
  const story = new Story();
  const id = story.task();
  expect(story.decided(tagSession(story.world, { id, reason: 'clash' }))).toMatch(/nothing went wrong with #1/);
  redTooOften(check)(story, id);
  expect(story.decided(tagSession(story.world, { id, reason: 'unclear' }))).toBeNull();
  expect(story.session(id).causes).toMatchObject([{ what: 'stuck', reason: 'unclear', by: 'person' }]);
  const { seq } = story.world;
  expect(story.decided(tagSession(story.world, { id, reason: 'unclear' }))).toBeNull();
  expect(story.world.seq).toBe(seq);
  const now = (story.log.at(-1)?.at ?? 0) + 1;
  const failures = failuresOf(sessionsOf(story.world), windowOf(story.world, { name: 'all', now, zone: 'UTC' }));
  expect(failures).toMatchObject({ total: 1, tagged: 1, byPerson: 1 });
  expect(failures.groups.map(({ group, n, published }) => [group, n, published])).toEqual([
    ['specification', 1, 0.418],
    ['coordination', 0, 0.369],
    ['verification', 0, 0.213],
  ]);
});

test('a look is written down once, and only where there was something to see', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id);
  const { seq } = story.world;
  story.decided(lookAtSessions(story.world, [id, 99]));
  expect(story.world.seq).toBe(seq);
  const question = { text: 'which?', options: [], default: null, blocking: true };
  story.happened({ type: 'question.asked', session: id, request: 'request-q', questions: [question] });
  expect(newsOf(story.session(id)).map(({ text }) => text)).toEqual(['asked: which?']);
  story.decided(lookAtSessions(story.world, [id, id]));
  story.decided(lookAtSessions(story.world, [id]));
  expect(story.world.seq).toBe(seq + 2);
  expect(newsOf(story.session(id))).toEqual([]);
});
