import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { PictureChange, PictureRow } from '../../src/core/picture.ts';
import { HeadlessScreen } from '../../src/screen/headless-screen.ts';
import { screenSize, terminalPieces } from './terminal-bytes.ts';

/** A viewer as a client has it: it knows only the changes it was given. */
class Viewer {
  rows: PictureRow[] = [];
  last: PictureChange | undefined;

  apply(change: PictureChange | undefined): void {
    if (change === undefined) return;
    this.rows.length = Math.min(this.rows.length, change.rows);
    const { scrolled = 0 } = change;
    this.rows = this.rows.map((_row, index) => this.rows[index + scrolled] ?? []);
    for (const [row, content] of change.changed) this.rows[row] = content;
    this.last = change;
  }
}

function rowsOf(change: PictureChange): PictureRow[] {
  return change.changed.map(([, content]) => content);
}

test('every viewer that applies its changes sees the screen, whenever it looks', () => {
  const steps = fc.array(fc.tuple(terminalPieces, fc.boolean(), fc.option(screenSize)), { maxLength: 8 });
  fc.assert(
    fc.property(screenSize, steps, (size, sequence) => {
      const screen = new HeadlessScreen(size);
      const [eager, lazy] = [new Viewer(), new Viewer()];
      const [eagerTrack, lazyTrack] = [screen.track(), screen.track()];
      for (const [pieces, lazyLooks, resized] of sequence) {
        screen.feed(pieces.join(''));
        if (resized) screen.resize(resized.columns, resized.rows);
        eager.apply(eagerTrack.take());
        if (lazyLooks) lazy.apply(lazyTrack.take());
      }
      eager.apply(eagerTrack.take());
      lazy.apply(lazyTrack.take());
      const truth = screen.picture();
      for (const viewer of [eager, lazy]) {
        expect(viewer.rows).toEqual(rowsOf(truth));
        expect({ ...viewer.last, changed: [], scrolled: 0 }).toEqual({ ...truth, changed: [], scrolled: 0 });
      }
    }),
    { numRuns: 200 },
  );
});

function numbered(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `\r\nline ${from + index}`).join('');
}

test('rows that moved up are not sent again, also below lines that are kept no more, and beside those that stay', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 10, scrollback: 15 });
  const [viewer, tracker] = [new Viewer(), screen.track()];
  screen.feed(`\x1b[1;9rfirst${numbered(1, 30)}\x1b7\x1b[10;1Hstatus\x1b8`);
  viewer.apply(tracker.take());
  for (let from = 31; from < 90; from += 2) {
    screen.feed(numbered(from, 2));
    const change = tracker.take();
    expect({ scrolled: change?.scrolled, rows: change?.changed.map(([row]) => row) }).toEqual({
      scrolled: 2,
      // The status line stays where it is, so that it has to be painted again.
      rows: [7, 8, 9],
    });
    viewer.apply(change);
    expect(viewer.rows).toEqual(rowsOf(screen.picture()));
  }
  screen.feed('\x1b[2J');
  viewer.apply(tracker.take());
  expect(viewer.rows).toEqual(rowsOf(screen.picture()));
});

test('only rows that look different are sent', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 4 });
  screen.feed('one\r\ntwo\r\nthree');
  const tracker = screen.track();
  expect(tracker.take()?.changed.map(([row]) => row)).toEqual([0, 1, 2, 3]);
  expect(tracker.take()).toBeUndefined();
  screen.feed('\x1b[2;1Htwo');
  expect(tracker.take()?.changed).toEqual([]);
  screen.feed('\x1b[2;1HTWO');
  expect(tracker.take()?.changed.map(([row]) => row)).toEqual([1]);
  screen.feed('\x1b[2;4H');
  expect(tracker.take()).toBeUndefined();
});

test('a grapheme that grows in its cell is a change', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 2 });
  screen.feed('e\u0301');
  const tracker = screen.track();
  tracker.take();
  screen.feed('\u0302');
  expect(tracker.take()?.changed).toEqual([[0, [{ text: 'e\u0301\u0302', width: 1, fg: -1, bg: -1, attributes: 0 }]]]);
});

test('a viewer that lost its picture gets all of it again', () => {
  const screen = new HeadlessScreen({ columns: 20, rows: 2 });
  const tracker = screen.track();
  const first = tracker.take();
  tracker.forget();
  expect(tracker.take()).toEqual(first);
});
