import { expect, test } from 'vitest';
import { proseQuestion } from '../../src/core/prose-question.ts';

test.each([
  ['Done.\n\nShould I also update the docs?', 'Should I also update the docs?'],
  ['I see two ways. Which one do you prefer?', 'I see two ways. Which one do you prefer?'],
  [
    'Two options:\n\nWhich database should I use?\n\n1. SQLite\n2. Postgres',
    'Which database should I use?\n1. SQLite\n2. Postgres',
  ],
  ['**Do you want me to drop the table?**', '**Do you want me to drop the table?**'],
  ['I need your decision on the page size before I go on.', 'I need your decision on the page size before I go on.'],
  ['Please confirm that the old endpoint may go.', 'Please confirm that the old endpoint may go.'],
  ['Shall I use `a?b` or `c`?', 'Shall I use `a?b` or `c`?'],
  [
    'Is it the old one? Let me know if you need anything else.',
    'Is it the old one? Let me know if you need anything else.',
  ],
  ['Let me know which one you prefer.', 'Let me know which one you prefer.'],
])('asks: %s', (words, question) => {
  expect(proseQuestion(words)).toBe(question);
});

test.each([
  'All done. The file is written.',
  'Why did it fail? Because the port was taken. I fixed it and all tests pass.',
  'Done.\n\n```js\nconst a = b ? c : d; // really?\n```',
  'Done. Let me know if you need anything else.',
  'Is anything else needed? Let me know if so.\n\nThe work is finished.',
  'I replaced `x?` by `y`.',
  'Feel free to ask for changes.',
  'If you want, I can also add a test.',
  '',
])('does not ask: %s', (words) => {
  expect(proseQuestion(words)).toBeNull();
});
