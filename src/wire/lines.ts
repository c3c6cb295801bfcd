/** Longest line either side accepts, bytes: a full screen of styled rows or a large patch fits many times over. */
export const maxLineBytes = 64 * 1024 * 1024;

/**
 * Cuts a byte stream into lines at `\n`, safe at any chunk edge. Calls `onLine` for each whole line.
 * Throws when a line grows beyond `limit` bytes.
 */
export function lineSplitter(onLine: (line: string) => void, limit = maxLineBytes): (chunk: Buffer) => void {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  return (chunk) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = Buffer.concat([...kept, rest.subarray(0, end)]).toString('utf8');
      kept = [];
      keptBytes = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
    if (rest.length === 0) return;
    kept.push(rest);
    keptBytes += rest.length;
    if (keptBytes > limit) throw new RangeError(`a line is longer than ${limit} bytes`);
  };
}
