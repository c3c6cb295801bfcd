import { setTimeout as pause } from 'node:timers/promises';

import { CellGrid } from '../../../src/tty/cells.ts';
import { Compositor } from '../../../src/tty/compositor.ts';
import { HeadlessScreen } from '../../../src/screen/headless-screen.ts';
import { BusyContent } from '../kit/busy-content.ts';
import { writeFixture } from '../kit/fixtures.ts';
import { openInkTiles } from '../kit/ink-tiles.ts';
import { opened } from '../kit/opened.ts';
import { busyWith, paced } from '../kit/pane.ts';
import { Signalbox, fullSize } from '../kit/signalbox.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

/** One frame of 16 tiles that have all changed. */
export const paint: Measure = {
  name: 'paint',
  rows: rowsOf({ unit: 'ms', rival: 'Ink', statistic: 'p50' }, [
    {
      name: 'paint-16-tiles',
      means: 'the compositor makes a frame of 16 busy tiles at 200x60; Ink: the same tiles as boxes and texts',
      budget: { ours: 0.6, ratio: 1 / 15 },
      sample: 'paint',
    },
  ]),
  open({ folder, quick }: Course) {
    const frames = quick ? 20 : 60;
    const content = new BusyContent(folder);
    const compositor = new Compositor({ ...fullSize, depth: 'truecolor' });
    compositor.setOverlay({
      tiles: content.tiles.map(({ rect, grid }, index) => ({
        id: `${index}`,
        rect,
        grid,
        crop: { row: 0, column: 0 },
      })),
    });
    compositor.paint();
    const ink = openInkTiles(content.tiles);
    const ours = (): Promise<Samples> => {
      const times: number[] = [];
      for (let frame = 0; frame < frames; frame++) {
        content.advance();
        const begun = performance.now();
        compositor.paint();
        times.push(performance.now() - begun);
      }
      return Promise.resolve({ paint: times });
    };
    const byInk = async (): Promise<Samples> => {
      const times: number[] = [];
      for (let frame = 0; frame < frames / 2; frame++) {
        content.advance();
        await pause(3);
        const begun = performance.now();
        await ink.draw();
        times.push(performance.now() - begun);
      }
      return { paint: times };
    };
    const close = { [Symbol.asyncDispose]: () => Promise.resolve(content.dispose()) };
    const closeInk = { [Symbol.asyncDispose]: () => Promise.resolve(ink.close()) };
    return Promise.resolve(opened({ ours, Ink: byInk }, [close, closeInk]));
  },
};

const sliceBytes = 256;

/** What a terminal shows for a moment in the middle of a frame, when bytes come in slices. */
export const transients: Measure = {
  name: 'transients',
  rows: rowsOf({ unit: 'cells', rival: 'Ink' }, [
    {
      name: 'transient-cells',
      means:
        'cells of a frame that show neither its old nor its new content after a slice of 256 bytes; the worst frame',
      budget: { ours: 0 },
      sample: 'wrong',
      statistic: 'max',
    },
    {
      name: 'transient-frames',
      means: 'frames looked at',
      budget: null,
      rival: null,
      sample: 'frames',
      statistic: 'sum',
      unit: 'frames',
    },
  ]),
  async open({ folder, quick }: Course) {
    const seconds = quick ? 1 : 1.5;
    const agent = writeFixture(folder, 'agent', 500_000);
    const signalbox = await Signalbox.open(16);
    const dashboard = await signalbox.dashboard();
    const content = new BusyContent(folder);
    // Everything that the terminal got from the start on: only so is it known what it shows.
    const before = new HeadlessScreen(fullSize);
    const chunks: Buffer[] = [];
    dashboard.listen((bytes) => chunks.push(Buffer.from(bytes)));
    dashboard.lookAway();
    dashboard.write('\x0c');
    const ours = async (): Promise<Samples> => {
      await busyWith(signalbox.panes, paced(agent, 20_000, seconds + 1), () => pause((seconds + 1) * 1000));
      await dashboard.quiet(300);
      const frames = Buffer.concat(chunks.splice(0)).toString('latin1').split('\x1b[?2026h');
      return { wrong: wrongCells(before, frames), frames: frames.length };
    };
    const ink = openInkTiles(content.tiles);
    const inkScreen = new HeadlessScreen({ ...fullSize, convertEol: true });
    const byInk = async (): Promise<Samples> => {
      for (let frame = 0; frame < 20; frame++) {
        content.advance();
        await pause(3);
        await ink.draw();
      }
      const frames = ink.frames.splice(0).map((text) => Buffer.from(text).toString('latin1'));
      return { wrong: wrongCells(inkScreen, frames) };
    };
    const close = async (): Promise<void> => {
      content.dispose();
      before.dispose();
      inkScreen.dispose();
      ink.close();
    };
    return opened({ ours, Ink: byInk }, [signalbox, dashboard, { [Symbol.asyncDispose]: close }]);
  },
};

/** For each frame the most cells that were wrong after any of its slices. The marks of synchronized output are left out. */
function wrongCells(screen: HeadlessScreen, frames: readonly string[]): number[] {
  const shown = new CellGrid(fullSize.columns, fullSize.rows);
  const tracker = screen.track();
  const look = (): Int32Array => {
    const change = tracker.take();
    if (change !== undefined) shown.apply(change);
    return shown.words.slice();
  };
  return frames.map((frame) => {
    const bytes = Buffer.from(frame.replaceAll('\x1b[?2026l', ''), 'latin1');
    const old = look();
    const states: Int32Array[] = [];
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      screen.feed(bytes.subarray(at, at + sliceBytes));
      states.push(look());
    }
    const last = states.at(-1) ?? old;
    return Math.max(0, ...states.map((state) => countOdd(state, old, last)));
  });
}

const numbersPerCell = 3;

function countOdd(state: Int32Array, old: Int32Array, last: Int32Array): number {
  let odd = 0;
  for (let cell = 0; cell < state.length; cell += numbersPerCell) {
    if (!sameCell(state, old, cell) && !sameCell(state, last, cell)) odd++;
  }
  return odd;
}

function sameCell(one: Int32Array, other: Int32Array, cell: number): boolean {
  return one[cell] === other[cell] && one[cell + 1] === other[cell + 1] && one[cell + 2] === other[cell + 2];
}
