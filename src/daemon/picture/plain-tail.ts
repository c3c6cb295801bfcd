import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { hasCode } from '../../core/has-code.ts';

/** The newest `limit` bytes of a log as plain text: no escape sequences, what a carriage return overwrote left out. */
export async function plainTail(path: string, limit: number): Promise<{ text: string; truncated: boolean }> {
  const file = await open(path).catch((thrown: unknown) => {
    // Nothing was written yet: an empty log.
    if (hasCode(thrown, 'ENOENT')) return null;
    throw thrown;
  });
  if (file === null) return { text: '', truncated: false };
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - limit);
    const bytes = Buffer.alloc(size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    return plainText(bytes.subarray(0, bytesRead), from > 0);
  } finally {
    await file.close();
  }
}

/** Output of a program as plain text. `truncated`: its beginning was cut off, so it starts at the first whole line. */
export function plainText(bytes: Buffer, truncated: boolean): { text: string; truncated: boolean } {
  const raw = bytes.toString('utf8');
  // A cut may fall into the middle of a line or a sequence.
  const whole = truncated ? raw.slice(raw.indexOf('\n') + 1) : raw;
  const text = stripVTControlCharacters(whole)
    .replaceAll(/\r+(\n|$)/g, '$1')
    .replaceAll(/[^\n]*\r/g, '');
  return { text, truncated };
}
