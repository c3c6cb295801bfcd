import type { OpenDialogs } from './open-dialogs.ts';
import type { RegistryEntry } from './registry.ts';
import type { RegistryWatch } from './watch-registry.ts';

/** How long "waiting" must stand in the registry without a hook of its own before it is a dialog, ms. */
const waitingGraceMs = 1_000;
/** The same in a later daemon, and how long it is one: the hooks that wait look for it every two seconds. */
const reopenedGraceMs = 3_000;
/** The same after an answer of ours: a busy machine may need so long to bring it through the hook. */
const answeredGraceMs = 10_000;
/** How long "not waiting" must stand before dialogs count as answered by key, ms: one dialog follows on another. */
const leftGraceMs = 100;

interface Around {
  readonly dialogs: OpenDialogs;
  readonly registry: RegistryWatch;
  /** Opens a dialog that only its terminal can answer, and that has been open since `at`. */
  openMenu(text: string, about: { readonly rule: string; readonly at: number }): void;
  now(): number;
}

/**
 * What the registry's "waiting" says about dialogs: one that no hook holds is open (its hook's process was ended, or it
 * has none), or those that hooks hold were answered by key.
 */
export class WaitingWatch {
  readonly #around: Around;
  readonly #openedAt: number;
  #comes: NodeJS.Timeout | undefined;
  #leaves: NodeJS.Timeout | undefined;

  constructor(around: Around) {
    this.#around = around;
    this.#openedAt = around.now();
  }

  follow(entry: RegistryEntry): void {
    if (entry.status === 'waiting') this.#waits();
    else this.#waitsNot();
  }

  close(): void {
    this.#comes = stopped(this.#comes);
    this.#leaves = stopped(this.#leaves);
  }

  #waits(): void {
    const { dialogs, registry } = this.#around;
    this.#leaves = stopped(this.#leaves);
    dialogs.sawWaiting();
    if (dialogs.size > 0 || this.#comes !== undefined) return;
    this.#comes = setTimeout(() => {
      this.#comes = undefined;
      const entry = registry.read();
      if (entry?.status !== 'waiting' || dialogs.size > 0) return;
      // Its hook came late, and was answered since: that has not reached the registry yet.
      if (dialogs.answeredWithin(answeredGraceMs)) {
        this.#waits();
        return;
      }
      const { waitingFor, statusUpdatedAt } = entry;
      const about = { rule: 'registry: waiting', at: statusUpdatedAt };
      this.#around.openMenu(`Claude Code waits in its terminal: ${waitingFor || 'input needed'}`, about);
      dialogs.sawWaiting();
    }, this.#graceMs());
  }

  #graceMs(): number {
    if (this.#around.dialogs.answeredWithin(answeredGraceMs)) return answeredGraceMs;
    return this.#around.now() - this.#openedAt < reopenedGraceMs ? reopenedGraceMs : waitingGraceMs;
  }

  #waitsNot(): void {
    const { dialogs, registry } = this.#around;
    this.#comes = stopped(this.#comes);
    if (dialogs.size === 0 || this.#leaves !== undefined) return;
    this.#leaves = setTimeout(() => {
      this.#leaves = undefined;
      const entry = registry.read();
      if (entry === undefined || entry.status === 'waiting') return;
      dialogs.leftWaiting(entry.statusUpdatedAt, `registry: ${entry.status}`);
    }, leftGraceMs);
  }
}

function stopped(timer: NodeJS.Timeout | undefined): undefined {
  clearTimeout(timer);
}
