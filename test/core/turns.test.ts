import { describe, expect, test } from 'vitest';
import { answerQuestion } from '../../src/core/decide/questions.ts';
import { rejectReview, takeReview } from '../../src/core/decide/review.ts';
import { resumeSession } from '../../src/core/decide/task.ts';
import { activityOf } from '../../src/core/words/listing.ts';
import type { Report } from '../../src/core/model/report.ts';
import { heldMessages, openQuestions } from '../../src/core/model/session.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { Story } from './worlds.ts';

function atWork(takes: 'when resting' | 'any time' = 'when resting') {
  const story = new Story({ config: { rounds: 2 } });
  const id = story.task();
  story.atWork(id, takes);
  story.reported(id, { kind: 'prompted', text: 'do it', rule: 'hook' });
  return { story, id, session: () => story.session(id) };
}

const ended = (parts: Partial<Extract<Report, { kind: 'turn-ended' }>> = {}): Report => ({
  kind: 'turn-ended',
  words: 'All done.',
  background: [],
  held: false,
  rule: 'hook Stop',
  ...parts,
});

const permission = (dialog: string, text = 'run npm test'): Report => ({
  kind: 'dialog-opened',
  dialog,
  about: 'permission',
  questions: [{ text, detail: 'npm test', options: ['allow', 'deny'], default: null, multiple: false, freeText: true }],
  rule: 'hook PermissionRequest',
});

const effects = (story: Story) => wanted(story.world).map((effect) => effect.kind);

describe('a turn', () => {
  test('that ends hands the work in, and its rule is known', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended());
    expect(session().state).toBe('checking');
    expect(session().run?.activity).toMatchObject({ kind: 'resting', rule: 'hook Stop' });
    expect(session().lastWords).toBe('All done.');
  });

  test('that ends while something goes on in the background is not finished', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended({ background: ['shell: npm run watch'] }));
    expect(session().state).toBe('working');
    expect(activityOf(story.world, session())).toBe('its turn is over, still running: shell: npm run watch');
    story.reported(id, { kind: 'prompted', text: '<task-notification>', rule: 'hook' });
    story.reported(id, ended());
    expect(session().state).toBe('checking');
  });

  test('that ends with a question in prose asks the person, and its answer is a message', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended({ words: 'I found two ways.\n\nShould I keep the old endpoint?' }));
    expect(session().state).toBe('asking');
    expect(openQuestions(session()).map((question) => question.text)).toEqual(['Should I keep the old endpoint?']);
    expect(story.decided(answerQuestion(story.world, { id, question: null, text: 'yes' }))).toBeNull();
    expect(session().state).toBe('working');
    expect(effects(story)).toContain('message.deliver');
  });

  test('that ends with a question in prose is answered by what the person types in its terminal', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended({ words: 'Should I keep the old endpoint?' }));
    story.reported(id, { kind: 'prompted', text: 'yes', rule: 'hook' });
    expect(session().state).toBe('working');
    expect(session().questions).toMatchObject([{ withdrawn: true, closedBy: 'terminal' }]);
    story.reported(id, ended());
    expect(session().state).toBe('checking');
  });

  test('that somebody begins while the work is judged, or was, takes it back; its agent is not ended', () => {
    const { story, id, session } = atWork();
    const more: Report = { kind: 'prompted', text: 'also the docs', rule: 'hook' };
    story.reported(id, ended());
    story.reported(id, more);
    expect(session().state).toBe('working');
    expect(effects(story)).not.toContain('gate.run');
    story.reported(id, ended());
    story.judged(id, {});
    expect(session().state).toBe('ready');
    story.reported(id, more);
    expect(session()).toMatchObject({ state: 'working', ending: null, readyAt: null });
    expect(effects(story)).not.toContain('agent.end');
    story.reported(id, ended());
    expect(effects(story)).toContain('gate.run');
  });

  test('that is broken off in its terminal needs a person, and goes on when they type', () => {
    const { story, id, session } = atWork();
    story.reported(id, { kind: 'interrupted', rule: 'registry idle' });
    expect(session().state).toBe('stuck');
    expect(effects(story)).not.toContain('gate.run');
    story.reported(id, { kind: 'prompted', text: 'rather so', rule: 'hook' });
    expect(session()).toMatchObject({ state: 'working', reason: null });
  });

  test('whose model fails is no finish; resumed without a word the agent is told to go on', () => {
    const { story, id, session } = atWork();
    story.reported(id, { kind: 'turn-failed', reason: 'its model fails: 429 rate limit', rule: 'hook StopFailure' });
    expect(session()).toMatchObject({ state: 'stuck', reason: 'its model fails: 429 rate limit' });
    expect(story.decided(resumeSession(story.world, { id, note: null }))).toBeNull();
    expect(session().state).toBe('working');
    expect(heldMessages(session()).map((message) => message.text)).toEqual(['Go on with the task.']);
    expect(effects(story)).toContain('message.deliver');
  });

  test('of a run that is over says nothing about the next one', () => {
    const { story, id, session } = atWork();
    const old = session().runs;
    story.exited(id, 1);
    story.happened({ type: 'turn.ended', session: id, run: old, words: 'x', background: [], held: false, rule: 'r' });
    expect(session().state).toBe('failed');
  });
});

