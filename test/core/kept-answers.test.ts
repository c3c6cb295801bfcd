import { expect, test } from 'vitest';
import { answerQuestion } from '../../src/core/decide/questions.ts';
import { revokeAnswer, withKeptAnswers } from '../../src/core/decide/conventions.ts';
import { decideReport } from '../../src/core/decide/report.ts';
import { ask } from '../../src/core/decide/agent.ts';
import { conventionUses } from '../../src/core/measures/conventions.ts';
import type { Convention } from '../../src/core/model/convention.ts';
import type { DialogQuestion, Report } from '../../src/core/model/report.ts';
import { heldMessages, openQuestions } from '../../src/core/model/session.ts';
import { wanted } from '../../src/core/rules/wanted.ts';
import { Story } from './worlds.ts';

const text = 'Should I use tabs or spaces for indentation?';
const tabs: Convention = {
  id: 'ctabs',
  sentence: 'Indent with tabs.',
  asked: { question: text, options: ['tabs', 'spaces'], answer: 'tabs' },
};
const dialogQuestion = (more: Partial<DialogQuestion> = {}): DialogQuestion => ({
  text,
  detail: null,
  options: ['spaces', 'tabs'],
  default: null,
  multiple: false,
  freeText: false,
  ...more,
});

function atWork(takes: 'when resting' | null = 'when resting') {
  const story = new Story();
  story.happened({ type: 'conventions.read', repo: 'r', conventions: [tabs] });
  const id = story.task();
  story.atWork(id, takes);
  const asks = (...questions: { text: string; options?: string[]; blocking?: boolean }[]) =>
    story.decided(
      withKeptAnswers(
        story.world,
        ask(story.session(id), {
          request: `request-${story.world.seq}`,
          questions: questions.map(({ options = ['tabs', 'spaces'], blocking = true, ...asked }) => ({
            ...asked,
            options,
            default: null,
            blocking,
          })),
        }),
      ),
    );
  const reports = (report: Report) =>
    story.decided(
      withKeptAnswers(
        story.world,
        decideReport(story.session(id), { run: story.session(id).runs, report, request: `report-${story.world.seq}` }),
      ),
    );
  const opens = (...questions: DialogQuestion[]) =>
    reports({ kind: 'dialog-opened', dialog: 'd1', about: 'question', questions, rule: 'a hook' });
  const revokes = (question: number | null = null) => story.decided(revokeAnswer(story.world, { id, question }));
  const delivers = () => {
    const messages = heldMessages(story.session(id)).map(({ number }) => number);
    story.happened({ type: 'message.sending', session: id, messages, request: `send-${story.world.seq}` });
    story.happened({
      type: 'message.delivered',
      session: id,
      messages,
      by: 'adapter',
      request: `send-${story.world.seq}`,
    });
  };
  const effects = () => wanted(story.world).map(({ kind }) => kind);
  return { story, id, asks, reports, opens, revokes, delivers, effects, session: () => story.session(id) };
}

test('what is asked is answered in the same decision: it is open at no moment', () => {
  const { story, asks, session } = atWork();
  const before = story.log.length;
  asks({ text });
  expect(story.log.slice(before).map(({ event }) => event.type)).toEqual([
    'question.asked',
    'question.answered',
    'answers.sent',
  ]);
  expect(session().questions).toMatchObject([{ answer: { text: 'tabs', convention: 'ctabs' }, sent: true }]);
  expect(session().state).toBe('working');
});

test('of several questions those that are known wait for the answers to the others, in one message', () => {
  const { story, id, asks, session } = atWork();
  asks({ text }, { text: 'Which colour should links have?', options: ['red', 'blue'] });
  expect(openQuestions(session()).map(({ number }) => number)).toEqual([2]);
  expect(session().messages).toEqual([]);
  story.decided(answerQuestion(story.world, { id, question: 2, text: 'blue' }));
  expect(session().messages).toMatchObject([{ questions: [1, 2] }]);
});

