/** Looks that are left out at most, for one in which nothing changes. */
const mostLeftOut = 5;

/**
 * Decides at which looks something is looked at closely: at each one while it changes, at fewer and fewer while it does not.
 * Starting a process from a large one holds it up, so that what hardly changes is not asked for all the time.
 */
export class LookRhythm {
  readonly #waits = new Map<number, { left: number; next: number }>();

  /** Whether it is its turn at this look. Ask once at each. */
  isDue(id: number): boolean {
    const wait = this.#waits.get(id);
    if (wait === undefined || wait.left === 0) return true;
    wait.left--;
    return false;
  }

  /** It was looked at, and had changed or not. */
  looked(id: number, changed: boolean): void {
    if (changed) {
      this.#waits.delete(id);
      return;
    }
    const left = this.#waits.get(id)?.next ?? 0;
    this.#waits.set(id, { left, next: Math.min(mostLeftOut, left * 2 + 1) });
  }
}
