import { expect, test } from 'vitest';
import type { Comment } from '../../../src/core/model/review-notes.ts';
import type { Placed } from '../../../src/core/rules/place-comments.ts';
import { placeWords } from '../../../src/ui/review/comment-words.ts';
import { lineOfRow, planOf } from '../../../src/ui/review/diff-plan.ts';
import { notedPlan } from '../../../src/ui/review/noted-plan.ts';
import { parsePatch } from '../../../src/ui/review/patch.ts';
import { quoteFromPatch } from '../../../src/ui/review/quote-patch.ts';
import { commentCount, noteAtCursor, shownNotes } from '../../../src/ui/review/review-comments.ts';
import { selectedFile } from '../../../src/ui/review/review-content.ts';
import type { ReviewAction } from '../../../src/ui/review/review-model.ts';
import type { ReviewState } from '../../../src/ui/review/review-state.ts';
import { pageRows } from '../../../src/ui/review/shown-plan.ts';
import { after, comparedAs, loaded, opened, patchOf, screenText } from './review-kit.tsx';

const path = 'test/upload.test.ts';
const page: ReviewAction = { type: 'toggle-page' };
const down: ReviewAction = { type: 'down' };
const up: ReviewAction = { type: 'up' };

function comment(parts: Partial<Comment> = {}): Comment {
  const at = { line: 2, quoted: 'const value1 = 2;', before: [], after: [] };
  return { id: 'c1', round: 2, path, side: 'new', ...at, text: 'name it', at: 0, sentIn: null, ...parts };
}

const placed = (parts: Partial<Placed> = {}): Placed => ({
  id: 'c1',
  path,
  kind: 'same',
  side: 'new',
  line: 2,
  now: 'const value1 = 2;',
  ...parts,
});

/** On the diff of a file whose lines alternate between old and new, with these comments. */
function reading(comments: Comment[], places: Placed[] = [], size = { columns: 80, rows: 24 }): ReviewState {
  const compared = comparedAs({ [path]: 'one' }, undefined, { comments: { target: places, reviewed: [] } });
  return after(opened({ comments }, size), compared, page, loaded(path, patchOf(path, 12)));
}

test('a comment stands below its line, is counted in the list, and the cursor goes around it', async () => {
  const state = reading([comment()], [placed()]);
  const text = await screenText(state);
  expect(text).toMatch(/2 \+ const value1 = 2;[^\n]*\n[^\n]*┃ comment, not sent[^\n]*\n[^\n]*┃ name it/);
  expect(text).toMatch(/1\/3 .*1 comment/);
  expect(pageRows(state)).toBe(27);
  const there = after(state, down, down, down, down);
  expect(noteAtCursor(there)).toMatchObject({ kind: 'comment', comment: { id: 'c1' } });
  const below = after(there, down);
  expect(below.cursor).toBe(5);
  expect(after(below, up).cursor).toBe(4);
  expect(noteAtCursor(below)).toBeNull();
});

test('what became of the line of an earlier round is said, and a comment without a line stands on top', async () => {
  const earlier = comment({ round: 1, sentIn: 1, quoted: 'const value1 = 9;' });
  const changed = placed({ kind: 'changed' });
  const text = await screenText(reading([earlier], [changed]));
  expect(text).toMatch(/2 \+ const value1 = 2;[^\n]*\n[^\n]*round 1, sent; the agent changed this line; it was:/);
  const gone = placed({ kind: 'gone', line: null, now: null });
  const state = reading([earlier], [gone]);
  expect(shownNotes(state)[0]?.line).toBeNull();
  expect(await screenText(state)).toMatch(/diff[^]*its line is gone; it was: const value1[^]*name it[^]*@@ -1,12/);
  expect(noteAtCursor(state)).toMatchObject({ kind: 'comment' });
});

