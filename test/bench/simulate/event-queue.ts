/** What is to happen, in the order of its time; what is due at the same time goes in the order in which it was planned. */
export class EventQueue {
  readonly #heap: { at: number; order: number; act: () => void }[] = [];
  #planned = 0;
  now: number;

  constructor(start: number) {
    this.now = start;
  }

  plan(at: number, act: () => void): void {
    this.#heap.push({ at: Math.max(at, this.now), order: this.#planned++, act });
    this.#rise(this.#heap.length - 1);
  }

  /** Lets everything happen that is due before `end`. */
  run(end: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.at < end; next = this.#heap[0]) {
      this.#dropFirst();
      this.now = next.at;
      next.act();
    }
    this.now = end;
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; at = (at - 1) >> 1) {
      if (!this.#isBefore(at, (at - 1) >> 1)) return;
      this.#swap(at, (at - 1) >> 1);
    }
  }

  #dropFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (this.#isBefore(left, least)) least = left;
      if (this.#isBefore(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
