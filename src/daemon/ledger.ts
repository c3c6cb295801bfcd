import { followUp } from '../core/rules/follow-up.ts';
import type { Decision } from '../core/decide/decision.ts';
import type { Event, Recorded } from '../core/model/events.ts';
import { Fault } from '../core/fault.ts';
import type { Session } from '../core/model/session.ts';
import type { World } from '../core/model/world.ts';
import type { Journal } from '../journal/journal.ts';

/**
 * The one place through which anything happens: events go into the journal, the world moves on, the cap and admission
 * follow in the same transaction, and then everybody who listens hears of it.
 */
export class Ledger {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #listeners = new Set<(recorded: readonly Recorded[]) => void>();

  constructor(journal: Journal, now: () => number) {
    this.#journal = journal;
    this.#now = now;
  }

  get world(): World {
    return this.#journal.world;
  }

  /** Records what happened, and what follows from it. */
  append(...events: Event[]): void {
    if (events.length === 0) return;
    const recorded = this.#journal.append(events, this.#now(), followUp);
    for (const listener of this.#listeners) listener(recorded);
  }

  /** Decides on the present world and records the outcome. @throws Fault the refusal */
  decide(decision: (world: World) => Decision): void {
    const decided = decision(this.world);
    if ('refused' in decided) throw new Fault(decided.refused);
    this.append(...decided.events);
  }

  /** The session. @throws Fault 'not-found' */
  session(id: number): Session {
    const session = this.world.sessions[id];
    if (session === undefined)
      throw new Fault({ code: 'not-found', message: `there is no session #${id}`, hint: 'signalbox list shows them' });
    return session;
  }

  /** Calls `listener` after each append; the returned function ends that. */
  onRecorded(listener: (recorded: readonly Recorded[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Waits until `find` finds something in the world, looked at now and after each event.
   * Rejects with the signal's reason when it is aborted first.
   */
  until<Found>(find: (world: World) => Found | null, signal: AbortSignal): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find(this.world);
        if (found === null) return;
        finish();
        resolve(found);
      };
      const abort = () => {
        finish();
        reject(signal.reason);
      };
      const stop = this.onRecorded(look);
      const finish = () => {
        stop();
        signal.removeEventListener('abort', abort);
      };
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
      else look();
    });
  }
}
