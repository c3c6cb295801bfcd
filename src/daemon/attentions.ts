import { judgementInHand, somebodyLooks } from '../core/rules/attention.ts';
import type { Attention } from '../core/model/person.ts';
import type { Client } from '../wire/serve.ts';
import type { Crew } from './crew.ts';

/** So long after a start, ms, the dashboards of before have come back, or will not. */
const returnMs = 10_000;

/**
 * What the person is at in each dashboard, known as long as that is connected; and whether they are there at all, which
 * is journalled when it changes.
 */
export class Attentions {
  readonly #crew: Pick<Crew, 'ledger' | 'log' | 'now'>;
  readonly #byClient = new Map<Client, Attention>();
  #returning: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(crew: Pick<Crew, 'ledger' | 'log' | 'now'>) {
    this.#crew = crew;
  }

  /** Who was there with an earlier daemon has a moment to come back: its crash is nothing that the person did. */
  start(): void {
    this.#returning = setTimeout(() => this.settle(), returnMs).unref();
  }

  /** From now on nobody leaves: the daemon does. */
  stop(): void {
    this.#stopped = true;
    if (this.#returning !== null) clearTimeout(this.#returning);
  }

  /** A dashboard says what is going on in front of it. */
  attend(client: Client, attention: Attention): void {
    if (client.gone.aborted) return;
    const known = this.#byClient.has(client);
    this.#byClient.set(client, attention);
    if (known) return;
    client.gone.addEventListener('abort', () => {
      this.#byClient.delete(client);
      this.settle();
    });
    this.settle();
  }

  /** Puts right what the journal says about somebody being there. */
  settle(): void {
    const { ledger, log } = this.#crew;
    const present = this.#byClient.size > 0;
    if (this.#stopped || ledger.world.person.present === present) return;
    try {
      ledger.append({ type: present ? 'person.came' : 'person.left' });
    } catch (thrown) {
      // A full disk: nothing depends on it that could not be put right later.
      log('whether somebody is there cannot be journalled', thrown);
    }
  }

  /** How many dashboards are open. */
  get count(): number {
    return this.#byClient.size;
  }

  /** Whether somebody looks at one of them now. */
  looks(): boolean {
    return somebodyLooks([...this.#byClient.values()], this.#crew.now());
  }

  /** The judgement task that the person is in; null: none. */
  judgement(): number | null {
    const { ledger, now } = this.#crew;
    return judgementInHand(ledger.world, [...this.#byClient.values()], now());
  }
}
