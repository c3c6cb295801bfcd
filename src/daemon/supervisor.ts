import { describeFault } from '../core/fault.ts';
import { type Effect, wanted } from '../core/rules/wanted.ts';
import type { World } from '../core/model/world.ts';
import type { Ledger } from './ledger.ts';
import type { Log } from './log.ts';

/** Carries one effect out. Ends early, without a result, when the signal is aborted. */
export type CarryOut = (effect: Effect, signal: AbortSignal) => Promise<void>;

/** How often the world is compared with what is going on, ms: heals lost signals, tries waiting landings again. */
export const tickMs = 2000;

/**
 * Keeps what is going on equal to what the world calls for: starts effects that are wanted, breaks off those that no
 * longer are. An effect that ended and is still wanted is started again at the next tick, never in a tight loop.
 */
export class Supervisor {
  readonly #ledger: Ledger;
  readonly #carryOut: CarryOut;
  readonly #log: Log;
  readonly #going = new Map<string, { effect: Effect; abort: AbortController; done: Promise<void> }>();
  /** Effects that ended in this tick. */
  readonly #rested = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #queued = false;
  #windingDown = false;
  #stopped = false;

  constructor(options: { ledger: Ledger; carryOut: CarryOut; log: Log }) {
    this.#ledger = options.ledger;
    this.#carryOut = options.carryOut;
    this.#log = options.log;
  }

  start(): void {
    this.#ledger.onRecorded(() => this.#queue());
    this.#timer = setInterval(() => {
      this.#rested.clear();
      this.#reconcile();
    }, tickMs);
    this.#reconcile();
  }

  /** From now on nothing new is started; agents are only seen to their end. What is going on goes on. */
  windDown(): void {
    this.#windingDown = true;
  }

  /** Breaks off everything and waits until it has ended. Agents are not touched: their holders go on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    const going = [...this.#going.values()];
    for (const { abort } of going) abort.abort();
    await Promise.all(going.map(({ done }) => done));
  }

  /** Breaks a session's gate off: it starts anew on the work as it is now. */
  restartGate(session: number): void {
    for (const { effect, abort } of this.#going.values()) {
      if (effect.kind === 'gate.run' && effect.session === session) abort.abort();
    }
  }

  #queue(): void {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#reconcile();
    });
  }

  #reconcile(): void {
    if (this.#stopped) return;
    const effects = wanted(this.#ledger.world);
    const keys = new Set(effects.map((effect) => effect.key));
    for (const [key, { abort }] of this.#going) if (!keys.has(key)) abort.abort();
    for (const effect of effects) {
      if (this.#windingDown && !endsAgent(this.#ledger.world, effect)) continue;
      if (!this.#going.has(effect.key) && !this.#rested.has(effect.key)) this.#begin(effect);
    }
  }

  #begin(effect: Effect): void {
    const abort = new AbortController();
    const done = this.#run(effect, abort.signal).finally(() => {
      this.#going.delete(effect.key);
      // One that was broken off may be wanted again at once; one that ended by itself rests until the next tick.
      if (!abort.signal.aborted) this.#rested.add(effect.key);
      this.#queue();
    });
    this.#going.set(effect.key, { effect, abort, done });
  }

  async #run(effect: Effect, signal: AbortSignal): Promise<void> {
    try {
      await this.#carryOut(effect, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#log(`${effect.key} broke down`, thrown);
      this.#record(effect, describeFault(thrown));
    }
  }

  #record(effect: Effect, message: string): void {
    try {
      this.#ledger.append({ type: 'effect.failed', session: effect.session, effect: effect.kind, message });
    } catch (thrown) {
      // A full disk, most likely the very reason: agents go on meanwhile, and the effect is tried again at each tick.
      this.#log(`that ${effect.key} broke down cannot be journalled`, thrown);
    }
  }
}

/** Whether an effect brings a process nearer to its end, rather than one into being. */
function endsAgent(world: World, effect: Effect): boolean {
  if (effect.kind === 'agent.end' || effect.kind === 'terminal.end' || effect.kind === 'terminal.run') return true;
  const session = world.sessions[effect.session];
  return effect.kind === 'agent.run' && (session?.run?.phase === 'alive' || session?.ending !== null);
}
