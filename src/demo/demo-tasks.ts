import type { DemoTask } from './demo-task.ts';
import { duration } from './tasks/duration.ts';
import { errors } from './tasks/errors.ts';
import { manual } from './tasks/manual.ts';
import { playback } from './tasks/playback.ts';
import { search } from './tasks/search.ts';
import { telemetry } from './tasks/telemetry.ts';
import { volumeLimit, volumeSteps } from './tasks/volume.ts';

/** The tasks of the demo, in the order they are queued: more than the cap lets run at once. */
export const demoTasks: readonly DemoTask[] = [
  search,
  volumeSteps,
  volumeLimit,
  duration,
  errors,
  manual,
  telemetry,
  playback,
];
