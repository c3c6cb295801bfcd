import { isSittingOver, isWarningDue } from '../core/rules/sitting.ts';
import type { Crew } from './crew.ts';

/** How often it is looked whether a sitting has ended or grown long, ms. */
const lookMs = 5000;

/** Ends a sitting that is over, and has it said once that one has grown long. */
export class PaceWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'now' | 'log'>;
  #timer: NodeJS.Timeout | null = null;

  constructor(crew: Pick<Crew, 'ledger' | 'now' | 'log'>) {
    this.#crew = crew;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), lookMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  look(): void {
    const { ledger, now, log } = this.#crew;
    try {
      if (isSittingOver(ledger.world, now())) ledger.append({ type: 'sitting.ended' });
      else if (isWarningDue(ledger.world, now())) ledger.append({ type: 'sitting.warned' });
    } catch (thrown) {
      // A full disk, most likely: it is tried again at the next look.
      log('a sitting cannot be journalled', thrown);
    }
  }
}
