import { expect, test } from 'vitest';
import { proposeSentence } from '../../src/core/conventions/propose-sentence.ts';

test.each([
  ['Should I use tabs or spaces for indentation?', ['spaces', 'tabs'], 'tabs', 'Use tabs for indentation.'],
  ['Should dates be stored as UTC or local time?', ['UTC', 'local time'], 'UTC', 'Dates should be stored as UTC.'],
  ['Should I add a dependency for parsing dates?', [], 'no', 'Do not add a dependency for parsing dates.'],
  ['Do you want me to edit src/a.ts, or not?', [], 'Yes.', 'Edit src/a.ts.'],
  ['Should error messages be translated?', ['yes', 'no'], 'no', 'Error messages should not be translated.'],
  ['How many retries?', [], '3', 'How many retries? 3.'],
  ['Should I use A or B?', [], 'C', 'Should I use A or B? C.'],
  ['It is slow. Should I cache it?', [], 'yes', 'It is slow. Should I cache it? yes.'],
  ['Which?', [], 'Money is kept in integer cents only.', 'Money is kept in integer cents only.'],
  ['May I?\nReally?', [], 'no', 'May I? Really? no.'],
  ['Should I keep it or drop it?', ['keep it', 'drop it'], 'drop it', 'Drop it.'],
])('%s %j: %s', (text, options, answer, sentence) => {
  expect(proposeSentence({ text, options }, answer)).toBe(sentence);
});
