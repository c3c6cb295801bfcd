import { hasCode } from '../../core/has-code.ts';
import type { HeadlessScreen } from '../../screen/headless-screen.ts';
import { paintScreen } from '../../screen/paint/paint-screen.ts';
import { keepCheckpoint } from './checkpoint.ts';

/** A checkpoint is due so long after the first output that is not in one, ms. */
const dueMs = 5000;
/** And after so many bytes of output, but not more often than this: a flood must not be painted all the time. */
const dueBytes = 2 * 1024 * 1024;
const gapMs = 250;
/** Errors of a disk that may pass. */
const passing = ['ENOSPC', 'EDQUOT', 'EIO'];
/** Lines above the screen that are kept: what a taller terminal shows again. */
const keptHistory = 200;

export interface CheckpointOptions {
  readonly runDir: string;
  readonly screen: HeadlessScreen;
  /** What the screen shows already: all output before this offset. */
  readonly offset: number;
  /** Everything before the offset is in a checkpoint on disk now. */
  readonly kept: (offset: number) => void;
  /** The disk takes no checkpoint: the one before stays, and the next is tried when it is due. */
  readonly onFailed: (thrown: unknown) => void;
}

/**
 * Cuts the checkpoints of one run while it goes on: often enough that a new daemon has little to replay, and only where
 * the screen is at rest.
 */
export class Checkpoints {
  readonly #options: CheckpointOptions;
  #offset: number;
  #keptOffset: number;
  #timer: NodeJS.Timeout | null = null;
  #cutAt = -Infinity;

  constructor(options: CheckpointOptions) {
    this.#options = options;
    this.#offset = options.offset;
    this.#keptOffset = options.offset;
  }

  /** The screen shows all output before `offset` now. */
  advanced(offset: number): void {
    this.#offset = offset;
    if (offset - this.#keptOffset >= dueBytes && performance.now() - this.#cutAt >= gapMs) this.cut();
    else this.#timer ??= setTimeout(() => this.cut(), dueMs);
  }

  /** Cuts one now if the screen is at rest and shows more than the last one. */
  cut(): void {
    this.stop();
    const { screen, runDir, kept, onFailed } = this.#options;
    if (this.#offset === this.#keptOffset || !screen.atRest) return;
    this.#cutAt = performance.now();
    const { columns, rows } = screen;
    const painted = Buffer.from(paintScreen(screen, keptHistory));
    try {
      keepCheckpoint(runDir, { offset: this.#offset, columns, rows, painted });
    } catch (thrown) {
      if (!hasCode(thrown, ...passing)) throw thrown;
      onFailed(thrown);
      return;
    }
    this.#keptOffset = this.#offset;
    kept(this.#offset);
  }

  /** Cuts no more by itself. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
