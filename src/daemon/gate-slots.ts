import { availableParallelism } from 'node:os';
import type { GatePurpose } from '../core/model/round.ts';

/** One gate worktree that is in nobody else's use; `release` gives it back. */
export interface GateSlot {
  readonly number: number;
  release(): void;
}

/** What has been approved waits for nobody but the machine; what is ready may be read meanwhile. */
const urgency: Readonly<Record<GatePurpose, number>> = { landing: 0, round: 1, refresh: 2 };

interface Waiting {
  readonly repo: string;
  readonly purpose: GatePurpose;
  readonly signal: AbortSignal;
  grant(slot: GateSlot): void;
}

/**
 * Bounds the gates that run at once by the machine, and never gives one gate worktree to two of them. What is most
 * urgent comes first, then who came first. Slots are numbered per repository from 1, the lowest free one first, so that warm worktrees are used again.
 */
export class GateSlots {
  readonly #limit: number;
  readonly #used = new Map<string, Set<number>>();
  #waiting: Waiting[] = [];
  #total = 0;

  constructor(limit = Math.max(1, Math.floor(availableParallelism() / 2))) {
    this.#limit = limit;
  }

  /** Waits for a slot; rejects with the signal's reason when it is aborted first. */
  acquire(repo: string, signal: AbortSignal, purpose: GatePurpose = 'round'): Promise<GateSlot> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      const waiting: Waiting = {
        repo,
        purpose,
        signal,
        grant: (slot) => {
          signal.removeEventListener('abort', abort);
          resolve(slot);
        },
      };
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort);
      // Behind all that are as urgent.
      const behind = this.#waiting.findIndex((other) => urgency[other.purpose] > urgency[purpose]);
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, waiting);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#total < this.#limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next.grant(this.#take(next.repo));
    }
  }

  #take(repo: string): GateSlot {
    const used = this.#used.get(repo) ?? new Set<number>();
    this.#used.set(repo, used);
    let number = 1;
    while (used.has(number)) number++;
    used.add(number);
    this.#total++;
    let held = true;
    return {
      number,
      release: () => {
        if (!held) return;
        held = false;
        used.delete(number);
        this.#total--;
        this.#serve();
      },
    };
  }
}
