import { expect, test } from 'vitest';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import type { Activity, DialogQuestion } from '../../src/core/model/report.ts';
import { heldMessages, openQuestions } from '../../src/core/model/session.ts';
import { answerDelivery, messageDelivery, messagesSince } from '../../src/core/words/delivery-words.ts';
import { Story } from './worlds.ts';

const question = (text: string, blocking = true) => ({ text, options: [], default: null, blocking });
const part = (text: string): DialogQuestion => ({
  text,
  detail: null,
  options: ['a', 'b'],
  default: null,
  multiple: false,
  freeText: false,
});

/** An agent at work that has asked these. */
function asked(takes: 'when resting' | 'any time' | null, ...texts: string[]) {
  const story = new Story();
  const id = story.task();
  story.atWork(id, takes);
  if (texts.length > 0)
    story.happened({
      type: 'question.asked',
      session: id,
      request: 'request-1',
      questions: texts.map((one) => question(one)),
    });
  const observe = (activity: Activity): void =>
    story.happened({ type: 'agent.observed', session: id, run: 1, activity, words: null, rule: 'r' });
  const answer = (number: number): string | null =>
    story.decided(answerQuestion(story.world, { id, question: number, text: 'so' }));
  const states = (): (string | null)[] =>
    story.session(id).questions.map((one) => {
      const delivery = answerDelivery(story.session(id), one);
      return delivery === null ? null : [delivery.state, delivery.why].filter((words) => words !== null).join(': ');
    });
  return { story, id, observe, answer, states };
}

test('answers are recorded until the last blocking one, and then held while the agent is in a turn', () => {
  const { story, id, observe, answer, states } = asked('when resting', 'one?', 'two?');
  observe('working');
  answer(1);
  expect(states()).toEqual([expect.stringContaining('recorded: it goes with the answer to the last'), null]);
  answer(2);
  expect(states()).toEqual(['held: its agent is in a turn', 'held: its agent is in a turn']);
  observe('resting');
  expect(states()[0]).toBe('held: about to be given');
  story.happened({ type: 'message.sending', session: id, messages: [1], request: 'request-2' });
  expect(states()[0]).toBe('sending');
  story.happened({ type: 'message.returned', session: id, messages: [1], unconfirmed: true });
  expect(states()[0]).toBe('unconfirmed: nobody can tell whether it arrived: say what you know');
  story.decided(answerQuestion(story.world, { id, question: 3, text: 'it has arrived' }));
  expect(states()).toEqual(['delivered', 'delivered', null]);
});

test('what a session that is over never took is said while it is new, and not for ever', () => {
  const { story, id, observe, answer } = asked('when resting', 'one?');
  observe('working');
  answer(1);
  const held = story.session(id);
  const at = held.messages[0]?.at ?? 0;
  expect(messagesSince(held, at + 1)).toHaveLength(1);
  const over = { ...held, state: 'discarded' as const };
  expect(messagesSince(over, at)).toHaveLength(1);
  expect(messagesSince(over, at + 1)).toEqual([]);
});

test('an answer for a call that waits does not say what else has to be answered first', () => {
  const { story, id, answer, states } = asked(null, 'one?', 'two?');
  story.happened({ type: 'agent.waited', session: id, waiting: true });
  answer(1);
  story.decided(sendAnswers(story.world, id));
  expect(states()).toEqual(['held: its own call takes it, as soon as it has all that it waits for', null]);
});

test('why an answer is held, for each thing an agent can be at', () => {
  const table: [Activity, string][] = [
    ['starting', 'its agent is starting'],
    ['working', 'its agent is in a turn'],
    ['retrying', 'its agent is in a turn, and its model does not answer'],
    ['background', 'its turn is over, and something still runs'],
    ['held', 'it is told at the end of its turn'],
    ['resting', 'about to be given'],
    ['unknown', 'nothing tells whether its input rests'],
  ];
  for (const [activity, why] of table) {
    const { observe, answer, states } = asked('when resting', 'one?');
    observe(activity);
    answer(1);
    expect(states()).toEqual([`held: ${why}`]);
  }
  const open = asked('any time', 'one?');
  open.observe('working');
  open.story.reported(open.id, {
    kind: 'dialog-opened',
    dialog: 'd',
    about: 'menu',
    questions: [part('which?')],
    rule: 'r',
  });
  open.answer(1);
  expect(open.states()[0]).toBe('held: a dialog is open in its terminal');
});

test('a plain command takes its answers itself, or starts again with them', () => {
  const { story, id, answer, states } = asked(null, 'one?', 'two?');
  answer(1);
  story.decided(sendAnswers(story.world, id));
  expect(states()[0]).toBe('held: it takes it by its inbox, or at its next start');
  story.exited(id);
  expect(states()[0]).toBe('held: it starts again with it when question 2 is answered too');
  answer(2);
  expect(states()[0]).toBe('held: its agent is starting');
});

test('parts of a dialog go together, into the dialog; one that was gone before used none', () => {
  const { story, id, answer, states } = asked('any time');
  story.reported(id, {
    kind: 'dialog-opened',
    dialog: 'd',
    about: 'question',
    questions: [part('one?'), part('two?')],
    rule: 'r',
  });
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'a' }));
  expect(states()).toEqual(['recorded: other parts of its dialog are still open', null]);
  story.decided(answerQuestion(story.world, { id, question: 2, text: 'b' }));
  expect(states()).toEqual(['sending', 'sending']);
  story.reported(id, { kind: 'dialog-closed', dialog: 'd', by: 'terminal', rule: 'r' });
  expect(states()).toEqual(['unused: its dialog was gone before', 'unused: its dialog was gone before']);
  expect(answer(1)).toContain('was answered in its terminal');
});

test('a note waits until what the agent asks in prose is answered: it would take the question back', () => {
  const { story, id } = asked('when resting');
  story.reported(id, {
    kind: 'turn-ended',
    words: 'Should I keep the old endpoint?',
    background: [],
    held: false,
    rule: 'r',
  });
  expect(openQuestions(story.session(id))).toHaveLength(1);
  story.happened({ type: 'clash.told', session: id, clash: 'target in a', text: 'in conflict with main' });
  const delivers = (): boolean => wanted(story.world).some(({ kind }) => kind === 'message.deliver');
  const [note] = heldMessages(story.session(id));
  if (note === undefined) throw new Error('no note');
  expect(messageDelivery(story.session(id), note).why).toBe('what it asks is to be answered first');
  expect(delivers()).toBe(false);
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'keep it' }));
  expect(delivers()).toBe(true);
  expect(heldMessages(story.session(id))).toHaveLength(2);
});

test('what an agent asked in prose is gone when it goes on by itself, and that is what is said', () => {
  const { story, id, answer } = asked('when resting');
  story.reported(id, { kind: 'turn-ended', words: 'Should I keep it?', background: [], held: false, rule: 'r' });
  story.reported(id, { kind: 'prompted', text: 'no', rule: 'r' });
  expect(openQuestions(story.session(id))).toEqual([]);
  expect(answer(1)).toBe(`question 1 of #${id} is gone: the agent has gone on without an answer`);
});
