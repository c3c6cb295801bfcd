import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import type { RunLog } from '../../runner/log/log-reader.ts';

/** The end of a log as text to read. */
export interface PlainTail {
  readonly text: string;
  /** Whether older output was left out. */
  readonly truncated: boolean;
}

/** Bytes as plain text: no escape sequences, what a carriage return overwrote left out. */
function plain(bytes: Buffer, truncated: boolean): PlainTail {
  const raw = bytes.toString('utf8');
  // A cut may fall into the middle of a line or a sequence: the first whole line is the first shown.
  const whole = truncated ? raw.slice(raw.indexOf('\n') + 1) : raw;
  const text = stripVTControlCharacters(whole)
    .replaceAll(/\r+(\n|$)/g, '$1')
    .replaceAll(/[^\n]*\r/g, '');
  return { text, truncated };
}

/** The newest `limit` bytes of a run's output as plain text. */
export function plainEnd(log: RunLog, limit: number): PlainTail {
  const from = Math.max(log.start, log.end - limit);
  return plain(log.read(from, limit), from > 0);
}

/** The newest `limit` bytes of a file as plain text. */
export async function plainTail(path: string, limit: number): Promise<PlainTail> {
  const file = await open(path).catch((thrown: unknown) => {
    // Nothing was written yet: an empty log.
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  });
  if (file === null) return { text: '', truncated: false };
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - limit);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return plain(bytes.subarray(0, bytesRead), from > 0);
  } finally {
    await file.close();
  }
}
