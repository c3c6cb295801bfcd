import { type UserConfig, userConfigSchema } from '../core/model/config.ts';
import { Fault } from '../core/fault.ts';
import { noticeDue } from '../core/rules/notice.ts';
import { runNotice } from './run-notice.ts';
import type { Result } from '../wire/requests.ts';
import type { Crew } from './crew.ts';
import { readUserConfig } from './setting/read-config.ts';

/** How often it is looked whether the person is to be called, ms. */
const lookMs = 1000;

type Parts = Pick<Crew, 'ledger' | 'log' | 'now' | 'places' | 'attentions'>;

/**
 * Calls the person: journalled first, so that nobody is called twice for the same, then rung by the dashboards, which
 * hear of it like of all else, or said by the person's own command.
 */
export class NoticeWatch {
  readonly #crew: Parts;
  readonly #config: Pick<UserConfig, 'questions' | 'reviews' | 'notify'>;
  readonly #abort = new AbortController();
  /** When somebody last saw all there was. */
  #lookedAt: number;
  #timer: NodeJS.Timeout | null = null;
  #saying: Promise<void> = Promise.resolve();
  #problem: string | null = null;

  constructor(crew: Parts) {
    this.#crew = crew;
    this.#config = configOf(crew);
    // Whoever went had it all before them.
    this.#lookedAt = crew.ledger.world.person.leftAt ?? 0;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), lookMs);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#abort.abort();
    await this.#saying;
  }

  /** How the person is called, and what went wrong with that the last time. */
  calling(): Result<'person/calling'> {
    const { notify } = this.#config;
    const isCommand = typeof notify === 'string';
    return { ways: isCommand ? [] : notify, command: isCommand ? notify : null, problem: this.#problem };
  }

  /** Calls the person if that is due now. */
  look(): void {
    const { ledger, log, now, attentions } = this.#crew;
    const looks = attentions.looks();
    const judgement = attentions.judgement();
    if (looks && judgement === null) this.#lookedAt = now();
    const { notify } = this.#config;
    // A bell that nobody hears says nothing: it is rung when a terminal is there.
    if (looks || (typeof notify !== 'string' && attentions.count === 0)) return;
    const view = { now: now(), limits: this.#config, looks, lookedAt: this.#lookedAt, judgement };
    const notice = noticeDue(ledger.world, view);
    if (notice === null) return;
    try {
      ledger.append({ type: 'person.notified', ...notice });
    } catch (thrown) {
      log('that the person is to be called cannot be journalled', thrown);
      return;
    }
    if (typeof notify === 'string') this.#saying = this.#say(notify, notice.text, this.#saying);
  }

  /** One after the other. */
  async #say(command: string, text: string, earlier: Promise<void>): Promise<void> {
    await earlier;
    const problem = await runNotice({ command, text, signal: this.#abort.signal });
    this.#problem = problem;
    if (problem !== null) this.#crew.log(`the command of notify failed, "${text}" was not said: ${problem}`);
  }
}

/** The person's own wishes, read once per start; `doctor` says what is wrong with the file. */
function configOf({ places, log }: Pick<Crew, 'places' | 'log'>): UserConfig {
  try {
    return readUserConfig(places.userConfig);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    log('the configuration is wrong, the person is called as if there were none', thrown);
    return userConfigSchema.parse({});
  }
}
