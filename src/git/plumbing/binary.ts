import { plumbOk } from './plumb.ts';

/** As far as git itself looks for a zero byte. */
const lookedAtBytes = 8000;

/** Those of the files whose two versions are both text by content, whatever attributes say. */
export async function holdText<File extends { readonly ids: readonly [string, string] }>(
  cwd: string,
  files: readonly File[],
): Promise<File[]> {
  const ids = new Set(files.flatMap((file) => file.ids).filter((id) => !/^0+$/.test(id)));
  if (ids.size === 0) return [];
  const output = await plumbOk({ cwd, args: ['cat-file', '--batch'], input: [...ids, ''].join('\n') });
  const binary = binaryBlobs(output);
  return files.filter((file) => !file.ids.some((id) => binary.has(id)));
}

function binaryBlobs(output: Buffer): Set<string> {
  const binary = new Set<string>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf('\n', at);
    const [id = '', , size] = output.subarray(at, end).toString('latin1').split(' ');
    // A missing object (another repository's commit) has neither size nor content: nothing to count lines of.
    if (size === undefined) {
      binary.add(id);
      at = end + 1;
      continue;
    }
    const start = end + 1;
    const length = Number.parseInt(size, 10);
    if (output.subarray(start, start + Math.min(length, lookedAtBytes)).includes(0)) binary.add(id);
    at = start + length + 1;
  }
  return binary;
}
