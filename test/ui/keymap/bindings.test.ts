import { expect, test } from 'vitest';
import { Fault } from '../../../src/core/fault.ts';
import { findAction, keyOf, makeBindings } from '../../../src/ui/keymap/bindings.ts';
import { keymap } from '../../../src/ui/keymap/keymap.ts';
import { keymapTable } from '../../../src/ui/keymap/keymap-table.ts';

test('the innermost scope wins', () => {
  const bindings = makeBindings();
  expect(findAction(bindings, ['review', 'any'], 'y')).toBe('review.approve');
  expect(findAction(bindings, ['board', 'any'], 'y')).toBe(null);
  expect(findAction(bindings, ['board', 'any'], 'ctrl-c')).toBe('any.interrupt');
});

test('an override replaces all keys of its action, however it is written', () => {
  const bindings = makeBindings({ 'board.new': 'Ctrl+N', 'zoom.leave': '^b', 'review.page-down': 'space' });
  expect(keyOf(bindings, 'board.new')).toBe('ctrl-n');
  expect(findAction(bindings, ['board'], 'n')).toBe(null);
  expect(keyOf(bindings, 'zoom.leave')).toBe('ctrl-b');
  expect(findAction(bindings, ['review'], ' ')).toBe('review.page-down');
});

test.each([
  [{ 'board.dance': 'd' }, 'keys: there is no action board.dance'],
  [{ 'board.new': 'q' }, 'keys: q would mean both board.new and board.quit'],
  [{ 'board.new': 'hyper-whatever' }, 'keys: hyper-whatever (for board.new) names no key'],
])('%j is refused with a sentence', (keys, sentence) => {
  let thrown: unknown = null;
  try {
    makeBindings(keys);
  } catch (caught) {
    thrown = caught;
  }
  expect(thrown).toBeInstanceOf(Fault);
  expect(thrown).toMatchObject({ code: 'config', message: sentence });
});

test('the Markdown table has every action', () => {
  const table = keymapTable();
  for (const { action, does } of keymap) expect(table).toContain(`| ${does} | \`${action}\` |`);
});