test('nothing is said of a line before it is known what became of it', async () => {
  const sent = comment({ round: 1, sentIn: 1 });
  const text = await screenText(reading([sent]));
  expect(text).toMatch(/comment, round 1, sent *┃/);
  expect(await screenText(opened({ comments: [sent] }))).not.toContain('the agent left');
  expect(await screenText(reading([sent], [placed()]))).toContain('the agent left this line as it was');
});

test('a comment on a removed line says whether it is removed still', () => {
  const about = comment({ round: 1, sentIn: 1, side: 'old' });
  expect(placeWords(about, placed({ side: 'old' }), 2)).toBe('this line is still removed');
  expect(placeWords(about, placed(), 2)).toBe('the agent gave this line back');
});

test('a comment is never put under a line that reads otherwise, nor lost where its line is not shown', () => {
  const moved = reading([comment()], [placed({ line: 3 })]);
  expect(shownNotes(moved)).toMatchObject([{ line: null }]);
  const away = reading([comment()], [placed({ line: 400 })]);
  expect(shownNotes(away)).toMatchObject([{ line: null }]);
});

test('half-typed comments are shown on their line, found again by its text, and counted', async () => {
  const draft = {
    id: 'd1',
    path,
    side: 'new' as const,
    line: 40,
    quoted: 'const value3 = 4;',
    before: [],
    after: [],
    text: 'hm',
  };
  const state = after(reading([]), { type: 'drafts-changed', drafts: [draft] });
  expect(shownNotes(state)).toMatchObject([{ line: 8, content: { kind: 'half-typed' } }]);
  const file = selectedFile(state);
  expect(file === null ? 0 : commentCount(state, file)).toBe(1);
  expect(await screenText(state)).toMatch(
    /const value3 = 4;[^\n]*\n[^\n]*half-typed comment \(c goes on\)[^\n]*\n[^\n]*hm/,
  );
});

test('the next comment is reached from anywhere, around the end', () => {
  const state = reading([comment(), comment({ id: 'c2', line: 5, quoted: 'const value4 = 5;' })]);
  const next: ReviewAction = { type: 'next-comment' };
  const first = after({ ...state, page: 'brief' }, next);
  expect(first).toMatchObject({ page: 'diff', cursor: 4 });
  expect(after(first, next).cursor).toBe(10);
  expect(after(first, next, next).cursor).toBe(4);
});

test('side by side the comment goes over both sides, and every line keeps its row', () => {
  const patch = parsePatch(patchOf(path, 3));
  for (const sideBySide of [false, true]) {
    const plain = planOf(patch, sideBySide);
    const note = [[{ text: 'note', as: 'plain' as const }]];
    const plan = notedPlan(plain, [
      { line: null, lines: note },
      { line: 2, lines: [...note, ...note] },
      { line: patch.count - 1, lines: note },
    ]);
    expect(plan.rows).toBe(plain.rows + 4);
    const rows = Array.from({ length: plan.rows }, (_, row) => row);
    expect(rows.filter((row) => plan.noteAt(row) !== null)).toHaveLength(4);
    for (let line = 0; line < patch.count; line++) {
      const row = plan.rowOf(line);
      expect(plan.noteAt(row)).toBeNull();
      const { left, right } = plan.linesOf(row);
      expect([left, right]).toContain(line);
      expect(plan.linesOf(row)).toEqual(plain.linesOf(plain.rowOf(line)));
    }
    expect(plan.noteAt(0)).not.toBeNull();
    expect(plan.noteAt(plan.rows - 1)).not.toBeNull();
    expect(lineOfRow(plan, 0, 'right')).toBe(0);
  }
});

test('a comment keeps the lines around it of its own version', () => {
  const patch = parsePatch(`${patchOf('a', 3)} tail\n`.replace('@@ -1,3 +1,3 @@', '@@ -1,4 +1,4 @@'));
  expect(quoteFromPatch(patch, 4, 'new')).toEqual({
    quoted: 'const value1 = 2;',
    before: ['const value0 = 1;'],
    after: ['const value2 = 3;', 'tail'],
  });
  expect(quoteFromPatch(patch, 3, 'old').before).toEqual(['const value0 = 0;']);
});
