import { expect, test } from 'vitest';
import { cursorLine, isRead, shownPatch, unreadFiles } from '../../../src/ui/review/review-content.ts';
import type { ReviewAction } from '../../../src/ui/review/review-model.ts';
import { type ReviewState, wantedLog, wantedPatches } from '../../../src/ui/review/review-state.ts';
import { defaultTheme } from '../../../src/ui/review/review-theme.ts';
import { prepareDiff, reviewSurfaces } from '../../../src/ui/review/review-view.tsx';
import { logWords } from '../../../src/ui/review/review-words.ts';
import { after, changed, check, comparedAs, loaded, logOf, opened, patchOf, session, verdict } from './review-kit.tsx';

const [first, second, third] = ['test/upload.test.ts', 'src/upload.ts', 'README.md'];
const page: ReviewAction = { type: 'toggle-page' };
const press = (
  type:
    | 'down'
    | 'up'
    | 'page-down'
    | 'page-up'
    | 'top'
    | 'bottom'
    | 'next-file'
    | 'next-hunk'
    | 'previous-hunk'
    | 'mark-read',
): ReviewAction => ({ type });

/** On the diff, with the first file's patch of 81 lines and 19 rows to see them. */
function reading(): ReviewState {
  return after(opened(), page, loaded(first, patchOf(first, 40)));
}

test('rows that were prepared while the brief is read are not made again', () => {
  let painted = 0;
  const theme = {
    ...defaultTheme,
    get looks() {
      painted += 1;
      return defaultTheme.looks;
    },
  };
  const size = { columns: 80, rows: 24 };
  const state = after(opened(), loaded(first, patchOf(first, 40)));
  prepareDiff(state, size, theme);
  const before = painted;
  expect(before).toBeGreaterThan(19);
  expect(reviewSurfaces(after(state, page), size, theme)[0]?.content).toHaveLength(19);
  expect(painted - before).toBeLessThan(19);
});

test('the selected file and the one after it are wanted, each once', () => {
  const state = opened();
  expect(wantedPatches(state)).toEqual([first, second]);
  const asked = after(state, { type: 'patch-requested', path: first });
  expect(wantedPatches(asked)).toEqual([second]);
  expect(wantedPatches(after(asked, page, press('next-file')))).toEqual([second, third]);
});

test('a file is read when its last line was on the screen, not before', () => {
  const state = reading();
  expect(unreadFiles(state)).toEqual([first, second, third]);
  const almost = after(state, press('page-down'), press('page-down'), press('page-down'));
  expect(almost.tops.diff).toBe(51);
  expect(isRead(almost, first)).toBe(false);
  const end = after(almost, press('page-down'));
  expect(end.tops.diff).toBe(62);
  expect(unreadFiles(end)).toEqual([second, third]);
});

test('one hidden line is enough to be unread', () => {
  const down = Array.from({ length: 73 }, () => press('down'));
  const almost = after(reading(), ...down);
  expect(almost.tops.diff).toBe(61);
  expect(isRead(almost, first)).toBe(false);
  expect(isRead(after(almost, press('down')), first)).toBe(true);
});

test('a short file is read as soon as it is on the screen, and not while the brief is', () => {
  const arrived = after(opened(), loaded(first, patchOf(first, 2)));
  expect(isRead(arrived, first)).toBe(false);
  expect(isRead(after(arrived, page), first)).toBe(true);
});

test('a taller terminal shows the end as well', () => {
  expect(isRead(after(reading(), { type: 'resize', columns: 80, rows: 100 }), first)).toBe(true);
});

test('a mark set by key stays, and so does one taken away', () => {
  const marked = after(reading(), press('mark-read'));
  expect(isRead(marked, first)).toBe(true);
  const unmarked = after(marked, press('mark-read'), press('bottom'));
  expect(isRead(unmarked, first)).toBe(false);
});

test('turning pages goes on to the next file at the end, and back to the end of the one before', () => {
  const state = after(reading(), press('bottom'), press('page-down'));
  expect(state).toMatchObject({ selected: 1, cursor: 0, tops: { diff: 0 } });
  const back = after(state, loaded(second, patchOf(second, 3)), press('page-up'));
  expect(back).toMatchObject({ selected: 0, cursor: 80, tops: { diff: 62 } });
});

test('the ends hold: nothing before the first file, nothing after the last', () => {
  const state = after(reading(), press('page-up'), press('up'));
  expect(state).toMatchObject({ selected: 0, cursor: 0 });
  const last = after(state, press('next-file'), press('next-file'), press('next-file'), press('page-down'));
  expect(last.selected).toBe(2);
});

test('the page follows the cursor once it comes near the edge', () => {
  const down = Array.from({ length: 20 }, () => press('down'));
  const state = after(reading(), ...down);
  expect(state.cursor).toBe(20);
  expect(state.tops.diff).toBe(8);
  expect(after(state, press('up')).tops.diff).toBe(8);
});

test('hunks: to the next one, then into the next file', () => {
  const twoHunks = `${patchOf(first, 40)}@@ -90,2 +90,2 @@\n-x\n+y\n z\n`;
  const state = after(opened(), page, loaded(first, twoHunks), press('next-hunk'));
  expect(state.cursor).toBe(81);
  expect(after(state, press('previous-hunk')).cursor).toBe(0);
  expect(after(state, press('next-hunk'))).toMatchObject({ selected: 1, cursor: 0 });
});

