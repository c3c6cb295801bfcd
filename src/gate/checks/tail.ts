import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

const tailBytes = 4096;
const tailLines = 60;
/** Colours take room in the file that the stripped tail does not need. */
const readBytes = 64 * 1024;

/** The last useful lines of a log, without colours and overwritten progress: at most 60 lines and 4 KB. */
export async function tailOf(log: string): Promise<string> {
  await using file = await open(log, 'r');
  const { size } = await file.stat();
  const length = Math.min(size, readBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return tailOfText(buffer.subarray(0, bytesRead).toString('utf8'));
}

/** The same of text. */
export function tailOfText(text: string): string {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/\r+$/, '').replace(/^.*\r/s, '').replaceAll(unprintable, '').trimEnd());
  const last = lines.join('\n').trimEnd().split('\n').slice(-tailLines);
  while (last.length > 1 && Buffer.byteLength(last.join('\n')) > tailBytes) last.shift();
  return Buffer.from(last.join('\n'))
    .subarray(-tailBytes)
    .toString('utf8')
    .replace(/^\u{FFFD}+/u, '')
    .replace(/^\n+/, '');
}

/** Control characters but the tab: a tail is shown to people and pasted into agents. */
const unprintable = /(?!\t)\p{Cc}/gu;
