import { once } from 'node:events';
import { connect } from 'node:net';

/** A client of its own: nothing of ours but the bytes. */
export class RawClient {
  readonly frames: { readonly type: number; readonly payload: Buffer }[] = [];
  readonly socket;
  #bytes = Buffer.alloc(0);

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('data', (bytes) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      while (this.#bytes.length >= 4 && this.#bytes.length >= 4 + this.#bytes.readUInt32BE(0)) {
        const end = 4 + this.#bytes.readUInt32BE(0);
        this.frames.push({ type: this.#bytes.readUInt8(4), payload: this.#bytes.subarray(5, end) });
        this.#bytes = this.#bytes.subarray(end);
      }
      this.socket.emit('frames');
    });
  }

  send(type: number, payload: string | Buffer = ''): void {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(1 + Buffer.byteLength(payload));
    head.writeUInt8(type, 4);
    this.socket.write(Buffer.concat([head, Buffer.from(payload)]));
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await once(this.socket, 'frames');
  }

  output(): string {
    return Buffer.concat(
      this.frames.filter(({ type }) => type === 3).map(({ payload }) => payload.subarray(8)),
    ).toString();
  }

  json(type: number): unknown[] {
    return this.frames
      .filter((frame) => frame.type === type)
      .map(({ payload }): unknown => JSON.parse(payload.toString()));
  }
}
