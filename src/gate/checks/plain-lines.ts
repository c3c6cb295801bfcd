import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** More than any list of failures that a person reads; a flood before it is on disk and not looked at. */
const readBytes = 2 * 1024 * 1024;

/** Control characters but the tab: what is shown to people and pasted into agents holds none. */
const unprintable = /(?!\t)\p{Cc}/gu;

/** The lines of an output as they were last seen: without colours, overwritten progress and the end's empty ones. */
export function plainLines(text: string): string[] {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, '').replaceAll(unprintable, '').trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The end of a log, at most `bytes` of it. */
export async function endOf(log: string, bytes = readBytes): Promise<string> {
  await using file = await open(log, 'r');
  const { size } = await file.stat();
  const length = Math.min(size, bytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer
    .subarray(0, bytesRead)
    .toString('utf8')
    .replace(/^\u{FFFD}+/u, '');
}
