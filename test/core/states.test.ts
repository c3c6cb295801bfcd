import { describe, expect, test } from 'vitest';
import { ask, finishWork } from '../../src/core/decide/agent.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { approveReview, deferReview, rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { discardSession, resumeSession, stopSession } from '../../src/core/decide/task.ts';
import { feedback } from '../../src/core/words/briefing.ts';
import { Story } from './worlds.ts';

const question = { text: 'which?', options: ['a', 'b'], default: 'a', blocking: true };
const redCheck = {
  kind: 'red' as const,
  reasons: [{ kind: 'check' as const, name: 'test', run: 'npm test', exit: 1, tail: 'boom' }],
};

describe('a plain command', () => {
  test('that exits 0 goes to the gate, and when green is ready with no process', () => {
    const story = new Story();
    const id = story.task();
    expect(story.session(id).state).toBe('preparing');
    story.atWork(id);
    expect(story.session(id).state).toBe('working');
    story.exited(id);
    expect(story.session(id).state).toBe('checking');
    story.judged(id, { kind: 'green' });
    expect(story.session(id)).toMatchObject({ state: 'ready', run: null, round: 1 });
  });

  test('that exits 3 is failed, with its status kept', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.exited(id, 3);
    expect(story.session(id)).toMatchObject({
      state: 'failed',
      reason: 'the agent exited with status 3',
      exit: { exit: 3 },
    });
  });

  test('that is red is started again in the next round with the reasons, and is stuck after three', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    for (const round of [1, 2]) {
      story.exited(id);
      story.judged(id, { ...redCheck, snapshot: `s${round}` });
      expect(story.session(id)).toMatchObject({ state: 'working', round: round + 1, runs: round + 1 });
      expect(feedback(story.session(id))).toContain('check failed: test');
      story.started(id);
    }
    story.exited(id);
    story.judged(id, { ...redCheck, snapshot: 's3' });
    expect(story.session(id)).toMatchObject({ state: 'stuck', run: null, reds: 3 });
  });

  test('whose done is red while it still runs is waited for, then started again whatever its exit status', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(finishWork(story.session(id), { request: 'r1', summary: 's', evidence: [] }));
    story.judged(id, redCheck);
    expect(story.session(id)).toMatchObject({ state: 'working', ending: { why: 'rework' }, round: 2 });
    story.exited(id, 1);
    expect(story.session(id)).toMatchObject({ state: 'working', ending: null, run: { number: 2, phase: 'wanted' } });
  });

  test('that changed nothing is stuck without a summary, and a report with one', () => {
    const story = new Story();
    const silent = story.task();
    story.atWork(silent);
    story.exited(silent);
    story.judged(silent, { kind: 'unchanged' });
    expect(story.session(silent)).toMatchObject({ state: 'stuck', reason: 'nothing changed' });
    const report = story.task();
    story.atWork(report);
    story.decided(finishWork(story.session(report), { request: 'r1', summary: 'all is well', evidence: [] }));
    story.judged(report, { kind: 'unchanged' });
    expect(story.session(report).state).toBe('ready');
  });

  test('whose process ended after green is not failed by its exit status', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(finishWork(story.session(id), { request: 'r1', summary: 's', evidence: [] }));
    story.judged(id, { kind: 'green' });
    expect(story.session(id)).toMatchObject({ state: 'ready', ending: { why: 'finished' } });
    story.exited(id, 9);
    expect(story.session(id)).toMatchObject({ state: 'ready', run: null });
  });
});

