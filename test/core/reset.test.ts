import { describe, expect, test } from 'vitest';
import { ask, finishWork, messagesFor, reportBlocked } from '../../src/core/decide/agent.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { resetSession } from '../../src/core/decide/reset.ts';
import { stopSession } from '../../src/core/decide/task.ts';
import { startJob } from '../../src/core/decide/jobs.ts';
import { heldMessages } from '../../src/core/model/session.ts';
import { placesTaken } from '../../src/core/rules/admission.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { briefing } from '../../src/core/words/briefing.ts';
import { Story, configOf } from './worlds.ts';

const files = [{ path: 'src/login.ts', added: 30, removed: 2, untracked: false }];

function reset(story: Story, note: string | null = null): string | null {
  return story.decided(resetSession(story.world, { id: 1, note, files }));
}

function atWork(takes: 'any time' | null = 'any time', cap = 1): Story {
  const story = new Story({ cap });
  story.atWork(story.task(), takes);
  return story;
}

const told = (story: Story): string =>
  briefing(story.session(1), { config: configOf({}), target: 'main', conventions: [] });
const count = (text: string, part: string): number => text.split(part).length - 1;

describe('an agent that is reset', () => {
  test('ends and starts once without its conversation, in its round, and nobody gets its place meanwhile', () => {
    const story = atWork();
    story.reported(1, { kind: 'conversation', id: 'c1' });
    story.task();
    expect(reset(story)).toBeNull();
    expect(story.session(1)).toMatchObject({
      state: 'working',
      conversation: null,
      ending: { why: 'reset' },
      round: 1,
    });
    expect(wanted(story.world)).toContainEqual(expect.objectContaining({ kind: 'agent.end', patienceMs: 0 }));
    // What the old one still says is not listened to.
    story.reported(1, { kind: 'conversation', id: 'c1' });
    story.reported(1, { kind: 'turn-ended', words: 'Shall I go on?', background: [], held: false, rule: 'r' });
    story.happened({ type: 'conversation.named', session: 1, id: 'c1' });
    expect(story.decided(finishWork(story.session(1), { request: 'r', summary: 's', evidence: [] }))).toMatch(
      /replaced/,
    );
    expect(story.decided(reportBlocked(story.session(1), { request: 'r', reason: 'no' }))).toMatch(/replaced/);
    expect(messagesFor(story.session(1), 'inbox1')).toEqual([]);
    expect(reset(story)).toBe('#1 is being reset already');
    expect(placesTaken(story.world)).toBe(1);
    story.exited(1, null);
    expect(story.session(1)).toMatchObject({
      state: 'working',
      conversation: null,
      runs: 2,
      ending: null,
      questions: [],
    });
    expect(story.session(2).state).toBe('queued');
    story.started(1, 'any time');
    story.reported(1, { kind: 'conversation', id: 'c2' });
    expect(story.session(1).conversation).toBe('c2');
  });

  test('is stopped instead when that is asked meanwhile, and forgets all the same', () => {
    const story = atWork();
    reset(story);
    expect(story.decided(stopSession(story.world, 1))).toBeNull();
    story.happened({ type: 'conversation.named', session: 1, id: 'c1' });
    story.exited(1, null);
    expect(story.session(1)).toMatchObject({ state: 'stopped', run: null, conversation: null });
  });

  test('was lost with the machine: it is offered to the person, with its hand-over', () => {
    const story = atWork();
    reset(story);
    story.happened({ type: 'agent.lost', session: 1, run: 1, why: 'rebooted', screen: [] });
    expect(story.session(1)).toMatchObject({ state: 'failed', run: null, conversation: null });
    expect(told(story)).toContain('Hand-over:');
  });

  test('gets what was held once, and what may not have arrived again; decisions stand in the hand-over', () => {
    const story = atWork();
    const questions = ['tabs?', 'wide?', 'late?'].map((text) => ({
      text,
      options: [],
      default: null,
      blocking: false,
    }));
    story.decided(ask(story.session(1), { request: 'q', questions }));
    const answer = (question: number, text: string) => {
      story.decided(answerQuestion(story.world, { id: 1, question, text }));
      story.decided(sendAnswers(story.world, 1));
    };
    const message = { session: 1, request: 'm' };
    answer(1, 'tabs, always');
    story.happened({ type: 'message.delivered', ...message, messages: [1], by: 'adapter' });
    answer(2, 'eighty');
    story.happened({ type: 'message.sending', ...message, messages: [2] });
    expect(reset(story, 'begin with the tests')).toBeNull();
    story.happened({ type: 'message.returned', session: 1, messages: [2], unconfirmed: true });
    expect(heldMessages(story.session(1)).map(({ kind }) => kind)).toEqual(['answers', 'hand-over', 'note']);
    expect(story.session(1).questions.map(({ about }) => about)).toEqual(['question', 'question', 'question']);
    story.exited(1, null);
    const text = told(story);
    for (const part of ['tabs, always', 'eighty', 'begin with the tests', 'late?', 'src/login.ts (+30 -2)'])
      expect(count(text, part)).toBe(1);
    expect(text.indexOf('tabs, always')).toBeLessThan(text.indexOf('eighty'));
    answer(3, 'never');
    expect(story.session(1).messages.at(-1)).toMatchObject({ kind: 'answers', delivered: null });
  });

  test('withdraws its dialogs, which nobody can answer any more', () => {
    const story = atWork();
    const dialog = { detail: null, options: ['allow', 'deny'], default: null, multiple: false, freeText: true };
    const questions = [{ text: 'run it?', ...dialog }];
    story.reported(1, { kind: 'dialog-opened', dialog: 'd', about: 'permission', questions, rule: 'r' });
    expect(story.session(1).state).toBe('asking');
    reset(story);
    expect(story.session(1)).toMatchObject({ state: 'working', questions: [{ withdrawn: true }] });
    expect(told(story)).not.toContain('run it?');
  });

  test('after a red gate and a rejection is told why, and what runs beside it; twice reset, it is told once', () => {
    const story = atWork(null, 3);
    story.happened({ type: 'ports.given', session: 1, first: 20_000, count: 10 });
    const web = { id: 1, name: 'web', command: 'npm run dev', replace: false, by: 'agent' } as const;
    story.decided(startJob(story.world, web));
    story.decided(finishWork(story.session(1), { request: 'd', summary: 'the login works', evidence: [] }));
    const reasons = [{ kind: 'check' as const, name: 'test', run: 'npm test', exit: 1, tail: 'boom' }];
    story.judged(1, { kind: 'red', reasons });
    story.happened({ type: 'message.delivered', session: 1, messages: [1], by: 'start', request: 'run-2' });
    const { round, reds } = story.session(1);
    for (let time = 0; time < 2; time += 1) {
      expect(reset(story)).toBeNull();
      story.exited(1, null);
      story.started(1);
      const held = heldMessages(story.session(1)).map(({ number }) => number);
      story.happened({ type: 'message.delivered', session: 1, messages: held, by: 'start', request: 'run' });
    }
    expect(story.session(1)).toMatchObject({ round, reds, state: 'working' });
    const text = told(story);
    for (const part of [
      'boom',
      'the login works',
      'web: npm run dev, http://127.0.0.1:20001',
      'You begin in the middle',
    ])
      expect(count(text, part)).toBe(1);
  });
});

