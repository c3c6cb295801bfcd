import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { fileDiff } from '../../../src/git/diff.ts';
import { makeRepository } from '../../kit/repository.ts';
import { reviewLookActions } from '../../../src/ui/actions/review-look.ts';
import { hiddenLines, lookWords } from '../../../src/ui/review/look-words.ts';
import { pageNotice } from '../../../src/ui/review/page-notice.ts';
import { patchFacts, patchWarnings } from '../../../src/ui/review/patch-facts.ts';
import { parsePatch } from '../../../src/ui/review/patch.ts';
import { cursorLine, shownPatch } from '../../../src/ui/review/review-content.ts';
import { wantedVariants } from '../../../src/ui/review/review-look-state.ts';
import type { PatchVariant } from '../../../src/ui/review/review-look.ts';
import type { ReviewAction } from '../../../src/ui/review/review-model.ts';
import type { ReviewState } from '../../../src/ui/review/review-state.ts';
import { makeStore } from '../../../src/ui/state/store.ts';
import { after, changed, loaded, opened, patchOf, verdict } from './review-kit.tsx';

const path = 'test/upload.test.ts';
const to = 'c'.repeat(40);
const press = (type: 'toggle-page' | 'toggle-whitespace' | 'more-context' | 'toggle-whole-file' | 'down') => ({ type });
const lines = Array.from({ length: 60 }, (_, line) => `line ${line + 1}`);

type Versions = readonly [before: string, now: string];

/** What git says about one file between two contents. */
async function between([before, now]: Versions, parts: { context?: number; ignoreWhitespace?: boolean } = {}) {
  await using repository = makeRepository({ files: { [path]: before } });
  const from = repository.git(['rev-parse', 'HEAD']);
  const commit = repository.commit({ [path]: now });
  return await fileDiff({ root: repository.root, from, to: commit, path, ...parts });
}

const text = (of: readonly string[]): string => `${of.join('\n')}\n`;

/** The diff page with a patch as git makes it, and with every variant that is wanted, as git makes that. */
async function reading(versions: Versions, ...actions: readonly ReviewAction[]): Promise<ReviewState> {
  let state = after(opened(), press('toggle-page'), loaded(path, await between(versions)));
  for (const action of actions) {
    state = after(state, action);
    for (const variant of wantedVariants(state)) state = after(state, await load(variant, versions));
  }
  return state;
}

async function load(variant: PatchVariant, versions: Versions): Promise<ReviewAction> {
  const { context, whitespace } = variant;
  const patch = await between(versions, { context, ignoreWhitespace: !whitespace });
  return { type: 'variant-loaded', variant, patch, to };
}

test('whitespace off: changes in blanks alone go, the others keep their places, and it is said how many are hidden', async () => {
  const now = lines.with(9, '\tline 10').with(39, 'changed 40').with(40, 'line 41  ');
  const all = await reading([text(lines), text(now)]);
  expect(shownPatch(all)).toMatchObject({ added: 3, removed: 3 });
  const off = after(await reading([text(lines), text(now)], press('toggle-whitespace')));
  expect(shownPatch(off)).toMatchObject({ added: 1, removed: 1 });
  expect(hiddenLines(off)).toBe(4);
  expect(lookWords(off)).toBe('whitespace off: 4 changed lines hidden');
  const cursor = Array.from({ length: 5 }, () => press('down'));
  expect(cursorLine(after(off, { type: 'top' }, ...cursor))).toEqual({
    path,
    side: 'new',
    line: 40,
    text: 'changed 40',
  });
});

test('a file in which only blanks changed says so', async () => {
  const off = await reading(['a\nb\n', 'a\n  b\n'], press('toggle-whitespace'));
  expect(pageNotice(off).text).toBe('only whitespace was changed, in 2 lines: w shows them');
});

test('unfolding shows more lines around the changes, then the whole file, and the line under the cursor stays', async () => {
  const before = `${lines.join('\n')}\n`;
  const now = `${lines.with(29, 'changed 30').join('\n')}\n`;
  const steps = Array.from({ length: 4 }, () => press('down'));
  const usual = await reading([before, now], ...steps);
  expect(usual.cursor).toBe(4);
  const line = cursorLine(usual);
  expect(line).toMatchObject({ side: 'old', line: 30 });
  const more = await reading([before, now], ...steps, press('more-context'));
  expect(shownPatch(more)?.count).toBe(1 + 10 + 2 + 10);
  expect(cursorLine(more)).toEqual(line);
  expect(lookWords(more)).toBe('10 lines around each change');
  const whole = await reading([before, now], ...steps, press('toggle-whole-file'));
  expect(shownPatch(whole)?.count).toBe(1 + 61);
  expect(cursorLine(whole)).toEqual(line);
  expect(lookWords(whole)).toBe('the whole file');
});