describe('an agent that stays', () => {
  test('is sent nothing while a call of its own waits: that takes what it waits for', () => {
    const { story, id } = atWork();
    story.reported(id, ended());
    story.happened({ type: 'agent.waited', session: id, waiting: true });
    story.judged(id, { kind: 'red', snapshot: 'same' });
    expect(effects(story)).not.toContain('message.deliver');
    story.happened({ type: 'agent.waited', session: id, waiting: false });
    expect(effects(story)).toContain('message.deliver');
  });

  test('gets the reasons of a red gate where it is, and is stuck when it stays red', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended({ held: true }));
    story.judged(id, { kind: 'red', snapshot: 'same' });
    expect(session()).toMatchObject({ state: 'working', round: 2, reds: 1, ending: null });
    expect(session().runs).toBe(1);
    // It waits at the end of its turn: nothing is typed into it.
    expect(effects(story)).not.toContain('message.deliver');
    expect(heldMessages(session())).toHaveLength(1);
    story.happened({ type: 'message.delivered', session: id, messages: [1], by: 'turn-end', request: 'stop' });
    story.reported(id, ended({ held: true }));
    // The same work once more counts: it would go on for ever otherwise.
    story.judged(id, { kind: 'red', snapshot: 'same' });
    expect(session()).toMatchObject({ state: 'stuck', reds: 2 });
  });

  test('is ended soon after its turn, once its work is green', () => {
    const { story, id, session } = atWork();
    story.reported(id, ended({ held: true }));
    story.judged(id, { kind: 'green' });
    const patience = () =>
      wanted(story.world).flatMap((effect) => (effect.kind === 'agent.end' ? [effect.patienceMs] : []));
    expect(patience()).toEqual([10_000]);
    story.reported(id, { kind: 'activity', activity: 'resting', words: null, rule: 'registry idle' });
    expect(patience()).toEqual([1000]);
    story.exited(id, 143);
    expect(session()).toMatchObject({ state: 'ready', run: null });
  });

  test('comes back after a rejection with its conversation', () => {
    const { story, id, session } = atWork();
    story.reported(id, { kind: 'conversation', id: 'c-1' });
    story.reported(id, ended());
    story.judged(id, { kind: 'green' });
    story.exited(id, 143);
    expect(story.decided(takeReview(story.world, id))).toBeNull();
    expect(story.decided(rejectReview(story.world, { id, note: 'rather so', reason: null }))).toBeNull();
    expect(session()).toMatchObject({ state: 'working', runs: 2, conversation: 'c-1' });
  });

  test('that ends by itself was ended by somebody: its work is not handed in', () => {
    const { story, id, session } = atWork();
    story.exited(id, 0);
    expect(session()).toMatchObject({ state: 'stopped', reason: 'it was ended in its terminal' });
  });
});

