import type { PictureChange } from '../core/picture.ts';
import type { HeadlessScreen } from './headless-screen.ts';

/**
 * What one viewer has seen of a screen. Viewers may look at any rate: each gets the rows that changed since it last
 * looked, and frames in between are never made.
 */
export class PictureTracker {
  readonly #screen: HeadlessScreen;
  #seen = 0;

  constructor(screen: HeadlessScreen) {
    this.#screen = screen;
  }

  /** What changed since the last call, everything at first; undefined when nothing did. */
  take(): PictureChange | undefined {
    const revision = this.#screen.revision;
    if (revision === this.#seen) return undefined;
    const change = this.#screen.changesSince(this.#seen);
    this.#seen = revision;
    return change;
  }

  /** What lies beside the rows, as of the last `take`: for a viewer that is to be told something else as well. */
  nothing(): PictureChange {
    return this.#screen.changesSince(this.#seen);
  }

  /** Makes the next `take` give everything: the viewer lost what it was sent. */
  forget(): void {
    this.#seen = 0;
  }
}
