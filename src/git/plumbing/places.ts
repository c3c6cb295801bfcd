import { availableParallelism } from 'node:os';

let free = Math.max(2, availableParallelism());
const waiting: (() => void)[] = [];

/** Runs `work` when one of the few places for git processes is free: as many as cores, in the order of asking. */
export async function inPlace<Result>(work: () => Promise<Result>): Promise<Result> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

const lanes = new Map<string, Promise<unknown>>();

/** Runs `work` after everything that was asked for earlier in the same lane, whether that failed or not. */
export async function inLane<Result>(lane: string, work: () => Promise<Result>): Promise<Result> {
  const before = lanes.get(lane) ?? Promise.resolve();
  const run = before.then(work, work);
  lanes.set(lane, run);
  try {
    return await run;
  } finally {
    if (lanes.get(lane) === run) lanes.delete(lane);
  }
}
