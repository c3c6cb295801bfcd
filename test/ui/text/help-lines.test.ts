import { expect, test } from 'vitest';
import { makeBindings } from '../../../src/ui/keymap/bindings.ts';
import { helpLines } from '../../../src/ui/panes/help-lines.ts';
import { columnsOf } from '../../../src/ui/text/fit.ts';

test('the help says all of what a key does at every width', () => {
  const bindings = makeBindings();
  for (const columns of [60, 80, 149, 150, 200, 300]) {
    const lines = helpLines(bindings, 'board', columns);
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns);
    const words = new Set(lines.join(' ').split(/\s+/));
    expect(bindings.flatMap(({ does }) => does.split(' ')).filter((word) => !words.has(word))).toEqual([]);
  }
});

test('the help begins with the keys of what is open', () => {
  const bindings = makeBindings();
  expect(helpLines(bindings, 'answers', 80)[0]).toBe('Answers');
  expect(helpLines(bindings, 'review', 200)[0]).toMatch(/^Review /);
  expect(helpLines(bindings, 'review', 80).filter((line) => line === 'Review')).toHaveLength(1);
});