test('a question in prose at the end of a turn is answered, and the turn goes on with the answer', () => {
  const { reports, effects, session } = atWork();
  reports({ kind: 'turn-ended', words: text, background: [], held: false, rule: 'a hook' });
  expect(session().questions).toMatchObject([{ answer: null }]);
  const known = atWork();
  known.story.happened({
    type: 'conventions.read',
    repo: 'r',
    conventions: [{ ...tabs, asked: { question: text, options: [], answer: 'tabs' } }],
  });
  known.reports({
    kind: 'turn-ended',
    words: `All is done but one thing.\n\n${text}`,
    background: [],
    held: false,
    rule: 'a hook',
  });
  expect(known.session()).toMatchObject({ state: 'working', questions: [{ answer: { convention: 'ctabs' } }] });
  expect(known.effects()).toContain('message.deliver');
  expect(effects()).not.toContain('message.deliver');
});

test("an agent's own dialog is answered in place, when all of its questions are", () => {
  const { opens, effects, session } = atWork();
  opens(dialogQuestion());
  expect(session().questions).toMatchObject([
    { answer: { text: 'tabs', convention: 'ctabs' }, sent: false, dialog: 'd1' },
  ]);
  expect(effects()).toContain('dialog.answer');
  const two = atWork();
  two.opens(dialogQuestion(), dialogQuestion({ text: 'Which colour should links have?', options: ['red', 'blue'] }));
  expect(two.effects()).not.toContain('dialog.answer');
});

test('a permission, a menu, and a dialog whose details differ are never answered', () => {
  for (const about of ['permission', 'menu'] as const) {
    const { reports, session } = atWork();
    reports({ kind: 'dialog-opened', dialog: 'd', about, questions: [dialogQuestion()], rule: 'a hook' });
    expect(session().questions[0]?.answer).toBeNull();
  }
  const { opens, session } = atWork();
  opens(dialogQuestion({ detail: 'tabs: only in Makefiles' }));
  expect(session().questions[0]?.answer).toBeNull();
});

test('taken back before it was said, it is not said at all', () => {
  const { story, id, asks, revokes, session } = atWork();
  asks({ text });
  expect(heldMessages(session())).toHaveLength(1);
  expect(revokes()).toBeNull();
  expect(session().messages).toEqual([]);
  expect(openQuestions(session())).toMatchObject([{ number: 1, revoked: ['ctabs'] }]);
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'spaces' }));
  expect(session().messages).toMatchObject([{ text: `${text}\n-> spaces` }]);
});

test('of one message with several answers only the one that was taken back is left out', () => {
  const { story, id, asks, revokes, session } = atWork();
  asks({ text }, { text: 'Which colour should links have?', options: ['red', 'blue'] });
  story.decided(answerQuestion(story.world, { id, question: 2, text: 'blue' }));
  revokes();
  expect(session().messages).toMatchObject([{ questions: [2], text: 'Which colour should links have?\n-> blue' }]);
});

test('taken back when the agent has it, the agent is told once, does not end before it has the right one, and gets that', () => {
  const { story, id, asks, revokes, delivers, session, reports } = atWork();
  asks({ text, blocking: false });
  delivers();
  expect(revokes()).toBeNull();
  expect(heldMessages(session())).toMatchObject([{ kind: 'note', text: expect.stringContaining('"tabs"') }]);
  expect(revokes(1)).toContain('is not answered');
  delivers();
  reports({ kind: 'turn-ended', words: null, background: [], held: false, rule: 'a hook' });
  expect(session().state).toBe('asking');
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'spaces' }));
  expect(session().messages.map(({ kind }) => kind)).toEqual(['answers', 'note', 'answers']);
  expect(session().questions[0]?.answer).toMatchObject({ text: 'spaces' });
});

