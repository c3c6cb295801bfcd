import { describe, expect, test } from 'vitest';
import {
  permissionQuestion,
  permissionReply,
  questionReply,
  toolQuestions,
} from '../../../src/agents/opencode/dialogs.ts';
import { permissionSchema, questionsSchema } from '../../../src/agents/opencode/events.ts';

const permission = (parts: object) =>
  permissionSchema.parse({ id: 'per_1', sessionID: 'ses_1', permission: 'bash', ...parts });

describe('a permission', () => {
  test('says in one line what is wanted, and in full what the line leaves out', () => {
    const long = `for i in 1 2 3; do\n  echo $i\ndone`;
    const asked = permissionQuestion(
      permission({ patterns: ['echo $i'], metadata: { command: long }, always: ['echo *'] }),
      'tests',
    );
    expect(asked.text).toBe('Run for i in 1 2 3; do…? (subagent: tests)');
    expect(asked.detail).toBe(`${long}\n\nAllow always covers: echo *`);
  });

  test('shows a change as its difference', () => {
    const metadata = { filepath: '/w/a.ts', diff: '@@ -0,0 +1 @@\n+hello\n' };
    const asked = permissionQuestion(permission({ permission: 'edit', patterns: ['a.ts'], metadata }), null);
    expect(asked.text).toBe('Change a.ts?');
    expect(asked.detail).toContain('+hello');
  });

  test('names what it does not know', () => {
    const asked = permissionQuestion(permission({ permission: 'webfetch', patterns: ['https://x'] }), null);
    expect(asked.text).toBe('Use webfetch: https://x?');
  });

  test('is answered by its options; words refuse and reach the agent, so that its turn goes on', () => {
    expect(permissionReply(['Allow once'])).toEqual({ reply: 'once' });
    expect(permissionReply(['Allow always'])).toEqual({ reply: 'always' });
    expect(permissionReply(['use printf\nplease'])).toEqual({ reply: 'reject', message: 'use printf\nplease' });
    expect(permissionReply(['Reject']).message).toMatch(/does not allow/);
  });
});

const asked = questionsSchema.parse({
  id: 'que_1',
  sessionID: 'ses_1',
  questions: [
    {
      question: 'Which parts?',
      multiple: true,
      options: [{ label: 'A' }, { label: 'B, or C', description: 'both' }, { label: 'B' }],
    },
    { question: 'Which database?', custom: false, options: [{ label: 'A, B' }] },
  ],
});

describe('questions', () => {
  test('keep their options, descriptions, and whether they take words', () => {
    expect(toolQuestions(asked, null)).toMatchObject([
      { text: 'Which parts?', options: ['A', 'B, or C', 'B'], detail: 'B, or C: both', multiple: true, freeText: true },
      { text: 'Which database?', options: ['A, B'], detail: null, multiple: false, freeText: false },
    ]);
  });

  test.each([
    ['A, B, or C', ['A', 'B, or C']],
    ['B, or C, B', ['B, or C', 'B']],
    ['B, A', ['B', 'A']],
    ['A, and D, too', ['A', 'and D, too']],
    ['neither', ['neither']],
  ])('several answers are told apart by the labels: %s', (answer, chosen) => {
    expect(questionReply(asked, [answer, 'A, B'])).toEqual({ answers: [chosen, ['A, B']] });
  });
});