test('while another look is on its way the usual one stays in sight, and a failure is said', () => {
  const state = after(opened(), press('toggle-page'), loaded(path, patchOf(path, 3)), press('toggle-whole-file'));
  expect(shownPatch(state)?.count).toBe(7);
  expect(lookWords(state)).toBe('loading the whole file');
  const [variant] = wantedVariants(state);
  if (variant === undefined) throw new Error('nothing is wanted');
  const asked = after(state, { type: 'variant-requested', variant });
  expect(wantedVariants(asked)).toEqual([]);
  expect(lookWords(after(asked, { type: 'variant-failed', variant, why: 'no' }))).toBe("can't be shown so: no");
});

test.each([
  ['line ends that change', 'a\r\nb\r\n', 'a\nb\n', 'line ends change: CRLF to LF'],
  ['line ends that are mixed from now on', 'a\nb\n', 'a\r\nb\n', 'line ends change: LF to CRLF and LF mixed'],
  ['line ends that stay', 'a\r\nb\r\n', 'a\r\nc\r\n', 'line ends: CRLF'],
  ['marks that reorder text', 'a\n', 'if (x\u202e) {}\n', '1 line with marks that reorder text, shown as <U+...>'],
  ['control characters', 'a\n', 'a\u001b[2Jb\tc\n', '1 line with control characters, shown as ^X'],
  ['nothing to say', 'a\n', 'b\n', ''],
])('%s', async (_, ...[before, now, said]) => {
  const patch = parsePatch(await between([before, now]));
  expect([...patchWarnings(patch), ...patchFacts(patch)].join('; ')).toBe(said);
});

test('modes, links, submodules and bytes that are no text are said in words', async () => {
  await using repository = makeRepository({ files: { 'run.sh': 'x\n', 'a.txt': 'a\n' } });
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  execFileSync('ln', ['-s', 'a.txt', 'link'], { cwd: root });
  repository.git(['update-index', '--chmod=+x', 'run.sh']);
  repository.git(['add', 'link']);
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${from},vendor`]);
  const commit = repository.commit({ 'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]), 'empty.txt': '' });
  const facts = async (file: string) =>
    patchFacts(parsePatch(await fileDiff({ root, from, to: commit, path: file }))).join('; ');
  expect(await facts('run.sh')).toBe('made executable');
  expect(await facts('link')).toBe('a symbolic link: its text is where it leads');
  expect(await facts('vendor')).toBe('a submodule: its text is the commit it stands on');
  expect(await facts('empty.txt')).toBe('a new file without content');
  expect(await facts('latin.txt')).toBe('holds bytes that are not UTF-8, shown as \ufffd');
});

const line = (word: string): string => `${'日'.repeat(300)}${word}${'x'.repeat(900)}`;

test('a long line is scrolled to where it differs, and back', () => {
  const patch = `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-${line('one')}\n+${line('two')}\n`;
  const state = after(opened(), press('toggle-page'), loaded(path, patch), press('down'), { type: 'to-difference' });
  expect(state.shift).toBe(600 - 20);
  expect(after(state, { type: 'to-difference' }).shift).toBe(0);
});

test('where nothing can be unfolded the keys say why', async () => {
  const unfold = ['review.more-context', 'review.less-context', 'review.whole-file'] as const;
  const why = (review: ReviewState): (string | null)[] => {
    const state = makeStore({ now: 0, views: [{ kind: 'review', state: review, deciding: false }] }).getState();
    return unfold.map((key) => reviewLookActions[key].reason?.(state) ?? null);
  };
  const [before, now] = [text(lines), text(lines.with(29, 'new'))];
  expect(why(await reading([before, now]))[0]).toBeNull();
  const none = 'there are no lines around a change here';
  expect(why(await reading(['\0', '\0\0']))).toEqual([none, none, none]);
  const added = { ...verdict(), files: [{ ...changed(path), status: 'added' as const }] };
  const created = after(opened({ verdict: added }), press('toggle-page'), loaded(path, await between([before, now])));
  expect(why(created)).toEqual(unfold.map(() => 'the whole file is shown'));
});
