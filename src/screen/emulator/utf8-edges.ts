import { isUtf8 } from 'node:buffer';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How many bytes at the end belong to a character whose rest has not come yet. */
function unfinishedLength(bytes: Uint8Array): number {
  const furthest = Math.min(3, bytes.length);
  for (let back = 1; back <= furthest; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return byte <= 0xf4 && wanted > back ? back : 0;
  }
  return 0;
}

/**
 * Cuts a byte stream at whole characters and shows every invalid byte as U+FFFD, as terminals do; xterm's own decoder
 * drops them. Valid text, nearly all there is, passes without a copy.
 */
export class Utf8Edges {
  #held: Uint8Array = new Uint8Array(0);

  /** Whether part of a character is held back. */
  get holding(): boolean {
    return this.#held.length > 0;
  }

  /** The valid UTF-8 that can be shown now. */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const unfinished = unfinishedLength(bytes);
    // A copy: the caller may use its buffer again.
    this.#held = bytes.slice(bytes.length - unfinished);
    const whole = unfinished === 0 ? bytes : bytes.subarray(0, bytes.length - unfinished);
    return isUtf8(whole) ? whole : Buffer.from(decoder.decode(whole));
  }
}