test('a question in prose that is open again is not taken for answered by the next turn', () => {
  const { story, reports, delivers, revokes, session } = atWork();
  story.happened({
    type: 'conventions.read',
    repo: 'r',
    conventions: [{ ...tabs, asked: { question: text, options: [], answer: 'tabs' } }],
  });
  reports({ kind: 'turn-ended', words: text, background: [], held: false, rule: 'a hook' });
  delivers();
  reports({ kind: 'prompted', text: null, rule: 'a hook' });
  expect(revokes()).toBeNull();
  delivers();
  reports({ kind: 'prompted', text: null, rule: 'a hook' });
  expect(openQuestions(session())).toHaveLength(1);
});

test('an answer that is going into its dialog cannot be taken back; once there it can, and the agent is told', () => {
  const { story, id, opens, revokes, session } = atWork();
  opens(dialogQuestion());
  expect(revokes(1)).toContain('just going into its dialog');
  story.happened({ type: 'dialog.answered', session: id, dialog: 'd1' });
  expect(revokes(1)).toBeNull();
  expect(openQuestions(session())).toMatchObject([{ dialog: null, blocking: true }]);
  expect(heldMessages(session())).toMatchObject([{ kind: 'note' }]);
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'spaces' }));
  expect(heldMessages(session())).toMatchObject([{ kind: 'note' }, { kind: 'answers' }]);
});

test('in a dialog with other open questions it is taken back in place', () => {
  const { opens, revokes, session } = atWork();
  opens(dialogQuestion(), dialogQuestion({ text: 'Which colour should links have?', options: ['red', 'blue'] }));
  expect(revokes(1)).toBeNull();
  expect(openQuestions(session())).toMatchObject([{ dialog: 'd1' }, { dialog: 'd1' }]);
  expect(session().messages).toEqual([]);
});

test('of an answer that may have arrived the agent is told, and it is not said once more', () => {
  const { story, id, asks, revokes, session } = atWork();
  asks({ text });
  story.happened({ type: 'message.sending', session: id, messages: [1], request: 'send-one' });
  story.happened({ type: 'message.returned', session: id, messages: [1], unconfirmed: true });
  expect(revokes(1)).toBeNull();
  story.decided(answerQuestion(story.world, { id, question: 2, text: 'send it again' }));
  expect(heldMessages(session()).map((message) => message.text)).toEqual([
    `${text}\n-> (this answer was taken back)`,
    expect.stringContaining('does not hold'),
  ]);
});

test('an answer of the person, and one of work that is handed in, cannot be taken back', () => {
  const { story, id, asks, revokes, delivers, session } = atWork();
  asks({ text: 'Which colour should links have?', options: ['red', 'blue'] });
  story.decided(answerQuestion(story.world, { id, question: 1, text: 'blue' }));
  expect(revokes(1)).toContain('was answered by you');
  expect(revokes(9)).toContain('has no question 9');
  asks({ text });
  delivers();
  story.happened({ type: 'work.finished', session: id, request: 'done-1234', summary: '', evidence: [] });
  expect(session().state).toBe('checking');
  expect(revokes()).toContain('no convention has answered');
  expect(revokes(2)).toContain('has handed its work in');
});

test('a convention answers one session once, and not after it was taken back there', () => {
  const { asks, revokes, session } = atWork();
  asks({ text });
  asks({ text });
  expect(openQuestions(session()).map(({ number }) => number)).toEqual([2]);
  revokes(1);
  asks({ text });
  expect(openQuestions(session()).map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('what each convention has saved is counted: answers that hold, proposals that were taken, answers taken back', () => {
  const { story, asks, id } = atWork();
  asks({ text });
  const uses = () =>
    conventionUses(story.world, 'r').map(({ answered, accepted, revoked }) => [answered, accepted, revoked]);
  expect(uses()).toEqual([[1, 0, 0]]);
  asks({ text: 'Should I use tabs or spaces for indentation in tests?' });
  story.decided(answerQuestion(story.world, { id, question: 2, text: 'tabs' }));
  expect(uses()).toEqual([[1, 1, 0]]);
  story.decided(revokeAnswer(story.world, { id, question: 1 }));
  expect(uses()).toEqual([[0, 1, 1]]);
  expect(conventionUses(story.world, 'other')).toEqual([]);
});
