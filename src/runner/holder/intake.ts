/** Where input goes. */
export interface InputTaker {
  readonly hasRoom: (bytes: number) => boolean;
  /** False when the input was refused. */
  readonly write: (bytes: Buffer) => boolean;
}

/**
 * Takes the input of one client. A paste that was announced is kept until it is whole: the program gets all of it or
 * nothing, also when the client dies in the middle or there is no room. Half a paste has no end bracket, and a program
 * would take all that is typed after it for more of it.
 */
export class Intake {
  readonly #taker: InputTaker;
  readonly #refused: (bytes: number) => void;
  /** Bytes of the announced paste that are still to come. */
  #missing = 0;
  #parts: Buffer[] | undefined;

  /** @param refused told how many bytes the program will not get. */
  constructor(taker: InputTaker, refused: (bytes: number) => void) {
    this.#taker = taker;
    this.#refused = refused;
  }

  /** The next so many bytes belong together. */
  announce(bytes: number): void {
    const fits = this.#taker.hasRoom(bytes);
    this.#missing = bytes;
    this.#parts = fits ? [] : undefined;
    if (!fits) this.#refused(bytes);
  }

  take(bytes: Buffer): void {
    const part = bytes.subarray(0, this.#missing);
    if (part.length > 0) this.#takePart(part);
    const rest = bytes.subarray(part.length);
    if (rest.length > 0 && !this.#taker.write(rest)) this.#refused(rest.length);
  }

  #takePart(part: Buffer): void {
    this.#missing -= part.length;
    this.#parts?.push(part);
    if (this.#missing > 0 || this.#parts === undefined) return;
    const parts = this.#parts;
    this.#parts = undefined;
    const length = parts.reduce((sum, one) => sum + one.length, 0);
    // An earlier client's input may have taken the room meanwhile.
    if (!this.#taker.hasRoom(length)) this.#refused(length);
    else for (const one of parts) this.#taker.write(one);
  }
}
