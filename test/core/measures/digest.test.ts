import { expect, test } from 'vitest';
import { answerQuestion } from '../../../src/core/decide/questions.ts';
import { approveReview, takeReview } from '../../../src/core/decide/review.ts';
import { stopSession } from '../../../src/core/decide/task.ts';
import { absenceMs, backFromAbsence, digestOf, sinceLooked } from '../../../src/core/words/digest.ts';
import { happeningsOf, kindOfLine, newsCount } from '../../../src/core/measures/happenings.ts';
import type { Person } from '../../../src/core/model/person.ts';
import { whyNext } from '../../../src/core/rules/review-queue.ts';
import { Story } from '../worlds.ts';

const question = {
  text: 'Keep the old endpoint?\nIt is used.',
  options: ['yes', 'no'],
  default: 'yes',
  blocking: true,
};

test('questions that came together are counted one by one', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id);
  const asked = { type: 'question.asked', session: id, request: 'request-1' } as const;
  story.happened({ ...asked, questions: [question, { ...question, text: 'And the old name?' }, question] });
  const now = (story.log.at(-1)?.at ?? 0) + 1;
  expect(digestOf(story.world, { since: 0, now, repo: null }).asked).toBe(3);
  expect(digestOf(story.world, { since: now, now, repo: null }).asked).toBe(0);
});

test('what waits comes first, then what happened in order, the session with the newest last', () => {
  const story = new Story({ cap: 5 });
  const asks = story.task();
  const ready = story.task();
  const stuck = story.task();
  const landed = story.task();
  const quiet = story.task();
  for (const id of [asks, ready, stuck, landed, quiet]) story.atWork(id);
  story.exited(landed);
  story.judged(landed, { kind: 'green' });
  story.happened({ type: 'person.came' }, { type: 'person.left' });
  const left = story.world.person.leftAt ?? 0;
  story.happened({ type: 'question.asked', session: asks, request: 'request-1', questions: [question] });
  story.exited(ready);
  story.judged(ready, { kind: 'red', snapshot: 's1', reasons: [{ kind: 'conflict', files: ['a'], target: 'main' }] });
  story.started(ready);
  story.exited(ready);
  story.judged(ready, { kind: 'green' });
  story.happened({ type: 'session.blocked', session: stuck, request: 'request-2', reason: 'no idea' });
  // What the person did and nothing came of is no news.
  story.decided(stopSession(story.world, quiet));
  story.decided(approveReview(story.world, { id: landed, acknowledged: [] }));
  story.happened({ type: 'landing.finished', session: landed, commit: 'c'.repeat(40) });

  const now = (story.log.at(-1)?.at ?? 0) + 1;
  const digest = digestOf(story.world, { since: left, now, repo: 'r' });
  expect(digest.decisions.map(({ kind, session, text }) => [kind, session, text])).toEqual([
    ['question', asks, 'Keep the old endpoint?'],
    ['review', ready, whyNext(story.world, story.session(ready), now)],
    ['stuck', stuck, 'stuck: no idea'],
  ]);
  expect(digest.sessions.map(({ session, happenings }) => [session, happenings.map(({ text }) => text)])).toEqual([
    [asks, ['asked: Keep the old endpoint?\nIt is used.'.split('\n')[0]]],
    [ready, ['gate red: conflict with main in a', 'gate green']],
    [stuck, ['blocked: no idea']],
    [landed, ['taken in hand', 'approved', 'landed as ccccccc']],
  ]);
  expect(digest).toMatchObject({ landed: 1, passed: 1, red: 1, asked: 1 });
  expect(digestOf(story.world, { since: now, now, repo: 'r' })).toMatchObject({ sessions: [], landed: 0 });
  expect(digestOf(story.world, { since: left, now, repo: 'elsewhere' }).decisions).toEqual([]);
  expect(digestOf(story.world, { since: left, now, repo: null, only: asks }).decisions).toHaveLength(1);
});

test('what the person did themselves is no news, and makes what was before it old', () => {
  const story = new Story();
  const id = story.task();
  story.atWork(id);
  story.happened({ type: 'question.asked', session: id, request: 'request-1', questions: [question] });
  expect(newsCount(story.session(id))).toBe(1);
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'yes' }));
  expect(newsCount(story.session(id))).toBe(0);
  expect(sinceLooked(story.session(id), 3)).toBeNull();
  story.happened({ type: 'message.delivered', session: id, messages: [1], by: 'inbox', request: 'request-2' });
  story.exited(id);
  story.judged(id, { kind: 'green' });
  expect(sinceLooked(story.session(id), 3)?.text).toBe('came to review: gate green');
  story.decided(takeReview(story.world, id));
  expect(newsCount(story.session(id))).toBe(0);
});

test('the same again in a row is one line that counts', () => {
  const story = new Story({ config: { rounds: 9 } });
  const id = story.task();
  story.atWork(id);
  for (const round of [1, 2, 3]) {
    story.exited(id);
    const reason = { kind: 'check', name: 'test', run: 't', exit: 1, tail: '' } as const;
    story.judged(id, { kind: 'red', snapshot: `s${round}`, reasons: [reason] });
    story.started(id);
  }
  expect(happeningsOf(story.session(id), 0)).toMatchObject([
    { kind: 'red', text: 'gate red: check failed: test (exit status 1)', times: 3 },
  ]);
});

const hour = 3_600_000;

test.each<[string, Person, number, number | null]>([
  ['never left', person({ leftAt: null }), 0, null],
  ['away for hours, nobody there yet', person({ present: false, since: 0, leftAt: 0 }), 3 * hour, 0],
  ['away for a moment', person({ present: false, since: 0, leftAt: 0 }), absenceMs - 1, null],
  ['just come', person({ present: true, since: 3 * hour, leftAt: 0 }), 3 * hour + 1000, 0],
  ['another dashboard has been open for long', person({ present: true, since: 3 * hour, leftAt: 0 }), 4 * hour, null],
])('coming back: %s', (...[, who, now, since]) => {
  expect(backFromAbsence(who, now)).toBe(since);
});

function person(parts: Partial<Person>): Person {
  return { present: false, since: 0, leftAt: null, notified: null, ...parts };
}

test.each([
  ['job dev: npm run dev', 'quiet'],
  ['job dev ended with status 0', 'quiet'],
  ['job dev stopped', 'quiet'],
  ['job dev ended with status 10', 'failed'],
  ['job my: server killed by SIGKILL', 'failed'],
  ['job dev gone: it left no exit status', 'failed'],
  ['waits for #4 and #5', 'quiet'],
  ['the approval is void: the target moved, and the merged result is red now', 'red'],
  ['the approval is void: on the target as it is now a check is flaky', 'landing'],
  ['rejected (unclear), 2 comments: no', 'person'],
  ['stopped: stopped by hand', 'person'],
  ['stopped: it was ended in its terminal', 'ended'],
  ['main itself is red: check test', 'other'],
])('%s is %s', (what, kind) => {
  expect(kindOfLine(what)).toBe(kind);
});
