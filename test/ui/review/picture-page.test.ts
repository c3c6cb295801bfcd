import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/model/round.ts';
import { CellGrid } from '../../../src/tty/cells.ts';
import type { Bitmap } from '../../../src/ui/picture/bitmap.ts';
import { halfBlockRows } from '../../../src/ui/picture/half-blocks.ts';
import { isRead } from '../../../src/ui/review/review-content.ts';
import type { ReviewAction } from '../../../src/ui/review/review-model.ts';
import { wantedPictures, type PictureSource } from '../../../src/ui/review/review-pictures.ts';
import type { ReviewState } from '../../../src/ui/review/review-state.ts';
import { reviewPictures, reviewSurfaces } from '../../../src/ui/review/review-surfaces.ts';
import { defaultTheme, reviewTheme } from '../../../src/ui/review/review-theme.ts';
import { rowWidth } from '../../../src/ui/review/text-row.ts';
import { after, loaded, opened, verdict } from './review-kit.tsx';

const path = 'shots/home.png';
const patch = `diff --git a/${path} b/${path}\nindex 1..2 100644\nBinary files a/${path} and b/${path} differ\n`;
const size = { columns: 120, rows: 40 };

function bitmap(width: number, height: number, grey = 100): Bitmap {
  return {
    width,
    height,
    rgba: new Uint8Array(width * height * 4).fill(255).map((_, at) => (at % 4 === 3 ? 255 : grey)),
  };
}

function arrived(source: PictureSource, is: Bitmap, bytes = 4096): ReviewAction {
  const { width, height } = is;
  const found = {
    kind: 'loaded',
    bytes,
    is: { format: 'PNG', size: { width, height } },
    bitmap: is,
    why: null,
  } as const;
  return { type: 'image-loaded', source, found };
}

function looking(status: 'modified' | 'added' | 'deleted' = 'modified'): ReviewState {
  const files = [{ path, status, added: null, removed: null }];
  return after(opened({ verdict: verdict({ files }) }, size), { type: 'toggle-page' }, loaded(path, patch));
}

/** The rows of the main page as text, and whether each fits. */
function page(state: ReviewState, parts: { theme?: typeof defaultTheme; kitty?: boolean } = {}): string[] {
  const [surface] = reviewSurfaces(state, { ...size, kitty: parts.kitty ?? false }, parts.theme ?? defaultTheme);
  if (surface === undefined) throw new Error('there is no page');
  for (const row of surface.content) expect(rowWidth(row)).toBeLessThanOrEqual(surface.columns);
  expect(surface.content.length).toBeLessThanOrEqual(surface.rows);
  const grid = new CellGrid(surface.columns, surface.rows);
  surface.content.forEach((row, index) => grid.setRow(index, row));
  return grid.text().split('\n');
}

test('a changed picture is shown before and after, side by side, with sizes', () => {
  const state = looking();
  const [old, now] = wantedPictures(state);
  expect([old, now]).toEqual([
    { kind: 'version', path, side: 'old' },
    { kind: 'version', path, side: 'new' },
  ]);
  if (old === undefined || now === undefined) throw new Error('nothing is wanted');
  const asked = after(state, { type: 'image-requested', source: old }, { type: 'image-requested', source: now });
  expect(wantedPictures(asked)).toEqual([]);
  expect(page(asked)[1]).toMatch(/^ before: loading +│ after: loading/);
  const lines = page(after(asked, arrived(old, bitmap(30, 20)), arrived(now, bitmap(10, 8), 900)));
  expect(lines[0]).toBe('▸Binary files a/shots/home.png and b/shots/home.png differ');
  expect(lines[1]).toMatch(/^ before: PNG 30x20, 4 KB +│ after: PNG 10x8, 900 B/);
  expect(lines[2]).toMatch(/^▀{30} +│▀{10}$/);
  expect(lines.filter((line) => line.startsWith('▀'))).toHaveLength(10);
});

