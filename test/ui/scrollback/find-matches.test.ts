import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findMatches, firstMatchFrom, searchStart } from '../../../src/ui/scrollback/find-matches.ts';
import { selectedText } from '../../../src/ui/scrollback/selection.ts';
import { numbered, printed } from './printed.ts';

test('small letters find capitals, capitals only themselves', () => {
  const history = printed('Error: one\nerror: two\nnothing');
  const all = { from: 0, to: history.end };
  expect(findMatches(history, 'error', all).map(({ from }) => from.line)).toEqual([0, 1]);
  expect(findMatches(history, 'Error', all).map(({ from }) => from.line)).toEqual([0]);
  expect(findMatches(history, '.', all)).toEqual([]);
});

test('a match is found where the text is folded, and its cells are those of the text', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab界🙂 ]{0,40}$/u), fc.integer({ min: 4, max: 30 }), (before, columns) => {
      const history = printed(`${before}needle界 rest`, { columns, rows: 30 });
      const found = findMatches(history, 'needle界', { from: 0, to: history.end });
      expect(found.length).toBe(1);
      for (const { from, to } of found) {
        expect(selectedText(history, { kind: 'cells', anchor: from, head: to })).toBe('needle界');
      }
      history.dispose();
    }),
    { numRuns: 200 },
  );
});

test('searching piece by piece from the end finds what searching at once finds', () => {
  const history = printed(`${numbered(0, 50)}${'long text '.repeat(9)}\n${numbered(50, 120)}`);
  const at = findMatches(history, 'te', { from: history.first, to: history.end });
  const pieces = [];
  for (let to = history.end; to > history.first;) {
    const from = searchStart(history, to - 7);
    pieces.unshift(...findMatches(history, 'te', { from, to }));
    to = from;
  }
  expect(pieces).toEqual(at);
  expect(at.length).toBe(9);
});

test('the first match from a line on', () => {
  const history = printed(numbered(0, 30));
  const matches = findMatches(history, '5', { from: 0, to: history.end });
  expect(matches.map(({ from }) => from.line)).toEqual([5, 15, 25]);
  expect([0, 5, 6, 25, 26].map((line) => firstMatchFrom(matches, line))).toEqual([0, 0, 1, 2, 3]);
});