describe('questions', () => {
  test('asking is: a blocking question is open and the agent waits or has ended', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(ask(story.session(id), { request: 'q1', questions: [question] }));
    expect(story.session(id).state).toBe('working');
    story.happened({ type: 'agent.waited', session: id, waiting: true });
    expect(story.session(id).state).toBe('asking');
    story.decided(answerQuestion(story.world, { id, question: null, text: 'b' }));
    expect(story.session(id).state).toBe('working');
  });

  test('an agent that ended to wait is started again with all answers in one message, in the same round', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(ask(story.session(id), { request: 'q1', questions: [question, { ...question, text: 'how?' }] }));
    story.exited(id);
    expect(story.session(id).state).toBe('asking');
    story.decided(answerQuestion(story.world, { id, question: 1, text: 'a' }));
    expect(story.session(id).state).toBe('asking');
    story.decided(answerQuestion(story.world, { id, question: 2, text: 'so' }));
    expect(story.session(id)).toMatchObject({ state: 'working', round: 1, run: { number: 2 } });
    expect(story.session(id).messages).toHaveLength(1);
    expect(feedback(story.session(id))).toBe('which?\n-> a\nhow?\n-> so');
  });

  test('answers that came just before a clean exit start the agent again instead of being lost', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(ask(story.session(id), { request: 'q1', questions: [question] }));
    story.decided(answerQuestion(story.world, { id, question: 1, text: 'a' }));
    story.exited(id);
    expect(story.session(id)).toMatchObject({ state: 'working', run: { number: 2, phase: 'wanted' } });
  });

  test('a repeated call asks nothing twice, an answered question takes no second answer, a closed sitting sends', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    const call = { request: 'q1', questions: [question, { ...question, text: 'how?' }] };
    story.decided(ask(story.session(id), call));
    story.decided(ask(story.session(id), call));
    expect(story.session(id).questions).toHaveLength(2);
    story.decided(answerQuestion(story.world, { id, question: 1, text: 'a' }));
    expect(story.decided(answerQuestion(story.world, { id, question: 1, text: 'b' }))).toMatch(/answered already: a/);
    expect(story.session(id).messages).toHaveLength(0);
    story.decided(sendAnswers(story.world, id));
    expect(story.session(id).messages).toHaveLength(1);
    story.decided(sendAnswers(story.world, id));
    expect(story.session(id).messages).toHaveLength(1);
  });
});

describe('reviews', () => {
  test('one item is in hand; others are refused with its number until it is deferred', () => {
    const story = new Story();
    const [a, b] = [story.task(), story.task()];
    story.ready(a);
    story.ready(b);
    expect(story.decided(takeReview(story.world, a))).toBeNull();
    expect(story.decided(approveReview(story.world, { id: b, acknowledged: [] }))).toMatch(
      new RegExp(`#${a} is in hand since`),
    );
    story.decided(deferReview(story.world, a));
    expect(story.world.inHand).toBeNull();
    story.decided(takeReview(story.world, null));
    expect(story.world.inHand?.session).toBe(b);
  });

  test('a rejection goes to the agent as the next round and starts the count of red rounds anew', () => {
    const story = new Story();
    const id = story.task();
    story.ready(id);
    story.decided(takeReview(story.world, id));
    expect(story.decided(rejectReview(story.world, { id, note: ' ', reason: null }))).toMatch(/needs a note/);
    story.decided(rejectReview(story.world, { id, note: 'use the cache', reason: 'approach' }));
    expect(story.session(id)).toMatchObject({ state: 'working', round: 2, reds: 0, queuedAs: 'rework' });
    expect(feedback(story.session(id))).toBe('use the cache');
  });

  test('unchecked work is approved only when that is acknowledged', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.exited(id);
    story.judged(id, { kind: 'unchecked' });
    expect(story.decided(approveReview(story.world, { id, acknowledged: [] }))).toMatch(/nothing was verified/);
    expect(story.decided(approveReview(story.world, { id, acknowledged: ['unchecked'] }))).toBeNull();
    expect(story.session(id).state).toBe('landing');
  });

  test('an approval is void when the moved target makes it red; the agent gets the reasons as rework', () => {
    const story = new Story();
    const id = story.task();
    story.ready(id);
    story.decided(approveReview(story.world, { id, acknowledged: [] }));
    story.happened({ type: 'landing.outdated', session: id, target: 'target1' });
    story.judged(id, redCheck);
    expect(story.session(id)).toMatchObject({ state: 'working', approval: null, landing: null, round: 2 });
    expect(feedback(story.session(id))).toContain('the target moved');
  });
});

describe('ways out', () => {
  test('stop, resume with a word, discard', () => {
    const story = new Story();
    const id = story.task();
    story.atWork(id);
    story.decided(stopSession(story.world, id));
    expect(story.session(id)).toMatchObject({ state: 'stopped', ending: { why: 'stopped' } });
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toMatch(/still ending/);
    story.exited(id, null);
    story.decided(resumeSession(story.world, { id, note: 'go on' }));
    expect(story.session(id)).toMatchObject({ state: 'working', run: { number: 2 } });
    story.started(id);
    story.exited(id, 1);
    story.decided(discardSession(story.world, id));
    expect(story.session(id).state).toBe('discarded');
    expect(story.decided(discardSession(story.world, id))).toMatch(/discarded already/);
  });

  test('three breakdowns of our own give the session to the person', () => {
    const story = new Story();
    const id = story.task();
    for (const _ of [1, 2, 3])
      story.happened({ type: 'effect.failed', session: id, effect: 'worktree.prepare', message: 'disk full' });
    expect(story.session(id)).toMatchObject({ state: 'stuck', run: null });
    expect(story.session(id).reason).toContain('disk full');
  });
});
