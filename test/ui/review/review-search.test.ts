import { expect, test } from 'vitest';
import { unicodeGlyphs } from '../../../src/ui/glyphs.ts';
import { countSearch } from '../../../src/ui/review/review-search.ts';
import { type ReviewState, wantedPatches } from '../../../src/ui/review/review-state.ts';
import { positionWords } from '../../../src/ui/review/review-words.ts';
import { after, changed, loaded, opened, patchOf, verdict } from './review-kit.tsx';

const [first, second, third] = ['test/upload.test.ts', 'src/upload.ts', 'README.md'];
const next = { type: 'search-next' } as const;
const previous = { type: 'search-previous' } as const;
const search = (text: string) => ({ type: 'search', text }) as const;

function reading(...paths: readonly string[]): ReviewState {
  return after(opened(), { type: 'toggle-page' }, ...paths.map((path) => loaded(path, patchOf(path, 40))));
}
const where = ({ selected, cursor }: ReviewState) => ({ selected, cursor });

test('a search goes through all files, in their order, and around', () => {
  const found = after(reading(first, second, third), search('value39'));
  expect(where(found)).toEqual({ selected: 0, cursor: 79 });
  expect(countSearch(found)).toEqual({ at: 1, of: 6, files: 3, toCome: 0, folded: 0 });
  const on = after(found, next, next);
  expect(where(on)).toEqual({ selected: 1, cursor: 79 });
  expect(positionWords(on, unicodeGlyphs)).toMatch(/^match 3 of 6 in 3 files/);
  expect(where(after(on, next, next, next, next))).toEqual({ selected: 0, cursor: 79 });
  expect(where(after(found, previous))).toEqual({ selected: 2, cursor: 80 });
  expect(where(after(found, previous, previous, previous))).toEqual({ selected: 1, cursor: 80 });
});

test('a search loads the files that are not there yet, a few at a time, and shows the first match that comes', () => {
  const files = Array.from({ length: 20 }, (_, number) => changed(`src/file${number}.ts`));
  const names = files.map(({ path }) => path).toSorted();
  const begun = after(opened({ verdict: verdict({ files }) }), { type: 'toggle-page' });
  expect(wantedPatches(begun)).toHaveLength(2);
  const searching = after(begun, search('needle'));
  expect(wantedPatches(searching)).toHaveLength(6);
  const asked = wantedPatches(searching).map((path) => ({ type: 'patch-requested', path }) as const);
  expect(wantedPatches(after(searching, ...asked))).toEqual([]);
  expect(positionWords(searching, unicodeGlyphs)).toContain('no match for "needle" yet (20 files to come)');
  const late = searching.files[7]?.file.path ?? '';
  expect(names).toContain(late);
  const come = loaded(late, patchOf(late, 3).replace('+const value2', '+const needle'));
  expect(where(after(searching, come))).toEqual({ selected: 7, cursor: 6 });
  // Whoever has moved on meanwhile is left where they are.
  expect(after(searching, { type: 'next-file' }, come).selected).toBe(1);
});

test('folded files are not searched, and that is said', () => {
  const files = [changed('src/a.ts'), changed('package-lock.json')];
  const state = after(
    opened({ verdict: verdict({ files }) }),
    { type: 'toggle-page' },
    { type: 'select-file', path: 'src/a.ts' },
    loaded('src/a.ts', patchOf('src/a.ts', 3)),
    search('value1'),
  );
  expect(positionWords(state, unicodeGlyphs)).toBe('match 1 of 2 (1 folded not searched)');
});
