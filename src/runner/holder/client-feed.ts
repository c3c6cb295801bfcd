import type { Socket } from 'node:net';

import { encodeOutput } from './frames.ts';
import type { OutputLog } from './output-log.ts';

/** Read from the log at once. */
const pieceLength = 64 * 1024;

/** A client that leaves so much unread gets the rest from the log when it reads again: memory stays bounded. */
const backlogLimit = 256 * 1024;

/**
 * Sends the log to one client from an offset on, first from disk, then live. There is one position and it only moves
 * forward over what was sent, so there is neither a gap nor a double at the seam.
 */
export class ClientFeed {
  readonly #socket: Socket;
  readonly #log: OutputLog;
  #position: number;
  #whenCaughtUp: (() => void) | undefined;

  constructor(socket: Socket, log: OutputLog, from: number) {
    this.#socket = socket;
    this.#log = log;
    this.#position = Math.min(from, log.size);
    socket.on('drain', () => this.#pump());
    this.#pump();
  }

  /** Takes new output that is already in the log. */
  appended(offset: number, bytes: Buffer): void {
    if (offset === this.#position && this.#socket.writableLength < backlogLimit) this.#send(bytes);
    // Behind: the rest comes from disk, when the socket drains.
  }

  /** Calls back when this client has been sent everything. Ask only when the log grows no more. */
  caughtUp(then: () => void): void {
    this.#whenCaughtUp = then;
    this.#pump();
  }

  #send(bytes: Buffer): void {
    this.#socket.write(encodeOutput(this.#position, bytes));
    this.#position += bytes.length;
  }

  #pump(): void {
    while (this.#position < this.#log.size && this.#socket.writableLength < backlogLimit) {
      const bytes = this.#log.read(this.#position, pieceLength);
      if (bytes.length === 0) throw new Error(`the log ends at ${this.#position}, not at ${this.#log.size}`);
      this.#send(bytes);
    }
    if (this.#position < this.#log.size) return;
    const then = this.#whenCaughtUp;
    this.#whenCaughtUp = undefined;
    then?.();
  }
}