describe('a dialog', () => {
  test('whose answer came too late was answered in its terminal', () => {
    const { story, id, session } = atWork();
    story.reported(id, permission('d1'));
    expect(story.decided(answerQuestion(story.world, { id, question: null, text: 'deny' }))).toBeNull();
    story.happened({ type: 'dialog.answered', session: id, dialog: 'd1' });
    story.reported(id, { kind: 'dialog-closed', dialog: 'd1', by: 'terminal', rule: 'late news of the same' });
    expect(session().questions).toMatchObject([{ sent: true, closedBy: 'signalbox' }]);
    story.reported(id, { kind: 'dialog-closed', dialog: 'd1', by: 'terminal', overruled: true, rule: 'it ran' });
    expect(session().questions).toMatchObject([{ withdrawn: true, closedBy: 'terminal' }]);
  });

  test('is a question that is answered in place, whatever else is open', () => {
    const { story, id, session } = atWork();
    story.reported(id, permission('d1'));
    story.reported(id, permission('d2', 'edit a.ts'));
    expect(session().state).toBe('asking');
    expect(story.decided(answerQuestion(story.world, { id, question: 1, text: 'allow' }))).toBeNull();
    expect(wanted(story.world)).toContainEqual(expect.objectContaining({ kind: 'dialog.answer', dialog: 'd1' }));
    // Its answer is no message.
    expect(session().messages).toEqual([]);
    story.happened({ type: 'dialog.answered', session: id, dialog: 'd1' });
    expect(session().state).toBe('asking');
    story.reported(id, { kind: 'dialog-closed', dialog: 'd2', by: 'terminal', rule: 'registry busy' });
    expect(session().state).toBe('working');
    expect(session().questions.map((question) => question.closedBy)).toEqual(['signalbox', 'terminal']);
    expect(story.decided(answerQuestion(story.world, { id, question: 2, text: 'allow' }))).toBe(
      'question 2 of #1 was answered in its terminal',
    );
  });

  test('the same once more is the same, and one of several questions is answered as a whole', () => {
    const { story, id, session } = atWork();
    const two: Report = {
      kind: 'dialog-opened',
      dialog: 'ask',
      about: 'question',
      questions: ['Which?', 'How many?'].map((text) => ({
        text,
        detail: null,
        options: ['A', 'B'],
        default: null,
        multiple: text === 'How many?',
        freeText: false,
      })),
      rule: 'hook',
    };
    story.reported(id, two);
    story.reported(id, two);
    expect(openQuestions(session())).toHaveLength(2);
    expect(story.decided(answerQuestion(story.world, { id, question: 1, text: 'C' }))).toBe(
      'C is not among the answers',
    );
    expect(story.decided(answerQuestion(story.world, { id, question: 1, text: 'A' }))).toBeNull();
    expect(effects(story)).not.toContain('dialog.answer');
    expect(story.decided(answerQuestion(story.world, { id, question: 2, text: 'A, B' }))).toBeNull();
    expect(effects(story)).toContain('dialog.answer');
  });

  test('keeps messages back, and ends with the process that shows it', () => {
    const { story, id, session } = atWork('any time');
    story.happened({
      type: 'question.asked',
      session: id,
      request: 'q',
      questions: [{ text: 'a?', options: [], default: null, blocking: false }],
    });
    story.decided(answerQuestion(story.world, { id, question: 1, text: 'b' }));
    expect(effects(story)).toContain('message.deliver');
    story.reported(id, permission('d'));
    expect(effects(story)).not.toContain('message.deliver');
    story.exited(id, 1);
    expect(openQuestions(session())).toEqual([]);
    expect(session().questions.at(-1)).toMatchObject({ withdrawn: true, closedBy: 'agent' });
  });
});

test('a message of which nobody knows whether it arrived is asked about, never sent twice by itself', () => {
  const { story, id, session } = atWork();
  story.reported(id, ended({ words: 'Which one?' }));
  story.decided(answerQuestion(story.world, { id, question: null, text: 'A' }));
  story.happened({ type: 'message.sending', session: id, messages: [1], request: 'r' });
  story.happened({ type: 'message.returned', session: id, messages: [1], unconfirmed: true });
  expect(effects(story)).not.toContain('message.deliver');
  expect(openQuestions(session()).at(-1)).toMatchObject({ about: 'delivery', detail: expect.stringContaining('A') });
  expect(session().state).toBe('asking');
  expect(story.decided(answerQuestion(story.world, { id, question: null, text: 'send it again' }))).toBeNull();
  expect(effects(story)).toContain('message.deliver');
  expect(session().state).toBe('working');
});
