import type { Evidence } from '../../core/model/round.ts';

/** As far as a file is looked at. */
const lookedAt = 64 * 1024;

const images: readonly (readonly [offset: number, bytes: string])[] = [
  [0, '\x89PNG\r\n\x1a\n'],
  [0, '\xff\xd8\xff'],
  [0, 'GIF87a'],
  [0, 'GIF89a'],
  [8, 'WEBP'],
];

/** What a file is by its content, whatever its name says. */
export function contentKind(content: Buffer): Evidence['kind'] {
  const head = content.subarray(0, lookedAt);
  const text = head.toString('latin1');
  if (images.some(([offset, bytes]) => text.startsWith(bytes, offset))) return 'image';
  if (head.includes(0)) return 'other';
  // The last character may be cut in two.
  const whole = content.length > head.length ? head.subarray(0, -4) : head;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: true });
    return 'text';
  } catch {
    return 'other';
  }
}
