import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { hasCode } from '../../core/has-code.ts';

/** TCP ports from `first` on. */
export interface PortRange {
  readonly first: number;
  readonly count: number;
}

/** Where to look for a range: below 32768 no system gives ports away by itself. */
export interface PortSearch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly count: number;
  /** Names the seeker: it is given the same range again where that is free. */
  readonly seeker: string;
  readonly taken: readonly PortRange[];
}

/** A range in which nobody listens now, on neither kind of loopback; null when there is none. */
export async function freePorts({ from, to, count, seeker, taken }: PortSearch): Promise<PortRange | null> {
  const places = Math.floor((to - from) / count);
  const start = createHash('sha256').update(seeker).digest().readUInt32BE(0);
  for (let step = 0; step < places; step += 1) {
    const range = { first: from + ((start + step) % places) * count, count };
    if (taken.some((other) => overlap(range, other))) continue;
    if (await isFree(range)) return range;
  }
  return null;
}

export function overlap(one: PortRange, other: PortRange): boolean {
  return one.first < other.first + other.count && other.first < one.first + one.count;
}

async function isFree({ first, count }: PortRange): Promise<boolean> {
  for (let port = first; port < first + count; port += 1) {
    for (const host of ['127.0.0.1', '::1']) if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      // A machine without this kind of loopback has nobody who listens on it.
      if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL')) resolve(true);
      else if (hasCode(error, 'EADDRINUSE', 'EACCES')) resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
