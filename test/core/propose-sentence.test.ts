import { expect, test } from 'vitest';
import { proposeSentence } from '../../src/core/conventions/propose-sentence.ts';

test.each<{ text: string; options: string[]; answer: string; sentence: string }>([
  {
    text: 'Should I use tabs or spaces for indentation?',
    options: ['spaces', 'tabs'],
    answer: 'tabs',
    sentence: 'Use tabs for indentation.',
  },
  {
    text: 'Should dates be stored as UTC or local time?',
    options: ['UTC', 'local time'],
    answer: 'UTC',
    sentence: 'Dates should be stored as UTC.',
  },
  {
    text: 'Should I add a dependency for parsing dates?',
    options: [],
    answer: 'no',
    sentence: 'Do not add a dependency for parsing dates.',
  },
  { text: 'Do you want me to edit src/a.ts, or not?', options: [], answer: 'Yes.', sentence: 'Edit src/a.ts.' },
  {
    text: 'Should error messages be translated?',
    options: ['yes', 'no'],
    answer: 'no',
    sentence: 'Error messages should not be translated.',
  },
  { text: 'How many retries?', options: [], answer: '3', sentence: 'How many retries? 3.' },
  { text: 'Should I use A or B?', options: [], answer: 'C', sentence: 'Should I use A or B? C.' },
  {
    text: 'It is slow. Should I cache it?',
    options: [],
    answer: 'yes',
    sentence: 'It is slow. Should I cache it? yes.',
  },
  {
    text: 'Which?',
    options: [],
    answer: 'Money is kept in integer cents only.',
    sentence: 'Money is kept in integer cents only.',
  },
  { text: 'May I?\nReally?', options: [], answer: 'no', sentence: 'May I? Really? no.' },
  { text: 'Should I keep it or drop it?', options: ['keep it', 'drop it'], answer: 'drop it', sentence: 'Drop it.' },
])('$text: $answer', ({ text, options, answer, sentence }) => {
  expect(proposeSentence({ text, options }, answer)).toBe(sentence);
});