test('the cursor names the line that a comment would be about', () => {
  const state = after(reading(), press('down'));
  expect(cursorLine(state)).toEqual({ path: first, side: 'old', line: 1, text: 'const value0 = 0;' });
  expect(cursorLine(after(state, press('down')))).toMatchObject({ side: 'new', line: 1 });
  expect(cursorLine(reading())).toBeNull();
});

test('search finds, counts and goes around; another file is searched anew', () => {
  const state = after(reading(), { type: 'search', text: 'VALUE39' });
  expect(state.search).toMatchObject({ lines: [], at: -1 });
  const found = after(reading(), { type: 'search', text: 'value39' });
  expect(found.search).toMatchObject({ lines: [79, 80], at: 0 });
  expect(found.cursor).toBe(79);
  const around = after(found, { type: 'search-next' }, { type: 'search-next' });
  expect(around.search?.at).toBe(0);
  expect(after(found, { type: 'search-previous' }).cursor).toBe(80);
  const other = after(found, press('next-file'), loaded(second, patchOf(second, 45)), { type: 'search-next' });
  expect(other.search).toMatchObject({ lines: [79, 80], at: 0 });
  expect(after(other, { type: 'search', text: '' }).search).toBeNull();
});

test('a lock file is folded and stays unread until it is opened', () => {
  const lock = 'package-lock.json';
  const files = [changed(lock, 900, 2)];
  const state = after(opened({ verdict: verdict({ files }) }), page);
  expect(wantedPatches(state)).toEqual([]);
  expect(unreadFiles(state)).toEqual([lock]);
  const open = after(state, { type: 'toggle-folded' });
  expect(wantedPatches(open)).toEqual([lock]);
  expect(unreadFiles(after(open, loaded(lock, patchOf(lock, 2))))).toEqual([]);
});

test('logs: red ones first, then green, then the output; each is loaded when it is looked at', () => {
  const checks = [check('test'), check('lint', 'red'), check('types', 'skipped')];
  const state = opened({ verdict: verdict({ kind: 'red', checks }) });
  expect(wantedLog(state)).toBeNull();
  const names = [1, 2, 3, 4, 5].map((times) =>
    logWords(after(state, ...Array.from({ length: times }, (): ReviewAction => ({ type: 'next-check' })))),
  );
  const handedIn = 'evidence: logs/retry.txt, text, 120 B, round 1';
  expect(names).toEqual(['log of lint', 'log of test', handedIn, "the agent's output", 'log of lint']);
  const logs = after(state, page, { type: 'next-check' });
  expect(wantedLog(logs)).toEqual({ kind: 'check', name: 'lint' });
  const shown = after(logs, { type: 'log-requested', source: logOf(logs) });
  expect(wantedLog(shown)).toBeNull();
  expect(after(shown, page).page).toBe('diff');
});

test('a patch of other work is not mixed with what is being read', () => {
  const state = after(reading(), loaded(second, patchOf(second, 2), 'd'.repeat(40)), press('next-file'));
  expect(state.outdated).toBe(true);
  expect(shownPatch(state)).toBeNull();
  expect(wantedPatches(state)).toEqual([]);
});

test('a newer verdict waits until it is taken; files that read the same need no second reading', () => {
  const contents = { [first]: 'one', [second]: 'two', [third]: 'three' };
  const start = after(opened(), comparedAs(contents), page, loaded(first, patchOf(first, 40)));
  const read = after(start, press('bottom'), press('next-file'), loaded(second, patchOf(second, 2)));
  expect(unreadFiles(read)).toEqual([third]);
  const newer = session({
    verdict: verdict({ snapshot: '6'.repeat(40), candidate: 'e'.repeat(40), finishedAt: 7 }),
  });
  const told = after(read, { type: 'session-changed', session: newer, target: null, clashes: [] });
  expect(told.verdict).toBe(read.verdict);
  expect(unreadFiles(told)).toEqual([third]);
  const taken = after(told, { type: 'adopt-verdict' });
  expect(taken).toMatchObject({ verdict: { candidate: 'e'.repeat(40) }, selected: 1 });
  expect(wantedPatches(taken)).toEqual([second, third]);
  const again = after(taken, comparedAs({ ...contents, [second]: 'two, changed' }, 'e'.repeat(40)));
  expect(unreadFiles(again)).toEqual([second, third]);
});

test('the same work judged on a target that moved is read on in place', () => {
  const contents = { [first]: 'one', [second]: 'two', [third]: 'three' };
  const start = after(opened(), comparedAs(contents), page, loaded(first, patchOf(first, 40)));
  const read = after(start, press('bottom'), press('next-file'), loaded(second, patchOf(second, 2)));
  const again = session({ verdict: verdict({ candidate: 'e'.repeat(40), target: 'b'.repeat(40), finishedAt: 7 }) });
  const told = after(read, { type: 'session-changed', session: again, target: 'b'.repeat(40), clashes: [] });
  expect(told).toMatchObject({ verdict: { candidate: 'e'.repeat(40) }, selected: 1, tops: read.tops, page: 'diff' });
  const same = after(told, comparedAs(contents, 'e'.repeat(40)), loaded(second, patchOf(second, 2), 'e'.repeat(40)));
  expect(unreadFiles(same)).toEqual([third]);
});

test('another session is none of its business', () => {
  const state = reading();
  expect(
    after(state, { type: 'session-changed', session: session({ id: 5 }), target: null, clashes: [] }).session.id,
  ).toBe(4);
});
