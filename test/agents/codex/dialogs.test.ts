import { describe, expect, test } from 'vitest';
import { bareCommand, dialogOf, laterAnswer, replyTo } from '../../../src/agents/codex/dialogs.ts';
import { type ServerQuestion, questionSchema } from '../../../src/agents/codex/messages.ts';
import { questionsIn } from './recorded.ts';

const none = new Map<string, string>();

function only(name: string): ServerQuestion {
  const [question] = questionsIn(name);
  if (question === undefined) throw new Error(`${name} asks nothing`);
  return question;
}

describe('a command that needs a permission', () => {
  const question = only('command-approval');

  test('is shown as it would be run', () => {
    expect(dialogOf(question, none)).toMatchObject({
      dialog: '01a222d6-76f2-7bf0-b133-6f26b5d9b1a4/c15/0',
      about: 'permission',
      questions: [
        {
          text: 'Do you want to allow touch /outside/esc1?',
          detail: '$ touch /outside/esc1\nin /code/tree',
          options: ['Allow', 'Deny'],
          freeText: true,
        },
      ],
      rule: 'app-server item/commandExecution/requestApproval',
    });
  });

  test.each([
    ['Allow', 'accept', null],
    ['Deny', 'decline', null],
    ['use the other file', 'decline', 'use the other file'],
  ])('%s is %s', (answer, decision, said) => {
    expect(replyTo(question, [answer])).toEqual({ result: { decision }, said });
  });

  test('is offered for the session where Codex offers that', () => {
    const more = questionSchema.parse({
      ...question,
      params: { ...question.params, availableDecisions: ['accept', 'acceptForSession', 'cancel'] },
    });
    expect(dialogOf(more, none).questions[0]?.options).toEqual(['Allow', 'Allow for this session', 'Deny']);
    expect(replyTo(more, ['Allow for this session']).result).toEqual({ decision: 'acceptForSession' });
  });
});

test('an edit is shown with its diff', () => {
  const question = only('file-change-denied');
  expect(dialogOf(question, new Map([['c19', '/outside/outside.txt\nhello\n']])).questions).toMatchObject([
    { text: 'Make these edits?', detail: '/outside/outside.txt\nhello\n' },
  ]);
  expect(replyTo(question, ['Deny'])).toEqual({ result: { decision: 'decline' }, said: null });
});

test('questions of the agent are answered by label, or in words', () => {
  const question = only('user-input');
  expect(dialogOf(question, none)).toMatchObject({
    about: 'question',
    questions: [
      { text: 'Which colour?', options: ['Red', 'Blue'], detail: 'Red: warm\nBlue: cold', freeText: true },
      { text: 'Which size?', options: ['S', 'L'] },
    ],
  });
  expect(replyTo(question, ['Blue', 'medium'])).toEqual({
    result: { answers: { q1: { answers: ['Blue'] }, q2: { answers: ['user_note: medium'] } } },
    said: null,
  });
});

test('a question for a secret is left to the terminal: answers are kept in the journal', () => {
  const question = only('user-input');
  if (question.method !== 'item/tool/requestUserInput') throw new Error(question.method);
  const questions = question.params.questions.map((one) => ({ ...one, isSecret: true }));
  const secret = { ...question, params: { ...question.params, questions } };
  expect(dialogOf(secret, none)).toMatchObject({ about: 'menu', questions: [{ options: [], freeText: false }] });
});

test('a tool of an MCP server is a permission', () => {
  const question = only('tool-approval');
  expect(dialogOf(question, none)).toMatchObject({
    about: 'permission',
    questions: [
      {
        text: 'Allow the eli MCP server to run tool "plain"?',
        detail: '{\n "x": "1"\n}',
        options: ['Allow', 'Allow for this session', 'Deny'],
      },
    ],
  });
  expect(replyTo(question, ['Allow']).result).toEqual({ action: 'accept', content: null, _meta: null });
  expect(replyTo(question, ['Allow for this session']).result).toMatchObject({ _meta: { persist: 'session' } });
  expect(replyTo(question, ['never']).result).toMatchObject({ action: 'decline' });
  expect(replyTo(question, ['never']).said).toBe('never');
});

describe('a form of an MCP server', () => {
  const question = questionsIn('form')[1];
  if (question === undefined) throw new Error('the form is not recorded');

  test('is one question for each field', () => {
    expect(dialogOf(question, none)).toMatchObject({
      about: 'question',
      questions: [
        { text: 'Fill this in: Name', detail: 'your name', options: [], freeText: true },
        { text: 'Fill this in: ok (optional: - for nothing)', options: ['yes', 'no'], freeText: true },
        { text: 'Fill this in: size (optional: - for nothing)', options: ['s', 'm', 'l'], freeText: true },
      ],
    });
  });

  test('is answered in the types of its fields, without those that are left out', () => {
    expect(replyTo(question, ['Bob', 'yes', '-']).result).toEqual({
      action: 'accept',
      content: { name: 'Bob', ok: true },
      _meta: null,
    });
  });

  test('that is none of words alone is left to the terminal', () => {
    const strange = questionSchema.parse({ ...question, params: { ...question.params, mode: 'url' } });
    expect(dialogOf(strange, none).about).toBe('menu');
  });
});

test('more rights are given as they were asked for, or none', () => {
  const question = questionSchema.parse({
    method: 'item/permissions/requestApproval',
    id: 7,
    params: {
      threadId: 't',
      turnId: 'u',
      itemId: 'i',
      reason: null,
      permissions: { network: { enabled: true }, fileSystem: { read: null, write: ['/outside'] } },
    },
  });
  expect(dialogOf(question, none).questions[0]?.detail).toBe('network: {"enabled":true}\nwrite: ["/outside"]');
  expect(replyTo(question, ['Allow']).result).toEqual({
    permissions: { network: { enabled: true }, fileSystem: { read: null, write: ['/outside'] } },
    scope: 'turn',
  });
  expect(replyTo(question, ['Deny']).result).toEqual({ permissions: {}, scope: 'turn' });
});

test('the answer to what the agent does not wait for names its questions', () => {
  expect(laterAnswer([{ title: 'Colour?' }, { title: 'Name?' }], ['Red', 'Bob'])).toBe('Colour?\nRed\n\nName?\nBob');
});

test.each([
  [`/bin/bash -lc 'npm test'`, 'npm test'],
  ['/usr/bin/zsh -lc ls', 'ls'],
  [`/bin/bash -lc 'echo '"'"'a'"'"`, `/bin/bash -lc 'echo '"'"'a'"'"`],
  ['git push', 'git push'],
])('of %s the command is %s', (command, bare) => {
  expect(bareCommand(command)).toBe(bare);
});