test('of a new or a deleted picture there is one version', () => {
  expect(wantedPictures(looking('added'))).toEqual([{ kind: 'version', path, side: 'new' }]);
  expect(wantedPictures(looking('deleted'))).toEqual([{ kind: 'version', path, side: 'old' }]);
});

test('a picture that was handed in is shown in its turn; what cannot be shown says why', () => {
  const shot: Evidence = { name: 'after.png', path: '/kept/after.png', bytes: 9, kind: 'image', round: 1 };
  const state = after(opened({ evidence: [shot] }, size), { type: 'next-evidence' });
  const [source] = wantedPictures(state);
  expect(source).toEqual({ kind: 'evidence', name: 'after.png', round: 1 });
  if (source === undefined) throw new Error('nothing is wanted');
  expect(page(after(state, arrived(source, bitmap(12, 4)))).slice(0, 3)).toEqual([
    ' after.png: PNG 12x4, 4 KB',
    '▀'.repeat(12),
    '▀'.repeat(12),
  ]);
  const why = 'the PNG is damaged or cut off';
  const found = { kind: 'loaded', bytes: 9, is: null, bitmap: null, why } as const;
  const lines = page(after(state, { type: 'image-loaded', source, found }));
  expect(lines.slice(0, 2)).toEqual([' after.png: no known picture, 9 B', ` ${why}`]);
});

test('without colours a picture is only named', () => {
  const source: PictureSource = { kind: 'version', path, side: 'new' };
  const lines = page(after(looking('added'), arrived(source, bitmap(30, 20))), { theme: reviewTheme('plain') });
  expect(lines.slice(1, 3)).toEqual([' after: PNG 30x20, 4 KB', ' not drawn without colours: O opens it']);
  expect(lines.join('')).not.toContain('▀');
});

test('where the terminal shows pictures, the cells name the one that it is given', () => {
  const source: PictureSource = { kind: 'version', path, side: 'new' };
  const state = after(looking('added'), arrived(source, bitmap(800, 400)));
  const [surface] = reviewSurfaces(state, { ...size, kitty: true });
  const [picture] = reviewPictures(state);
  const cells = surface?.content.slice(2) ?? [];
  expect(cells).toHaveLength(picture?.rows ?? -1);
  expect(cells.every(([run]) => run?.fg === picture?.id && run?.width === picture?.columns)).toBe(true);
  expect(page(state, { kitty: true })[2]).toContain('\u{10eeee}');
  expect(reviewPictures(after(state, { type: 'toggle-page' }))).toEqual([]);
});

test('only the last few pictures are kept', () => {
  let state = looking();
  for (let number = 0; number < 20; number++) {
    const source: PictureSource = { kind: 'evidence', name: `${number}.png`, round: 1 };
    state = after(state, arrived(source, bitmap(2, 2)));
  }
  expect([...state.pictures.keys()]).toEqual(Array.from({ length: 8 }, (_, at) => `evidence 1 ${at + 12}.png`));
});

test('a picture fits its box and keeps its shape; what is not there is left blank', () => {
  for (const [width, height] of [
    [300, 100],
    [100, 900],
    [3, 5],
  ] as const) {
    const rows = halfBlockRows(bitmap(width, height), { columns: 20, rows: 7 });
    expect(rows.length).toBeLessThanOrEqual(7);
    for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(20);
  }
  const rgba = new Uint8Array([0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0]);
  expect(halfBlockRows({ width: 2, height: 2, rgba }, { columns: 9, rows: 9 })).toEqual([
    [
      { text: '▄', width: 1, fg: 0x1ff0000, bg: -1, attributes: 0 },
      { text: '▀', width: 1, fg: 0x1ff0000, bg: -1, attributes: 0 },
    ],
  ]);
});

test('a picture is not read before it could be seen', () => {
  const [old, now] = wantedPictures(looking());
  if (old === undefined || now === undefined) throw new Error('nothing is wanted');
  const half = after(looking(), arrived(old, bitmap(3, 3)));
  expect(isRead(half, path)).toBe(false);
  expect(isRead(after(half, { type: 'image-failed', source: now, why: 'gone' }), path)).toBe(true);
});
