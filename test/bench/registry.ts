import type { Measure } from './measure.ts';
import { coldStart } from './measures/cold-start.ts';
import { echo } from './measures/echo.ts';
import { unwatchedCpu, watchedCpu } from './measures/session-cpu.ts';

/** All measures, in the order in which they run: what a person feels comes first. */
export const measures: readonly Measure[] = [echo, coldStart, unwatchedCpu, watchedCpu];
