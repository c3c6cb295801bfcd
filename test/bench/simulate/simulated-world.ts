import type { Decision } from '../../../src/core/decide/decision.ts';
import { repositoryConfigSchema } from '../../../src/core/model/config.ts';
import type { Event } from '../../../src/core/model/events.ts';
import type { Session } from '../../../src/core/model/session.ts';
import { blankVerdict } from '../../../src/core/model/verdict.ts';
import { type World, emptyWorld } from '../../../src/core/model/world.ts';
import { reduce } from '../../../src/core/reduce.ts';
import { followUp } from '../../../src/core/rules/follow-up.ts';
import type { EventQueue } from './event-queue.ts';

/** Tasks that always wait in the queue: there is more to do than can be done. */
const backlog = 4;

/**
 * A world that real events move by the real rules, in simulated time. What has landed is forgotten, so that months of it stay
 * small; the measures stay.
 */
export class SimulatedWorld {
  world: World = emptyWorld;
  readonly #queue: EventQueue;
  readonly #listeners: (() => void)[] = [];
  #telling = false;

  constructor(queue: EventQueue, cap: number | { readonly max: number }) {
    this.#queue = queue;
    const config = repositoryConfigSchema.parse({ agents: { script: { command: ['true'] } }, agent: 'script' });
    const limits = typeof cap === 'number' ? { cap } : { cap: 3, mode: 'auto' as const, maxCap: cap.max, words: null };
    this.happened(
      { type: 'limits.changed', reviewLimit: 3, ...limits },
      { type: 'repo.opened', repo: 'r', root: '/r', name: 'r', target: 'main' },
      { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config },
      { type: 'target.moved', repo: 'r', commit: 'target' },
    );
  }

  /** Calls `look` after everything that happens. */
  onChange(look: () => void): void {
    this.#listeners.push(look);
  }

  happened(...events: readonly Event[]): void {
    let next: readonly Event[] = events;
    while (next.length > 0) {
      for (const event of next) this.#record(event);
      next = followUp(this.world);
    }
    this.#forget();
    // What listeners make happen, they are told of in the next round of the same telling.
    if (this.#telling) return;
    this.#telling = true;
    for (const look of this.#listeners) look();
    this.#telling = false;
  }

  /** Takes the decision's events; a refusal is a fault of the simulation. */
  decided(decision: Decision): void {
    if ('refused' in decision) throw new Error(decision.refused.message);
    this.happened(...decision.events);
  }

  /** Fills the backlog up. */
  fill(): void {
    const queued = Object.values(this.world.sessions).filter(
      ({ state, queuedAs }) => state === 'queued' && queuedAs === 'start',
    ).length;
    for (let missing = backlog - queued; missing > 0; missing--) {
      const session = this.world.nextId;
      this.happened({
        type: 'task.created',
        session,
        repo: 'r',
        task: {
          title: 't',
          prompt: 'p',
          kind: 'isolated',
          scope: [],
          checks: [],
          stop: [],
          agent: 'script',
          priority: 0,
          after: [],
        },
      });
    }
  }

  session(id: number): Session {
    const session = this.world.sessions[id];
    if (session === undefined) throw new Error(`no session ${id}`);
    return session;
  }

  judged(id: number, { kind, lines }: { kind: 'green' | 'red'; lines: number }): void {
    const { seq } = this.world;
    const files = [{ path: 'src/a.ts', status: 'modified' as const, added: lines, removed: 0 }];
    const reasons = kind === 'green' ? [] : [{ kind: 'scope' as const, files: ['b'], scope: ['a'] }];
    const verdict = {
      ...blankVerdict,
      kind,
      snapshot: `s${seq}`,
      target: 'target',
      candidate: `c${seq}`,
      tree: `t${seq}`,
      files,
      reasons,
      startedAt: this.#queue.now,
      finishedAt: this.#queue.now,
    };
    this.happened({ type: 'gate.finished', session: id, verdict });
  }

  #record(event: Event): void {
    this.world = reduce(this.world, { seq: this.world.seq + 1, at: this.#queue.now, event });
  }

  #forget(): void {
    const over = Object.values(this.world.sessions).filter(({ state, run }) => state === 'landed' && run === null);
    if (over.length === 0) return;
    const sessions = { ...this.world.sessions };
    for (const { id } of over) delete sessions[id];
    this.world = { ...this.world, sessions };
  }
}
