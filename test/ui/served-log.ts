import type { Result } from '../../src/wire/requests.ts';

/** A run's log as the daemon keeps it. */
export interface ServedLog {
  /** Offset of the first byte that is kept. */
  readonly start: number;
  readonly bytes: Buffer;
  readonly sizes: readonly { readonly offset: number; readonly columns: number; readonly rows: number }[];
}

/** The answer to 'screen/log' from bytes. */
export function logPart(
  { start, bytes, sizes }: ServedLog,
  { from, limit }: { from: number | null; limit: number },
): Result<'screen/log'> {
  const end = start + bytes.length;
  const begin = Math.min(end, Math.max(start, from ?? end - limit));
  const part = bytes.subarray(begin - start, begin - start + limit);
  const before = sizes.findLast(({ offset }) => offset <= begin);
  const later = sizes.filter(({ offset }) => offset > begin && offset <= begin + part.length);
  return {
    start,
    end,
    from: begin,
    bytes: part.toString('base64'),
    sizes: [...(before === undefined ? [] : [before]), ...later],
  };
}
