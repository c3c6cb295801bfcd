import type { Socket } from 'node:net';

import { encodeJson, encodeOutput, frameType } from '../protocol/frames.ts';
import type { OutputLog } from '../log/output-log.ts';
import { sizeInForce } from '../log/sizes.ts';

/** Read from the log at once. */
const pieceLength = 64 * 1024;

/** A client that leaves so much unread gets the rest from the log when it reads again: memory stays bounded. */
const backlogLimit = 256 * 1024;

/**
 * Sends the log to one client from an offset on, first from disk, then live, and each size of the screen at its place.
 * There is one position and it only moves forward over what was sent, so there is neither a gap nor a double at the seam.
 */
export class ClientFeed {
  readonly #socket: Socket;
  readonly #log: OutputLog;
  #position: number;
  #sent = 0;
  /** The size that is sent next. */
  #nextSize: number;
  #whenCaughtUp: (() => void) | undefined;

  constructor(socket: Socket, log: OutputLog, from: number) {
    this.#socket = socket;
    this.#log = log;
    this.#position = Math.max(log.start, Math.min(from, log.end));
    this.#nextSize = sizeInForce(log.sizes, this.#position);
    socket.on('drain', () => this.pump());
    this.pump();
  }

  /** Everything before it was written to the client, or is about to be. */
  get position(): number {
    return this.#position;
  }

  /** Everything before it has left this process for a client that was there. */
  get sent(): number {
    return this.#sent;
  }

  /** Takes new output that is already in the log. */
  appended(offset: number, bytes: Buffer): void {
    const hasRoom = this.#socket.writableLength < backlogLimit;
    const isNext = offset === this.#position && this.#log.sizes[this.#nextSize] === undefined;
    if (hasRoom && isNext) this.#send(bytes);
    // Behind, or a size has its place in these bytes: from disk, as far as the client reads.
    else this.pump();
  }

  /** Sends what there is of output and sizes, as far as the client reads. */
  pump(): void {
    while (this.#socket.writableLength < backlogLimit && !this.#socket.destroyed) {
      // The log may have let go of what this client would have got next.
      this.#position = Math.max(this.#position, this.#log.start);
      this.#sendSizes();
      if (this.#position === this.#log.end) break;
      const bytes = this.#read();
      if (bytes.length === 0) {
        // The client goes on with what can be read, at the latest with what comes from now on.
        const next = this.#log.nextFile(this.#position);
        console.error(`the log cannot be read at ${this.#position}: left out until ${next}`);
        this.#position = next;
        continue;
      }
      this.#send(bytes);
    }
    if (this.#position < this.#log.end || this.#untilSize() === 0) return;
    const then = this.#whenCaughtUp;
    this.#whenCaughtUp = undefined;
    then?.();
  }

  /** Calls back when this client has been sent everything. Ask only when the log grows no more. */
  caughtUp(then: () => void): void {
    this.#whenCaughtUp = then;
    this.pump();
  }

  /** Nothing when that cannot be read: a bad disk, or files that somebody has removed, cost no program its holder. */
  #read(): Buffer {
    try {
      return this.#log.read(this.#position, Math.min(pieceLength, this.#untilSize()));
    } catch (error) {
      console.error(error);
      return Buffer.alloc(0);
    }
  }

  #untilSize(): number {
    return (this.#log.sizes[this.#nextSize]?.offset ?? Infinity) - this.#position;
  }

  #send(bytes: Buffer): void {
    const behind = this.#position + bytes.length;
    // What is written to a client that has just died fails: nobody has answered what it asks.
    this.#socket.write(encodeOutput(this.#position, bytes), (error) => {
      if (error == null) this.#sent = Math.max(this.#sent, behind);
    });
    this.#position = behind;
  }

  #sendSizes(): void {
    for (let size = this.#log.sizes[this.#nextSize]; size; size = this.#log.sizes[this.#nextSize]) {
      if (size.offset > this.#position) return;
      this.#socket.write(encodeJson(frameType.resized, { ...size, offset: this.#position }));
      this.#nextSize += 1;
    }
  }
}
