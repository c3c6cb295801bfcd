import type { Measure } from './measure.ts';
import { bytesTiles, bytesZoom } from './measures/bytes.ts';
import { chrome } from './measures/chrome.ts';
import { coldStart } from './measures/cold-start.ts';
import { echo } from './measures/echo.ts';
import { forecast } from './measures/forecast.ts';
import { floods } from './measures/floods.ts';
import { paint, transients } from './measures/frames.ts';
import { idle } from './measures/idle.ts';
import { landing } from './measures/landing.ts';
import { largeRepository } from './measures/large-repository.ts';
import { leaving } from './measures/leaving.ts';
import { longDiff } from './measures/long-diff.ts';
import { memory } from './measures/memory.ts';
import { gridKey, interrupt, stalledTerminal } from './measures/reaction.ts';
import { reviewOpen } from './measures/review-open.ts';
import { fidelity, stateScan } from './measures/screen-room.ts';
import { unwatchedCpu, watchedCpu } from './measures/session-cpu.ts';
import { kills, restart, stalledReader } from './measures/survival.ts';
import { tiles16, tiles4, tiles9 } from './measures/tiles.ts';

/** All measures, in the order in which they run: what a person feels comes first. */
export const measures: readonly Measure[] = [
  echo,
  idle,
  tiles16,
  floods,
  memory,
  longDiff,
  reviewOpen,
  coldStart,
  gridKey,
  interrupt,
  stalledTerminal,
  tiles4,
  tiles9,
  bytesTiles,
  bytesZoom,
  paint,
  transients,
  chrome,
  unwatchedCpu,
  watchedCpu,
  restart,
  kills,
  stalledReader,
  fidelity,
  stateScan,
  leaving,
  largeRepository,
  forecast,
  landing,
];
