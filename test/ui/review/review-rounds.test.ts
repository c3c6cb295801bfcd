import { expect, test } from 'vitest';
import type { FileMark } from '../../../src/core/model/review-notes.ts';
import { unreadFiles } from '../../../src/ui/review/review-content.ts';
import type { ReviewAction } from '../../../src/ui/review/review-model.ts';
import { newMarks, wantsCompare } from '../../../src/ui/review/review-rounds.ts';
import { type ReviewState, wantedPatches } from '../../../src/ui/review/review-state.ts';
import { after, changed, comparedAs, loaded, opened, patchOf, screenText, session, verdict } from './review-kit.tsx';

const [first, second, third] = ['test/upload.test.ts', 'src/upload.ts', 'README.md'];
const contents = { [first]: 'one', [second]: 'two', [third]: 'three' };
const all: ReviewAction = { type: 'toggle-against' };
const page: ReviewAction = { type: 'toggle-page' };
const seen = (content: string): FileMark => ({ mark: 'seen', content });
const paths = (state: ReviewState) => state.files.map(({ file }) => file.path);

/** The second round of a work of which all was read in the first, and one file has changed since. */
function secondRound(
  marks: Record<string, FileMark> = { [first]: seen('one'), [second]: seen('old'), [third]: seen('three') },
) {
  const since = { files: [changed(second, 2, 1)], same: 2, before: { [second]: 'old' } };
  return after(opened({ marks }), comparedAs(contents, undefined, { since }));
}

test('a second round opens as the difference to what was decided about; a key shows all of it, and back', async () => {
  const state = secondRound();
  expect(state.against).toBe('reviewed');
  expect(state.files).toMatchObject([{ file: { path: second }, against: 'reviewed' }]);
  expect(state.files[0]?.reasons[0]).toBe('changed since round 1');
  expect(unreadFiles(state)).toEqual([second]);
  expect(await screenText(state)).toMatch(
    /\[brief\] {2}diff {3}log {3}since round 1, \d\d:\d\d; a: all .*1 of 3 files unread/,
  );
  const patch: ReviewAction = {
    type: 'patch-loaded',
    path: second,
    against: 'reviewed',
    patch: patchOf(second, 2),
    to: 'c'.repeat(40),
  };
  const read = after(state, page, patch);
  expect(unreadFiles(read)).toEqual([]);
  expect(newMarks(read)).toEqual([{ path: second, mark: 'seen', content: 'two' }]);
  const whole = after(read, all);
  // What was not seen is first; the patch of the other comparison is not taken for this one's.
  expect(paths(whole)).toEqual([second, first, third]);
  expect(wantedPatches(whole)).toEqual([second, first]);
  expect(after(whole, patch).patches.size).toBe(0);
  expect(await screenText(whole)).toContain('against main; a: since round 1');
  expect(paths(after(whole, all))).toEqual([second]);
});

test('what was not read in the first round is not hidden by the second: it is listed, all of it', () => {
  const state = secondRound({ [first]: seen('one') });
  expect(state.files.map(({ file, against, reasons }) => [file.path, against, reasons[0]])).toEqual([
    [second, undefined, 'not read before: all of it'],
    [third, undefined, 'unchanged, and not read before'],
  ]);
  expect(unreadFiles(state)).toEqual([second, third]);
});

test('what was read of the second round stays a difference when the review is opened again', () => {
  const state = secondRound({ [first]: seen('one'), [second]: seen('two'), [third]: seen('three') });
  expect(state.files).toMatchObject([{ file: { path: second }, against: 'reviewed' }]);
  expect(state.files[0]?.reasons[0]).toBe('changed since round 1');
  expect(unreadFiles(state)).toEqual([]);
});

test('before the comparison has come nothing is said of what was read earlier', async () => {
  const marks = { [first]: seen('one'), [second]: seen('two'), [third]: seen('three') };
  const early = after(opened({ marks }), { type: 'compare-requested' });
  expect(await screenText(early)).toContain('looking what is read');
  expect(await screenText(early)).not.toContain('unread');
  expect(await screenText(after(early, comparedAs(contents)))).toContain('all 3 files read');
  expect(await screenText(after(early, { type: 'compare-failed', why: 'gone' }))).toContain('3 of 3 files unread');
});

test('decided by a command nothing is known of reading: the difference is listed, the rest counts as unread', () => {
  const state = secondRound({});
  expect(paths(state)).toEqual([second]);
  expect(unreadFiles(state)).toEqual([second, third, first]);
});

test('a mark holds while the change reads the same; otherwise it is said', () => {
  const marks = {
    [first]: seen('one'),
    [second]: seen('before'),
    [third]: { mark: 'unread' as const, content: 'three' },
  };
  const state = after(opened({ marks }), comparedAs(contents));
  expect(unreadFiles(state)).toEqual([second, third]);
  expect(state.files.find(({ file }) => file.path === second)?.reasons[0]).toBe('changed since you read it');
  expect(newMarks(state)).toEqual([]);
  // What another client marks counts here too.
  const elsewhere = session({ marks: { ...marks, [second]: seen('two') } });
  const told = after(state, { type: 'session-changed', session: elsewhere, target: null, clashes: [] });
  expect(unreadFiles(told)).toEqual([third]);
});

test('a file that is read before the comparison is there gets its mark all the same', () => {
  const early = after(opened(), page, loaded(first, patchOf(first, 2)));
  expect(newMarks(early)).toEqual([]);
  const state = after(early, { type: 'compare-requested' }, comparedAs(contents));
  expect(newMarks(state)).toEqual([{ path: first, mark: 'seen', content: 'one' }]);
  // It is read already: the list does not change under the eye.
  expect(state.page).toBe('diff');
  expect(paths(state)).toEqual(paths(early));
});

test('files that cannot be separated are compared with the target, and say so', () => {
  const since = {
    files: [changed(second, 2, 1), changed(third)],
    mixed: [second],
    before: { [second]: 'old', [third]: 'x' },
  };
  const marks = { [second]: seen('old'), [third]: seen('x') };
  const state = after(opened({ marks }), comparedAs(contents, undefined, { since }));
  const mixed = state.files.find(({ file }) => file.path === second);
  expect(mixed?.against).toBeUndefined();
  expect(mixed?.reasons[0]).toBe('cannot be separated from what the target brought: all of it');
  expect(state.files.find(({ file }) => file.path === third)?.against).toBe('reviewed');
});

test('nothing changed since: all of it is shown, and the brief says so', async () => {
  const state = after(opened(), comparedAs(contents, undefined, { since: { same: 3 } }));
  expect(state.against).toBe('target');
  expect(await screenText(state)).toContain('since round 1: the agent changed nothing, 3 files unchanged');
});

test('a comparison of other work is not taken, and none is asked for twice', () => {
  const start = opened();
  expect(wantsCompare(start)).toBe(true);
  const asked = after(start, { type: 'compare-requested' });
  expect(wantsCompare(asked)).toBe(false);
  const other = after(asked, comparedAs(contents, 'd'.repeat(40)));
  expect(other.compared).toBeNull();
  expect(wantsCompare(other)).toBe(false);
  const newer = session({ verdict: verdict({ snapshot: '6'.repeat(40), candidate: 'd'.repeat(40), finishedAt: 7 }) });
  const told = after(other, { type: 'session-changed', session: newer, target: null, clashes: [] });
  expect(wantsCompare(after(told, { type: 'adopt-verdict' }))).toBe(true);
});
