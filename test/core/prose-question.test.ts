import { expect, test } from 'vitest';
import { proseQuestion } from '../../src/core/words/prose-question.ts';

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
  ['Should I use SQLite here?\n\n```ts\nconst a = 1;\n```', 'Should I use SQLite here?'],
  ['Done so far.\n\nShall I proceed?\n\nThanks!', 'Shall I proceed?\nThanks!'],
  ['Shall I use A?\n\nAnd B as well?', 'Shall I use A?\nAnd B as well?'],
  ['Two ways:\n\n1. X\n2. Y\n\nPlease pick one.', 'Please pick one.'],
  ['Which one?\n\n1. A\n   more on A\n2. B', 'Which one?\n1. A\n   more on A\n2. B'],
  ['Which one?\n\nI would recommend A.\n\n---', 'Which one?\nI would recommend A.'],
  ['Which one, A or B?\r\n\r\nOnce you decide, I will go on.', 'Which one, A or B?\nOnce you decide, I will go on.'],
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
  'I replaced the text "Are you sure?" by another.',
  'Done. Would you like anything else?',
  'Done. Please let me know if you want changes.',
  'What changed? The port is 8080 now.',
  '',
])('does not ask: %s', (words) => {
  expect(proseQuestion(words)).toBeNull();
});

test.each([
  'Do you want A or B? I will wait for your reply.',
  'I know of two ways. Tell me which one to take.',
  'Which version is it? I have stopped here.',
  'Before I go on, I need to know the port.',
  'Should I go on? (y/n)',
  'Let me know if you would prefer A before I continue.',
  'Could you tell me which port it listens on',
  '要继续吗？',
])('asks all of it: %s', (words) => {
  expect(proseQuestion(words)).toBe(words);
});
