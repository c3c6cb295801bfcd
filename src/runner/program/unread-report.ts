/** Input that waits this long without any of it being taken is reported; after that, changes so often at most. Ms. */
const intervalMs = 1_000;

/** Decides when a client is told that a program does not read its input, and when that it does again. */
export class UnreadReport {
  readonly #report: (bytes: number) => void;
  #waiting = 0;
  #reported = 0;
  #tookSome = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (bytes: number) => void) {
    this.#report = report;
  }

  /** The program has taken some input; so much is left. */
  taken(left: number): void {
    this.#tookSome = true;
    this.waiting(left);
  }

  /** So many bytes of input wait. */
  waiting(bytes: number): void {
    this.#waiting = bytes;
    if (bytes > 0) {
      if (this.#timer === undefined) this.#start();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#say();
  }

  #start(): void {
    this.#tookSome = false;
    this.#timer = setTimeout(() => this.#look(), intervalMs);
  }

  #look(): void {
    const stuck = !this.#tookSome;
    this.#start();
    // A program that takes input slowly is reading; one that was reported is followed until it has taken all.
    if (stuck || this.#reported > 0) this.#say();
  }

  #say(): void {
    if (this.#waiting === this.#reported) return;
    this.#reported = this.#waiting;
    this.#report(this.#waiting);
  }
}
