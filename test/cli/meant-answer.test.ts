import { expect, test } from 'vitest';
import { meantQuestion, meantText, optionText } from '../../src/cli/person/meant-answer.ts';
import { asks, madeUp } from '../ui/made-up-world.ts';

const menu = asks(1, 'Trust this folder?', {
  options: ['Yes, I do', 'No'],
  freeText: false,
  dialog: 'd',
  about: 'menu',
});

test('the number of an option means its words where nothing else can be meant', () => {
  expect(meantText(menu, '1')).toBe('Yes, I do');
  expect(meantText(menu, ' 2 ')).toBe('No');
  expect(meantText(menu, '3')).toBe('3');
  expect(meantText(menu, 'No')).toBe('No');
  expect(meantText(asks(1, 'Which port?', { options: ['80', '8080'], freeText: false }), '1')).toBe('1');
  expect(meantText(asks(1, 'Which?', { options: ['2', '1'], freeText: false }), '1')).toBe('1');
});

test('where a text is an answer too a number is that text, but never a refusal by accident', () => {
  expect(meantText(asks(1, 'How many workers?', { options: ['few', 'many'] }), '2')).toBe('2');
  const permission = asks(1, 'Bash', { about: 'permission', options: ['Allow', 'Deny'], dialog: 'd' });
  expect(() => meantText(permission, '1')).toThrow('1 is none of the answers');
  expect(() => meantText(permission, 'yes')).toThrow('yes is none of the answers');
  expect(meantText(permission, 'allow')).toBe('Allow');
  expect(meantText(permission, 'use 1 worker only')).toBe('use 1 worker only');
});

test('a yes, a no or a number answers a question about the boundary; any other text stays', () => {
  const options = ['widen the boundary', 'keep the boundary'];
  const scope = asks(1, 'the index', { about: 'scope', options });
  expect(['yes', '1', 'no', '2', 'No.'].map((text) => meantText(scope, text))).toEqual([
    options[0],
    options[0],
    options[1],
    options[1],
    options[1],
  ]);
  expect(meantText(scope, 'only the index')).toBe('only the index');
});

test('--option takes numbers, several where several may be chosen, in the order of the options', () => {
  expect(optionText(menu, '1')).toBe('Yes, I do');
  expect(() => optionText(menu, '1,2')).toThrow('question 1 takes one option');
  expect(() => optionText(menu, '3')).toThrow('question 1 has no option 3');
  expect(() => optionText(menu, '0')).toThrow('--option cannot be "0"');
  expect(() => optionText(undefined, '1')).toThrow('it is not clear whose option that is');
  const several = asks(1, 'Which?', { options: ['a', 'b', 'c'], multiple: true, freeText: false });
  expect(optionText(several, '3, 1,3')).toBe('a, c');
});

test('the question that is meant is the named one, or the only open one', () => {
  const one = madeUp(1, 'asking', { questions: [menu] });
  const two = madeUp(2, 'asking', { questions: [menu, asks(2, 'And?')] });
  expect(meantQuestion(one, null)).toBe(menu);
  expect(meantQuestion(two, null)).toBeUndefined();
  expect(meantQuestion(two, 2)?.text).toBe('And?');
  expect(meantQuestion(undefined, null)).toBeUndefined();
});
