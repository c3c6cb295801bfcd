import type { Session } from '../core/model/session.ts';
import { sessionsOf } from '../core/model/world.ts';
import type { Crew } from './crew.ts';
import { measureFolder } from './measure-folder.ts';

/** How long a size of a worktree holds in which somebody works, ms. */
const holdsMs = 30 * 60_000;
/** How often it is looked whether one is due, ms. */
const lookMs = 60_000;

/** Events after which a worktree is no longer as large as it was. */
const turning = new Set([
  'setup.finished',
  'gate.finished',
  'landing.finished',
  'session.discarded',
  'session.stopped',
]);

/** Measures how much worktrees take, one at a time, after what changes much in them and else rarely. */
export class DiskWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'log' | 'now'>;
  readonly #measuredAt = new Map<number, number>();
  readonly #due = new Set<number>();
  readonly #abort = new AbortController();
  #measuring: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #stopListening: () => void = () => {};

  constructor(crew: Pick<Crew, 'ledger' | 'log' | 'now'>) {
    this.#crew = crew;
  }

  start(): void {
    const { ledger, now } = this.#crew;
    // What an earlier daemon measured holds for now; what none has measured is due.
    for (const session of sessionsOf(ledger.world)) {
      if (session.diskBytes === null) this.#ask(session);
      else this.#measuredAt.set(session.id, now());
    }
    this.#stopListening = ledger.onRecorded((recorded) => {
      for (const { event } of recorded) {
        if (!turning.has(event.type) || !('session' in event)) continue;
        const session = ledger.world.sessions[event.session];
        if (session !== undefined) this.#ask(session);
      }
    });
    this.#timer = setInterval(() => this.#lookAround(), lookMs);
  }

  async stop(): Promise<void> {
    this.#stopListening();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#abort.abort();
    await this.#measuring;
  }

  #lookAround(): void {
    const { ledger, now } = this.#crew;
    for (const session of sessionsOf(ledger.world)) {
      const at = this.#measuredAt.get(session.id) ?? 0;
      if (session.run !== null && now() - at > holdsMs) this.#ask(session);
    }
  }

  #ask({ id, worktree, prepared }: Session): void {
    if (worktree === null || !prepared || this.#due.has(id)) return;
    this.#due.add(id);
    this.#measuring = this.#measuring.then(() => this.#measure(id));
  }

  async #measure(id: number): Promise<void> {
    const { ledger, log, now } = this.#crew;
    this.#due.delete(id);
    const path = ledger.world.sessions[id]?.worktree?.path;
    if (path === undefined || this.#abort.signal.aborted) return;
    try {
      const bytes = await measureFolder(path, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      this.#measuredAt.set(id, now());
      const session = ledger.world.sessions[id];
      if (session?.worktree?.path !== path || session.diskBytes === bytes) return;
      ledger.append({ type: 'worktree.measured', session: id, bytes });
    } catch (thrown) {
      if (!this.#abort.signal.aborted) log(`measuring ${path} failed`, thrown);
    }
  }
}
