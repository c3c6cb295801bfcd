import { readFileSync, readdirSync } from 'node:fs';

const readOrNull = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process or the thread has ended, or this kernel does not tell.
    return null;
  }
};

/** CPU milliseconds that the threads of these processes have used; finer than a clock tick where the kernel counts so. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (preciseMs(pid) ?? tickedMs(pid)), 0);
}

function preciseMs(pid: number): number | null {
  let sum = 0;
  for (const thread of threadsOf(pid)) {
    const [spent] = (readOrNull(`/proc/${pid}/task/${thread}/schedstat`) ?? '').split(' ');
    sum += Number(spent ?? 0) / 1e6;
  }
  return sum > 0 ? sum : null;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** utime and stime, in ticks of 10 ms. */
function tickedMs(pid: number): number {
  const fields = (readOrNull(`/proc/${pid}/stat`) ?? '').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

/** Resident memory in MB. */
export function residentMb(pids: readonly number[]): number {
  return sumOf(pids, (pid) => /VmRSS:\s+(\d+)/.exec(readOrNull(`/proc/${pid}/status`) ?? ''));
}

/** Memory in MB with shared pages divided among those who share them. */
export function proportionalMb(pids: readonly number[]): number {
  return sumOf(pids, (pid) => /^Pss:\s+(\d+)/m.exec(readOrNull(`/proc/${pid}/smaps_rollup`) ?? ''));
}

function sumOf(pids: readonly number[], kilobytes: (pid: number) => RegExpExecArray | null): number {
  return pids.reduce((sum, pid) => sum + Number(kilobytes(pid)?.[1] ?? 0), 0) / 1024;
}

/** Every process with its parent and its command line. */
export function processes(): { readonly pid: number; readonly parent: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readOrNull(`/proc/${name}/stat`);
      const command = readOrNull(`/proc/${name}/cmdline`);
      if (stat === null || command === null) return [];
      const parent = Number(stat.replace(/^.*\) /s, '').split(' ')[1] ?? 0);
      return [{ pid: Number(name), parent, command: command.replaceAll('\0', ' ') }];
    });
}
