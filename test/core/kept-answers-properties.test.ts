import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask } from '../../src/core/decide/agent.ts';
import { revokeAnswer, withKeptAnswers } from '../../src/core/decide/conventions.ts';
import { answerQuestion, sendAnswers } from '../../src/core/decide/questions.ts';
import { decideReport } from '../../src/core/decide/report.ts';
import type { Convention } from '../../src/core/model/convention.ts';
import { type Session, heldMessages } from '../../src/core/model/session.ts';
import { checkReplay } from './invariants.ts';
import { Story } from './worlds.ts';

const parts = [0, 1, 2, 3, 4, 5];
const options = ['alpha', 'beta'];
const textOf = (part: number) => `Should I use alpha or beta for the part${part} loader?`;
const conventions = parts.map((part): Convention => ({
  id: `c${part}`,
  sentence: `Use alpha for part${part}.`,
  asked: { question: textOf(part), options, answer: 'alpha' },
}));

const id = 1;
type Step = (story: Story, n: number) => void;

/** What agents, the person and the machine may do, in any order. */
const steps: Readonly<Record<string, Step>> = {
  asks: (story, n) => {
    const questions = [n % 6, (n + 1) % 6].slice(0, 1 + (n % 2)).map((part) => ({
      text: n % 5 === 0 ? `Something else ${n}?` : textOf(part),
      options,
      default: null,
      blocking: n % 3 !== 0,
    }));
    const request = `ask-${story.world.seq}`;
    story.decided(withKeptAnswers(story.world, ask(story.session(id), { request, questions })));
  },
  dialogs: (story, n) => {
    const asked = { detail: null, options, default: null, multiple: false, freeText: false };
    const questions = [n % 6, (n + 1) % 6].slice(0, 1 + (n % 2)).map((part) => ({ ...asked, text: textOf(part) }));
    const report = {
      kind: 'dialog-opened',
      dialog: `d${story.world.seq}`,
      about: 'question',
      questions,
      rule: 'r',
    } as const;
    const run = story.session(id).runs;
    story.decided(withKeptAnswers(story.world, decideReport(story.session(id), { run, report, request: 'x' })));
  },
  inPlace: (story) => {
    const whole = story
      .session(id)
      .questions.find(({ dialog, sent, answer }) => dialog !== null && !sent && answer !== null);
    const isOpen = story.session(id).questions.some((each) => each.dialog === whole?.dialog && each.answer === null);
    if (whole?.dialog != null && !isOpen)
      story.happened({ type: 'dialog.answered', session: id, dialog: whole.dialog });
  },
  answers: (story, n) => void story.decided(answerQuestion(story.world, { id, question: n, text: 'beta' })),
  sends: (story) => void story.decided(sendAnswers(story.world, id)),
  begins: (story) => {
    const messages = heldMessages(story.session(id)).map(({ number }) => number);
    if (messages.length > 0)
      story.happened({ type: 'message.sending', session: id, messages, request: `s${story.world.seq}` });
  },
  ends: (story, n) => {
    const messages = story.session(id).messages.flatMap(({ number, sending }) => (sending === null ? [] : [number]));
    if (messages.length === 0) return;
    if (n % 2 === 0)
      story.happened({
        type: 'message.delivered',
        session: id,
        messages,
        by: 'adapter',
        request: `e${story.world.seq}`,
      });
    else story.happened({ type: 'message.returned', session: id, messages, unconfirmed: n % 4 === 1 });
  },
};

const names = [
  'asks',
  'asks',
  'dialogs',
  'inPlace',
  'answers',
  'sends',
  'begins',
  'ends',
  'revokes',
  'revokes',
] as const;

test('whatever happens in between: an answer that is taken back is said to hold no more once where it was said, and else never', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(23)), { minLength: 10, maxLength: 60, size: 'max' }),
      (taken) => {
        const story = new Story();
        story.happened({ type: 'conventions.read', repo: 'r', conventions });
        story.task();
        story.atWork(id, 'any time');
        let withdrawals = 0;
        for (const [name, n] of taken) {
          if (name === 'revokes') withdrawals += revokes(story, n);
          else steps[name]?.(story, n);
          expect(notes(story.session(id))).toBe(withdrawals);
          saidOnce(story.session(id));
        }
        checkReplay(story);
      },
    ),
    { numRuns: 300 },
  );
});

/** Takes one back; gives how many withdrawals the agent has to hear of: one where it has the answer, or may have it. */
function revokes(story: Story, n: number): number {
  const before = story.session(id);
  const number = 1 + (n % Math.max(1, before.questions.length));
  const question = before.questions.find((each) => each.number === number);
  if (story.decided(revokeAnswer(story.world, { id, question: number })) !== null) return 0;
  expect(question?.answer?.convention).toBeDefined();
  expect(story.session(id).questions[number - 1]).toMatchObject({ answer: null, withdrawn: false });
  if (question?.dialog !== null) return question?.sent === true ? 1 : 0;
  const message = before.messages.find(({ questions }) => questions.includes(number));
  const isHeld = message?.delivered === null && message.sending === null && !message.unconfirmed;
  return question.sent && !isHeld ? 1 : 0;
}

function notes({ messages }: Session): number {
  return messages.filter(({ kind }) => kind === 'note').length;
}

/** An answer that holds, and is no dialog's, is in one message when it is sent, and in none before. */
function saidOnce({ questions, messages }: Session): void {
  expect(new Set(messages.map(({ number }) => number)).size).toBe(messages.length);
  for (const { number, dialog, sent, answer, about, revoked } of questions) {
    if (dialog !== null || about === 'delivery' || answer === null) continue;
    const held = messages.filter((each) => each.questions.includes(number));
    // One that was said and taken back before may still be named in the message that said it.
    if (revoked === undefined) expect(held).toHaveLength(sent ? 1 : 0);
    else if (sent) expect(held.some(({ text }) => text.includes(`-> ${answer.text}`))).toBe(true);
  }
}
