import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { CellGrid } from '../../src/tty/cells.ts';
import { Compositor } from '../../src/tty/compositor.ts';
import { KittyPictures, mayShowPictures } from '../../src/tty/kitty-pictures.ts';
import { cellsOf, kittyRows, mostMarks } from '../../src/ui/picture/kitty-cells.ts';

const kitty = { TERM: 'xterm-kitty' };
const rgba = new Uint8Array(64 * 64 * 4).map((_, at) => Math.imul(at ^ (at >>> 7), 0x9e3779b1) >>> 24);
const picture = { id: 20, columns: 8, rows: 4, width: 64, height: 64, rgba };
const answer = Buffer.from('\x1b_Gi=4242;OK\x1b\\');

function open(env: Record<string, string> = kitty) {
  const written: string[] = [];
  let known = 0;
  const pictures = new KittyPictures({ env, write: (bytes) => void written.push(bytes) });
  pictures.onKnown(() => {
    known += 1;
  });
  return { pictures, written, known: () => known };
}

test('only a terminal that can show pictures in the place of cells is asked, and none behind a multiplexer', () => {
  expect(mayShowPictures(kitty)).toBe(true);
  expect(mayShowPictures({ TERM_PROGRAM: 'ghostty' })).toBe(true);
  expect(mayShowPictures({ TERM: 'xterm-256color' })).toBe(false);
  expect(mayShowPictures({ TERM: 'tmux-256color', KITTY_WINDOW_ID: '1', TMUX: '/tmp/x' })).toBe(false);
  const { pictures, written } = open({ TERM: 'xterm-256color' });
  pictures.want([picture]);
  expect(written).toEqual([]);
});

test('it is asked once, when there is something to show, and nothing is sent before it has answered', () => {
  const { pictures, written, known } = open();
  pictures.want([]);
  expect(written).toEqual([]);
  pictures.want([picture]);
  pictures.want([picture]);
  expect(written).toEqual(['\x1b_Gi=4242,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\']);
  pictures.hear(Buffer.from('\x1b_Gi=1;OK\x1b\\'));
  expect(pictures.shown).toBe(false);
  pictures.hear(answer);
  expect(pictures.shown).toBe(true);
  expect(known()).toBe(1);
});

test('a terminal that says no is believed', () => {
  const { pictures, written } = open();
  pictures.want([picture]);
  pictures.hear(Buffer.from('\x1b_Gi=4242;ENOTSUPPORTED:no\x1b\\'));
  pictures.want([picture]);
  expect(pictures.shown).toBe(false);
  expect(written).toHaveLength(1);
});

test('a picture is sent once, whole, in pieces that a terminal takes, and deleted when it is not wanted', () => {
  const { pictures, written } = open();
  pictures.want([picture]);
  pictures.hear(answer);
  written.length = 0;
  pictures.want([picture]);
  pictures.want([picture]);
  expect(written).toHaveLength(1);
  const pieces = (written[0] ?? '')
    .split('\x1b\\')
    .filter((piece) => piece !== '')
    .map((piece) => piece.replace('\x1b_G', '').split(';'));
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces[0]?.[0]).toBe('a=T,U=1,q=2,f=32,o=z,i=20,s=64,v=64,c=8,r=4,m=1');
  expect(pieces.map(([head = '']) => /m=([01])/.exec(head)?.[1]).join('')).toMatch(/^1+0$/);
  expect(pieces.every(([, data = '']) => data.length <= 4096)).toBe(true);
  const data = Buffer.from(pieces.map(([, piece = '']) => piece).join(''), 'base64');
  expect([...inflateSync(data)]).toEqual([...rgba]);
  written.length = 0;
  pictures.want([]);
  expect(written).toEqual(['\x1b_Ga=d,d=I,i=20,q=2\x1b\\']);
});

test('another picture under the same number, or another size of it, takes the place of the one before', () => {
  const { pictures, written } = open();
  pictures.want([picture]);
  pictures.hear(answer);
  pictures.want([picture]);
  written.length = 0;
  pictures.want([{ ...picture, columns: 4 }]);
  expect(written[0]).toContain('a=d,d=I,i=20');
  expect(written[1]).toContain('c=4,r=4');
});

test('the cells of a picture are one column wide each and reach the terminal as the protocol wants them', () => {
  const rows = kittyRows(20, { columns: 3, rows: 2 });
  const grid = new CellGrid(3, 2);
  rows.forEach((row, index) => grid.setRow(index, row));
  expect(grid.glyph(1, 2)).toBe('\u{10eeee}\u030d\u030e');
  const compositor = new Compositor({ columns: 3, rows: 2, depth: 'truecolor' });
  compositor.setOverlay({
    tiles: [{ id: 'p', rect: { row: 0, column: 0, rows: 2, columns: 3 }, grid, crop: { row: 0, column: 0 } }],
  });
  const painted = compositor.paint();
  expect(painted).toContain('\x1b[38;5;20m\u{10eeee}\u0305\u0305');
  expect(painted).toContain('\u{10eeee}\u030d\u030e');
});

test('a picture takes the cells of its own size, or what there is room for, in its own shape', () => {
  expect(mostMarks).toBeGreaterThan(250);
  expect(cellsOf({ width: 80, height: 80 }, { columns: 100, rows: 50 })).toEqual({ columns: 10, rows: 5 });
  expect(cellsOf({ width: 1600, height: 800 }, { columns: 100, rows: 50 })).toEqual({ columns: 100, rows: 25 });
  expect(cellsOf({ width: 1, height: 1 }, { columns: 100, rows: 50 })).toEqual({ columns: 1, rows: 1 });
  expect(cellsOf({ width: 90_000, height: 9 }, { columns: 900, rows: 50 }).columns).toBeLessThanOrEqual(mostMarks);
});
