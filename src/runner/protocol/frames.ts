import { Fault } from '../../core/fault.ts';

/**
 * The holder's protocol: `u32be length | u8 type | payload`, the length counting type and payload. It is frozen and only
 * ever added to: a holder runs the code of the day its session began. Types and JSON fields one does not know are skipped,
 * on both sides, so that any holder serves any client; `Hello.protocol` tells what the holder knows.
 *
 * 1: frames 1 to 9. 2: frames 10 to 13.
 */
export const frameType = {
  /** Holder: JSON `Hello`, once, first. */
  hello: 1,
  /** Client: JSON `{from}`: send output from this offset on. */
  attach: 2,
  /** Holder: u64be offset and bytes. */
  out: 3,
  /** Client: bytes for the program. */
  in: 4,
  /** Client: JSON `{columns, rows}`. */
  resize: 5,
  /** Client: JSON `{signal}`. */
  signal: 6,
  /** Holder: JSON `ExitRecord`, after all output. */
  exit: 7,
  /** Client: the exit is recorded, the holder may go. */
  ackExit: 8,
  /** Holder: JSON `{refused}`: so many bytes of input were refused, the program does not read. */
  refused: 9,
  /** Client: JSON `{offset}`: everything before it is safe with the client; the log may let go of it, never of more. */
  checkpoint: 10,
  /** Holder: JSON `{unread}`: so many bytes of input wait because the program does not read; 0 when it has taken all. */
  unread: 11,
  /** Holder: JSON `{offset, columns, rows}`, in order with OUT: output from `offset` on was made for this size. */
  resized: 12,
  /** Client: JSON `{bytes}`: the next so many bytes of IN belong together; the program gets all of them or none. */
  paste: 13,
} as const;

/** One frame as it travels. */
export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** Largest frame, type and payload, in bytes. */
export const longestFrame = 1024 * 1024;

const headLength = 5;
const offsetLength = 8;

/** A frame with raw bytes. */
export function encodeFrame(type: number, payload: Uint8Array = new Uint8Array(0)): Buffer {
  const frame = Buffer.allocUnsafe(headLength + payload.length);
  frame.writeUInt32BE(1 + payload.length, 0);
  frame.writeUInt8(type, 4);
  frame.set(payload, headLength);
  return frame;
}

/** A frame with a JSON payload. */
export function encodeJson(type: number, value: unknown): Buffer {
  return encodeFrame(type, Buffer.from(JSON.stringify(value)));
}

/** An OUT frame: output bytes that begin at `offset` of the log. */
export function encodeOutput(offset: number, bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headLength + offsetLength + bytes.length);
  frame.writeUInt32BE(1 + offsetLength + bytes.length, 0);
  frame.writeUInt8(frameType.out, 4);
  frame.writeBigUInt64BE(BigInt(offset), headLength);
  frame.set(bytes, headLength + offsetLength);
  return frame;
}

/** The offset and bytes of an OUT frame. @throws Fault when it is too short. */
export function decodeOutput(payload: Buffer): { readonly offset: number; readonly bytes: Buffer } {
  if (payload.length < offsetLength) throw broken('an output frame has no offset');
  return { offset: Number(payload.readBigUInt64BE(0)), bytes: payload.subarray(offsetLength) };
}

function broken(what: string): Fault {
  return new Fault({ code: 'protocol', message: `a session's holder connection is broken: ${what}` });
}

/** Puts frames together again, wherever the stream was cut. */
export class FrameDecoder {
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = 4;

  /**
   * The frames that are complete now. What they hold is only valid until the caller uses the chunk's memory again; what is
   * kept of it for later is copied. @throws Fault on a length that no frame has; the stream is of no use then.
   */
  push(chunk: Uint8Array): Frame[] {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#length += chunk.byteLength;
    if (this.#length < this.#wanted) {
      this.#parts.push(Buffer.from(fresh));
      return [];
    }
    this.#parts.push(fresh);
    const bytes = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    return bytes === undefined ? [] : this.#cut(bytes);
  }

  #cut(bytes: Buffer): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    this.#wanted = 4;
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32BE(at);
      if (length < 1 || length > longestFrame) throw broken(`a frame of ${length} bytes`);
      if (bytes.length - at < 4 + length) {
        this.#wanted = 4 + length;
        break;
      }
      frames.push({ type: bytes.readUInt8(at + 4), payload: bytes.subarray(at + headLength, at + 4 + length) });
      at += 4 + length;
    }
    const rest = Buffer.from(bytes.subarray(at));
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return frames;
  }
}
