import { describe, expect, test } from 'vitest';

import { RuleReader } from '../../../src/agents/signals/rule-reader.ts';
import type { ScreenRule } from '../../../src/agents/signals/screen-rules.ts';

const rules: readonly ScreenRule[] = [
  { name: 'failed', means: { kind: 'turn-failed' }, where: 'last rows', pattern: /^✗ (.*)$/mu },
  {
    name: 'may I',
    means: { kind: 'dialog', about: 'permission' },
    where: 'last rows',
    pattern: /^Do you want .*\?$/mu,
  },
  { name: 'busy', means: { kind: 'activity', activity: 'working' }, where: 'title', pattern: /^◐/u },
  { name: 'again', means: { kind: 'activity', activity: 'retrying' }, where: 'last rows', pattern: /attempt (\d)/u },
  { name: 'prompt', means: { kind: 'activity', activity: 'resting' }, where: 'last row', pattern: /^>$/mu },
];

/** A reader, and looks at rows and title at a time; gives the name of the rule that decided. */
function reader() {
  const one = new RuleReader(rules);
  const look = (at: number, rows: string | readonly string[], title = ''): string | null | undefined => {
    const found = one.look({ title, rows: typeof rows === 'string' ? rows.split('\n') : rows }, at);
    return found === undefined ? undefined : (found?.rule.name ?? null);
  };
  return { one, look };
}

describe('a rule decides', () => {
  test('only when it has held for a while, and only once', () => {
    const { one, look } = reader();
    expect(look(0, 'hello\n>')).toBeUndefined();
    expect(one.dueAt).toBe(400);
    expect(look(399, 'hello\n>')).toBeUndefined();
    expect(look(400, 'hello\n>')).toBe('prompt');
    expect(one.dueAt).toBeNull();
    expect(look(900, 'hello\n>')).toBeUndefined();
  });

  test('not from a half-painted screen: one that shows for a moment only starts anew', () => {
    const { one, look } = reader();
    look(0, '', '◐ x');
    expect(look(100, '', '◐ x')).toBe('busy');
    expect(look(200, '>', '')).toBeUndefined();
    expect(look(300, 'text', '◐ x')).toBeUndefined();
    expect(look(500, '>', '')).toBeUndefined();
    expect(look(899, '>', '')).toBeUndefined();
    expect(one.finding?.rule.name).toBe('busy');
    expect(look(900, '>', '')).toBe('prompt');
  });

  test('the first in the list, and nothing at all when none matches', () => {
    const { look } = reader();
    look(0, 'Do you want it?\n>', '◐ x');
    expect(look(200, 'Do you want it?\n>', '◐ x')).toBe('may I');
    expect(look(300, 'text')).toBeUndefined();
    expect(look(1099, 'text')).toBeUndefined();
    expect(look(1100, 'text')).toBeNull();
  });

  test('of the last row only by what reaches into it', () => {
    const { look } = reader();
    look(0, '>\nthinking');
    expect(look(5000, '>\nthinking')).toBeNull();
    look(5001, '>\nthinking\n>\n\n  ');
    expect(look(5401, '>\nthinking\n>\n\n  ')).toBe('prompt');
  });

  test('of the last rows not by what is further up', () => {
    const { look } = reader();
    const rows = ['attempt 1', ...Array.from({ length: 16 }, (_, at) => `row ${at}`)];
    look(0, rows);
    expect(look(5000, rows)).toBeNull();
    expect(look(5001, rows.slice(0, 16))).toBeUndefined();
    expect(look(5101, rows.slice(0, 16))).toBe('again');
  });
});

test('a failure that was there before a prompt is history, a new one is not, also when the old scrolls away', () => {
  const { one, look } = reader();
  look(0, '✗ no\n>');
  expect(look(200, '✗ no\n>')).toBe('failed');
  one.mark({ title: '', rows: ['✗ no', '>'] });
  look(300, '✗ no\n> again\n>');
  expect(look(700, '✗ no\n> again\n>')).toBe('prompt');
  look(800, '✗ no\n> again\n✗ no');
  expect(look(1000, '✗ no\n> again\n✗ no')).toBe('failed');

  one.mark({ title: '', rows: ['✗ no', '✗ no', '>'] });
  look(1100, '>');
  expect(look(1500, '>')).toBe('prompt');
  look(1600, 'x\n✗ no');
  expect(look(1800, 'x\n✗ no')).toBe('failed');
});

test('what a rule says in words is news when it changes', () => {
  const { one, look } = reader();
  look(0, 'attempt 1');
  expect(look(100, 'attempt 1')).toBe('again');
  expect(one.finding?.group).toBe('1');
  look(200, 'attempt 2');
  expect(look(300, 'attempt 2')).toBe('again');
  expect(one.finding?.group).toBe('2');
});

test('another question in the same words of a rule is another dialog', () => {
  const { one, look } = reader();
  look(0, 'Bash: ls\n\nDo you want to proceed?\n❯ 1. Yes\n  2. No');
  expect(look(200, 'Bash: ls\n\nDo you want to proceed?\n❯ 1. Yes\n  2. No')).toBe('may I');
  look(300, 'Bash: rm\n\nDo you want to proceed?\n❯ 1. Yes\n  2. No');
  expect(look(500, 'Bash: rm\n\nDo you want to proceed?\n❯ 1. Yes\n  2. No')).toBe('may I');
  expect(one.finding?.dialog?.detail).toBe('Bash: rm');
});

test('the look right before typing does not wait', () => {
  const { one, look } = reader();
  look(0, '>');
  look(400, '>');
  expect(one.match({ title: '', rows: ['Do you want it?'] })?.rule.name).toBe('may I');
  expect(one.finding?.rule.name).toBe('prompt');
});
