import { expect, test } from 'vitest';
import { questionLines } from '../../src/cli/question-lines.ts';
import type { Question } from '../../src/core/model/question.ts';

const question: Question = {
  number: 2,
  about: 'question',
  text: 'tabs or spaces?',
  detail: null,
  options: ['tabs', 'spaces'],
  multiple: false,
  freeText: true,
  dialog: null,
  default: 'tabs',
  blocking: true,
  askedAt: 0,
  request: 'request-1',
  answer: null,
  sent: false,
  withdrawn: false,
  closedBy: null,
  widens: [],
};

test('a question with its options and the recommended one', () => {
  expect(questionLines(question)).toEqual(['  2. tabs or spaces?', '     1) tabs  (recommended)', '     2) spaces']);
  expect(questionLines({ ...question, options: [], default: 'as it was', blocking: false })).toEqual([
    '  2. tabs or spaces?  (it can wait)',
    '     recommended: as it was',
  ]);
});

test('a permission shows what it is about, and that nothing but its options is an answer', () => {
  const detail = Array.from({ length: 15 }, (_, line) => `line ${line}`).join('\n');
  const lines = questionLines({
    ...question,
    about: 'permission',
    text: 'Edit src/a.ts',
    detail: `${detail}\n`,
    options: ['Yes', 'No'],
    default: null,
    freeText: false,
    dialog: 'tool-1',
  });
  expect(lines[0]).toBe('  2. permission: Edit src/a.ts');
  expect(lines.slice(1, 13)).toEqual(Array.from({ length: 12 }, (_, line) => `     | line ${line}`));
  expect(lines.slice(13)).toEqual([
    '     | ... 3 more lines',
    '     1) Yes',
    '     2) No',
    '     one of these, nothing else',
  ]);
});

test('several options at once', () => {
  expect(questionLines({ ...question, multiple: true, default: null })).toContain('     several may be chosen: "A, B"');
});
