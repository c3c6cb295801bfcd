import { readFileSync } from 'node:fs';

/** CPU milliseconds of this process, and of all children that have ended. Ticks of 10 ms: for what takes far longer. */
export function cpuWithChildrenMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0);
  return ticks * 10;
}

/** What a piece of work costs, with everything that it starts and waits for. */
export async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = cpuWithChildrenMs();
  await work();
  return cpuWithChildrenMs() - before;
}