describe('where a reset is possible', () => {
  test('one that is stuck without a process waits for a place, ahead of new starts', () => {
    const story = atWork(null);
    story.happened({ type: 'session.stuck', session: 1, reason: 'why' });
    story.exited(1);
    const other = story.task();
    story.atWork(other);
    story.task();
    expect(reset(story)).toBeNull();
    expect(story.session(1)).toMatchObject({ state: 'queued', queuedAs: 'rework', reason: null });
    story.happened({ type: 'session.discarded', session: other, reason: 'r' });
    story.exited(other);
    expect(story.session(1)).toMatchObject({ state: 'working', conversation: null, runs: 2 });
    expect(story.session(3).state).toBe('queued');
  });

  test('rework in the queue starts afresh when its turn comes', () => {
    const story = atWork('any time', 1);
    story.reported(1, { kind: 'conversation', id: 'c1' });
    story.decided(finishWork(story.session(1), { request: 'd', summary: 's', evidence: [] }));
    story.judged(1, { kind: 'green' });
    story.happened({ type: 'review.taken', session: 1 });
    story.happened({ type: 'review.rejected', session: 1, note: 'again', reason: null });
    expect(story.session(1)).toMatchObject({ state: 'queued', ending: { why: 'finished' } });
    expect(reset(story)).toBeNull();
    story.happened({ type: 'conversation.named', session: 1, id: 'c1' });
    story.exited(1);
    expect(story.session(1)).toMatchObject({ state: 'working', conversation: null, runs: 2, round: 2 });
    expect(count(told(story), 'again')).toBeGreaterThan(0);
  });

  test('elsewhere it is refused with a reason', () => {
    const story = new Story({ cap: 1 });
    story.task();
    expect(reset(story)).toBe('#1 has no agent yet: there is nothing to forget');
    story.atWork(1);
    story.exited(1);
    expect(reset(story)).toBe('#1 has handed in, and its gate runs');
    story.judged(1, { kind: 'green' });
    expect(reset(story)).toBe('#1 has finished its round');
    story.happened({ type: 'session.discarded', session: 1, reason: 'r' });
    expect(reset(story)).toBe('#1 is discarded');
    expect(story.decided(resetSession(story.world, { id: 9, note: null, files }))).toBe('there is no session #9');
  });
});
