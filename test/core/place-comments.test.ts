import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Comment } from '../../src/core/model/review-notes.ts';
import { type ComparedFile, placeComment } from '../../src/core/rules/place-comments.ts';

const body = [
  'function start() {',
  '  open();',
  '  return load(name);',
  '}',
  '',
  'function stop() {',
  '  close();',
  '}',
];

function commentOn(lines: readonly string[], line: number, side: Comment['side'] = 'new'): Comment {
  const at = line - 1;
  return {
    id: 'c1',
    round: 1,
    path: 'a.ts',
    side,
    line,
    quoted: lines[at] ?? '',
    before: lines.slice(Math.max(0, at - 3), at),
    after: lines.slice(at + 1, at + 4),
    text: 'why?',
    at: 0,
    sentIn: null,
  };
}

const file = (now: readonly string[], old: readonly string[] | null = null): ComparedFile => ({
  path: 'a.ts',
  old,
  new: now,
});

test('a line that moved, changed, was removed or is gone', () => {
  const about = commentOn(body, 3);
  expect(placeComment(about, file(['// new', '', ...body]))).toMatchObject({ kind: 'same', line: 5 });
  const changed = body.with(2, '  return load(name, size);');
  expect(placeComment(about, file(changed))).toMatchObject({
    kind: 'changed',
    line: 3,
    now: '  return load(name, size);',
  });
  expect(placeComment(about, file(body.with(2, '  throw 1;')))).toMatchObject({ kind: 'changed', line: 3 });
  const without = body.toSpliced(2, 1);
  expect(placeComment(about, file(without, body))).toMatchObject({ kind: 'removed', side: 'old', line: 3 });
  expect(placeComment(about, file(without))).toMatchObject({ kind: 'gone', path: 'a.ts', line: null });
  expect(placeComment(about, null)).toMatchObject({ kind: 'gone', path: 'a.ts', line: null });
});

test('the same text elsewhere is not the line when something else stands in its place', () => {
  const about = commentOn(body, 7);
  const now = [...body.with(6, '  close(all);'), 'close();', '  close();'];
  expect(placeComment(about, file(now))).toMatchObject({ kind: 'changed', line: 7 });
  const copied = [...body.with(2, '  return load(nom);'), 'a', '  return load(name);', 'b'];
  expect(placeComment(commentOn(body, 3), file(copied))).toMatchObject({ kind: 'changed', line: 3 });
  // A lone brace far away is none of the braces that were meant.
  expect(placeComment(commentOn(body, 4), file(['x', '}', 'y']))).toMatchObject({ kind: 'gone' });
});

test('of equal lines the one with the same surroundings, of equal surroundings the nearest', () => {
  const twice = [...body, '', ...body];
  expect(placeComment(commentOn(twice, 12), file(twice))).toMatchObject({ kind: 'same', line: 12 });
  expect(placeComment(commentOn(twice, 12), file(['one more', ...twice]))).toMatchObject({ kind: 'same', line: 13 });
});

test('a removed line that came back is found in the new version, a comment on a file stays with the file', () => {
  const about = commentOn(body, 3, 'old');
  expect(placeComment(about, file(body, []))).toMatchObject({ kind: 'same', side: 'new', line: 3 });
  expect(placeComment({ ...about, line: null }, file(body))).toMatchObject({ kind: 'same', line: null });
  expect(placeComment({ ...about, line: null }, { path: 'a.ts', old: null, new: null }).kind).toBe('gone');
});

test('after any edits: never on another text unless it says so, never lost, and found where it was left alone', () => {
  const line: fc.Arbitrary<string> = fc.constantFrom(
    '}',
    '',
    '  x += 1;',
    'return total(rows);',
    '  // the usual',
    'open(name);',
    'open(file);',
  );
  const edit = fc.record({ at: fc.nat(60), remove: fc.nat(3), insert: fc.array(line, { maxLength: 3 }) });
  fc.assert(
    fc.property(
      fc.record({
        lines: fc.array(line, { minLength: 1, maxLength: 40 }),
        chosen: fc.nat(39),
        edits: fc.array(edit, { maxLength: 6 }),
        side: fc.constantFrom('old', 'new') satisfies fc.Arbitrary<Comment['side']>,
      }),
      ({ lines, chosen, edits, side }) => {
        const at = chosen % lines.length;
        const marked = lines.with(at, `unique ${lines[at] ?? ''}`);
        for (const [text, isUnique] of [
          [lines, false],
          [marked, true],
        ] as const) {
          const about = commentOn(text, at + 1, side);
          let now = [...text];
          for (const { at: from, remove, insert } of edits)
            now = now.toSpliced(from % (now.length + 1), remove, ...insert);
          const compared = { path: 'b.ts', old: side === 'old' ? now : lines, new: side === 'new' ? now : lines };
          const placed = placeComment(about, compared);
          expect(placed.id).toBe('c1');
          const found = placed.line === null ? undefined : compared[placed.side][placed.line - 1];
          if (placed.kind === 'gone') expect(placed.line).toBeNull();
          else expect(found).toBe(placed.now);
          if (placed.kind === 'same' || placed.kind === 'removed') expect(found).toBe(about.quoted);
          if (placed.kind === 'changed') expect(found).not.toBe(about.quoted);
          const kept = now.indexOf(about.quoted);
          const [above, below] = [about.before.at(-1), about.after[0]];
          const fits =
            (above !== undefined && now[kept - 1] === above) || (below !== undefined && now[kept + 1] === below);
          // Its text is nowhere else, and a neighbour says that it is the one.
          if (isUnique && kept !== -1 && fits) expect(placed).toMatchObject({ kind: 'same', side, line: kept + 1 });
        }
      },
    ),
    { numRuns: 600 },
  );
});
