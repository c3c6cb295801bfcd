import type { PictureChange, PictureRow } from '../core/picture.ts';
import type { HeadlessScreen } from './headless-screen.ts';
import { sameRow } from './rows.ts';

/** Fewer changed rows are not worth looking for what moved. */
const fewRows = 3;

/**
 * What one viewer has seen of a screen. Viewers may look at any rate: each gets the rows that changed since it last
 * looked, and frames in between are never made.
 */
export class PictureTracker {
  readonly #screen: HeadlessScreen;
  #seen = 0;
  /** The rows that this viewer has, when it has them in the present size. */
  #rows: readonly PictureRow[] = [];
  #columns = 0;

  constructor(screen: HeadlessScreen) {
    this.#screen = screen;
  }

  /** What changed since the last call, everything at first; undefined when nothing did. */
  take(): PictureChange | undefined {
    const revision = this.#screen.revision;
    if (revision === this.#seen) return undefined;
    const change = this.#screen.changesSince(this.#seen);
    this.#seen = revision;
    return this.#withScrolling(change);
  }

  /** What lies beside the rows, as of the last `take`: for a viewer that is to be told something else as well. */
  nothing(): PictureChange {
    return this.#screen.changesSince(this.#seen);
  }

  /** Makes the next `take` give everything: the viewer lost what it was sent. */
  forget(): void {
    this.#seen = 0;
    this.#columns = 0;
  }

  /** Says that rows moved up instead of naming each of them: most of what agents print is lines. */
  #withScrolling(change: PictureChange): PictureChange {
    const before = this.#rows;
    const sameSize = change.columns === this.#columns && change.rows === before.length;
    const rows = [...this.#screen.pictureRows];
    this.#rows = rows;
    this.#columns = change.columns;
    if (!sameSize || change.changed.length <= fewRows) return change;
    const first = rows[0];
    const scrolled = first === undefined ? -1 : before.indexOf(first);
    if (scrolled < 1) return change;
    const changed = rows.flatMap((row, index): [number, PictureRow][] => {
      const moved = before[index + scrolled] ?? [];
      return row === moved || sameRow(row, moved) ? [] : [[index, row]];
    });
    return changed.length < change.changed.length ? { ...change, scrolled, changed } : change;
  }
}
