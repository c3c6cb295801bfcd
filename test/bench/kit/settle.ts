import { setTimeout as pause } from 'node:timers/promises';

import { cpuMs } from './process-cost.ts';

const lookMs = 60;
/** A share of a core that counts as rest. */
const restShare = 0.02;

/** Waits until these processes have come to rest; what they still had to do is part of what they cost. */
export async function atRest(pids: readonly number[]): Promise<void> {
  for (let calm = 0, before = cpuMs(pids); calm < 2;) {
    await pause(lookMs);
    const now = cpuMs(pids);
    calm = now - before < lookMs * restShare ? calm + 1 : 0;
    before = now;
  }
}

/** CPU ms that these processes spend on some work and what it leaves to do. */
export async function costOf(pids: readonly number[], work: () => Promise<void>): Promise<number> {
  await atRest(pids);
  const before = cpuMs(pids);
  await work();
  await atRest(pids);
  return cpuMs(pids) - before;
}

/** The share of one core, in %, that these processes take during so many seconds. */
export async function shareOf(pids: readonly number[], seconds: number): Promise<number> {
  const before = cpuMs(pids);
  const begun = performance.now();
  await pause(seconds * 1000);
  return ((cpuMs(pids) - before) / (performance.now() - begun)) * 100;
}
