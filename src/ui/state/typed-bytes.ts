/** Bytes that are sent at a time: a large paste must not keep the daemon from everything else. */
const longestPart = 64 * 1024;

/** What is typed into a session in one go (a paste without brackets comes key by key) is sent together, in order. */
export class TypedBytes {
  readonly #send: (session: number, bytes: Buffer) => void;
  #session = 0;
  #waiting: Buffer[] = [];

  constructor(send: (session: number, bytes: Buffer) => void) {
    this.#send = send;
  }

  /** Takes bytes; they go out when the present piece of work has ended. */
  push(session: number, bytes: Buffer): void {
    if (session !== this.#session) this.#flush();
    this.#session = session;
    if (this.#waiting.length === 0) queueMicrotask(() => this.#flush());
    this.#waiting.push(bytes);
  }

  #flush(): void {
    if (this.#waiting.length === 0) return;
    const bytes = Buffer.concat(this.#waiting.splice(0));
    for (let at = 0; at < bytes.length; at += longestPart) {
      this.#send(this.#session, bytes.subarray(at, at + longestPart));
    }
  }
}
