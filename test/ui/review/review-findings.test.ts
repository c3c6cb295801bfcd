import { expect, test } from 'vitest';
import { cursorLine, selectedFile } from '../../../src/ui/review/review-content.ts';
import { findingLines, findingWords, placedFindings } from '../../../src/ui/review/review-findings.ts';
import type { ReviewState } from '../../../src/ui/review/review-model.ts';
import { defaultTheme } from '../../../src/ui/review/review-theme.ts';
import { reviewSurfaces } from '../../../src/ui/review/review-view.tsx';
import { wantedPatches } from '../../../src/ui/review/review-state.ts';
import { finding, patchOfTests } from '../judged-world.ts';
import { after, changed, loaded, opened, patchOf, screenText, verdict } from './review-kit.tsx';

const tests = 'test/upload.test.ts';
const removed = finding({ line: 3, side: 'target', says: 'test "a" has 2 assertions fewer' });
const disabled = finding({ rule: 'test-disabled', line: 2, side: 'candidate', says: 'test "b" is skipped now' });
const mode = finding({
  rule: 'mode-changed',
  file: 'src/upload.ts',
  line: null,
  says: 'is executable now',
  policy: 'note',
});
const next = { type: 'next-finding' } as const;

function judged(...findings: readonly ReturnType<typeof finding>[]): ReviewState {
  return opened({ verdict: verdict({ findings: [...findings] }) });
}

function text(state: ReviewState): string[] {
  return reviewSurfaces(state, { columns: 80, rows: 24 }, defaultTheme)
    .flatMap(({ id, content }) => (id === 'review-diff' ? content : []))
    .map((row) => row.map((run) => run.text).join(''));
}

test('the next finding is a key away, from the brief on, in the order of reading and around the end', () => {
  const state = after(judged(mode, removed, disabled), next, loaded(tests, patchOfTests));
  expect(state.page).toBe('diff');
  expect(selectedFile(state)?.file.path).toBe(tests);
  expect(cursorLine(state)).toMatchObject({ side: 'new', line: 2, text: "test.skip('resumes', resumes);" });
  expect(findingWords(state)).toBe('test "b" is skipped now');
  const second = after(state, next);
  expect(cursorLine(second)).toMatchObject({ side: 'old', line: 3, text: 'expect(tries).toBe(3);' });
  const third = after(second, next);
  expect(selectedFile(third)?.file.path).toBe('src/upload.ts');
  expect(findingWords(third)).toBe('is executable now');
  expect(cursorLine(after(third, next))).toMatchObject({ side: 'new', line: 2 });
});

test('a line is found although its patch comes later, and not any more once the person has gone on', () => {
  const aimed = after(judged(removed), next);
  expect(cursorLine(aimed)).toBeNull();
  expect(wantedPatches(aimed)).toContain(tests);
  expect(cursorLine(after(aimed, loaded(tests, patchOfTests)))).toMatchObject({ side: 'old', line: 3 });
  const gone = after(aimed, { type: 'next-file' }, loaded('src/upload.ts', patchOf('src/upload.ts', 10)));
  expect(selectedFile(gone)?.file.path).toBe('src/upload.ts');
  expect(gone.cursor).toBe(0);
});

test('in another file the key begins with what was found there', () => {
  const state = after(judged(removed, mode), next, { type: 'next-file' }, next);
  expect(selectedFile(state)?.file.path).toBe('src/upload.ts');
});

test('lines with a finding are marked, the pointer of the cursor before that', () => {
  const state = after(judged(removed, disabled), { type: 'next-file' }, loaded(tests, patchOfTests));
  expect([...findingLines(state).keys()]).toEqual([3, 5]);
  const rows = text(state);
  expect(rows.filter((row) => row.startsWith('!')).map((row) => row.slice(0, 12).trim())).toHaveLength(2);
  expect(rows[3]).toMatch(/^! +3 +- expect\(tries\)/);
  expect(findingWords(state)).toBe('2 findings in this file');
  expect(text(after(state, next, next))[3]).toMatch(/^▸/);
});

test('the frame says what was found at the cursor', async () => {
  const state = after(judged(removed, disabled), next, loaded(tests, patchOfTests));
  const lines = (await screenText(state)).split('\n');
  expect(lines.findLast((line) => line.startsWith('┗'))).toMatch(/^┗ ! test "b" is skipped now ━+┛$/);
});

test('a finding beyond the shown lines is about its file', () => {
  const state = after(judged(finding({ line: 900 })), next, loaded(tests, patchOfTests));
  expect(findingLines(state).size).toBe(0);
  expect(findingWords(state)).toContain('2 assertions fewer');
});

test("a renamed file has the findings about the target's version of it", () => {
  const renamed = { ...changed('test/b.test.ts'), status: 'renamed' as const, from: tests };
  const state = opened({ verdict: verdict({ files: [renamed], findings: [removed, disabled] }) });
  expect(placedFindings(state).map((placed) => placed.finding.rule)).toEqual(['assertions-removed']);
});

test('without findings the key leads nowhere', () => {
  const state = opened();
  expect(after(state, next)).toEqual(state);
  expect(findingWords(after(state, { type: 'next-file' }, loaded(tests, patchOf(tests, 3))))).toBe('');
});
