import { plumbOk } from './plumbing/plumb.ts';

/** What the object store holds under an id. */
export interface Blob {
  readonly size: number;
  /** null above the limits. */
  readonly bytes: Buffer | null;
}

/** How much is read: of one object, and of all together. */
export interface BlobLimits {
  readonly each: number;
  readonly all: number;
}

/**
 * The objects with these ids, as they are stored: no filter, no text conversion, no replaced object. An id that this
 * repository does not have (another repository's commit) is left out. Where the sum is above the limit, the smallest
 * objects are read.
 */
export async function readBlobs(cwd: string, ids: Iterable<string>, limits: BlobLimits): Promise<Map<string, Blob>> {
  const sizes = await sizesOf(cwd, new Set(ids));
  const blobs = new Map<string, Blob>();
  const read: string[] = [];
  let sum = 0;
  for (const [id, size] of [...sizes].toSorted(([, one], [, other]) => one - other)) {
    blobs.set(id, { size, bytes: null });
    if (size > limits.each || sum + size > limits.all) continue;
    sum += size;
    read.push(id);
  }
  for (const [id, bytes] of await contentsOf(cwd, read)) blobs.set(id, { size: bytes.length, bytes });
  return blobs;
}

async function sizesOf(cwd: string, ids: ReadonlySet<string>): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  if (ids.size === 0) return sizes;
  const args = ['cat-file', '--buffer', '--batch-check=%(objectname) %(objectsize)'];
  const output = await plumbOk({ cwd, args, input: lines(ids) });
  for (const line of output.toString('latin1').split('\n')) {
    const [id = '', size = ''] = line.split(' ');
    if (/^\d+$/.test(size)) sizes.set(id, Number(size));
  }
  return sizes;
}

async function contentsOf(cwd: string, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const args = ['cat-file', '--buffer', '--batch=%(objectname) %(objectsize)'];
  const output = await plumbOk({ cwd, args, input: lines(ids) });
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf('\n', at);
    if (end === -1) break;
    const [id = '', size = ''] = output.subarray(at, end).toString('latin1').split(' ');
    at = end + 1;
    // Gone since its size was read: it has no content, only this line.
    if (!/^\d+$/.test(size)) continue;
    contents.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}

function lines(ids: Iterable<string>): string {
  return [...ids, ''].join('\n');
}
