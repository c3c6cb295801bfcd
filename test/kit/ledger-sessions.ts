import { join } from 'node:path';
import type { Event } from '../../src/core/model/events.ts';
import { type Repo, type World } from '../../src/core/model/world.ts';
import { Ledger } from '../../src/daemon/ledger.ts';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { Journal } from '../../src/journal/journal.ts';
import { type Places, placesOf } from '../../src/wire/places.ts';
import { configOf, taskOf, verdictOf } from '../core/worlds.ts';
import type { TestRepository } from './repository.ts';

/** A journal with sessions that have real worktrees, without a daemon: the test says what happens. */
export class LedgerSessions {
  readonly repository: TestRepository;
  readonly places: Places;
  readonly log: string[] = [];
  /** Every event, oldest first. */
  readonly events: Event[] = [];
  ledger: Ledger;
  #journal: Journal;
  readonly #logged = Promise.withResolvers<void>();

  constructor(repository: TestRepository) {
    this.repository = repository;
    this.places = placesOf({ SIGNALBOX_HOME: join(repository.folder, 'sb') });
    [this.#journal, this.ledger] = this.#open();
    const { root } = repository;
    this.ledger.append(
      { type: 'limits.changed', cap: 9, reviewLimit: 9 },
      { type: 'repo.opened', repo: 'r', root, name: 'r', target: 'main' },
      { type: 'repo.trusted', repo: 'r', target: 'main', hash: 'h', config: configOf({}) },
    );
    this.targetMoved();
  }

  get crew(): { ledger: Ledger; places: Places; log: (what: string, thrown?: unknown) => void } {
    return { ledger: this.ledger, places: this.places, log: (what, thrown) => this.#note(`${what} ${String(thrown)}`) };
  }

  get world(): World {
    return this.ledger.world;
  }

  get repo(): Repo {
    const { r } = this.world.repos;
    if (r === undefined) throw new Error('the repository is gone');
    return r;
  }

  /** A session whose worktree is there and whose agent is about to start; gives the worktree. */
  prepared(id: number): string {
    const path = this.repository.session(String(id));
    const base = this.repository.git(['rev-parse', 'main']);
    this.ledger.append({ type: 'task.created', session: id, repo: 'r', task: taskOf({ title: `task ${id}` }) });
    this.ledger.append(
      { type: 'worktree.created', session: id, path, branch: `signalbox/${id}`, base },
      { type: 'setup.finished', session: id },
    );
    return path;
  }

  atWork(id: number): string {
    const path = this.prepared(id);
    this.ledger.append({ type: 'agent.started', session: id, run: 1, pid: 7, takes: null });
    return path;
  }

  /** Its agent ends, and the gate is green on what its worktree holds. */
  async ready(id: number): Promise<void> {
    const worktree = this.world.sessions[id]?.worktree?.path ?? '';
    const taken = await takeSnapshot({ root: this.repository.root, worktree, id, at: 0 });
    if (taken.kind === 'refused') throw new Error(taken.why);
    this.ledger.append({ type: 'agent.exited', session: id, run: 1, exit: 0, signal: null, screen: [] });
    const verdict = verdictOf(this.world, { kind: 'green', snapshot: taken.commit });
    this.ledger.append({ type: 'gate.finished', session: id, verdict });
  }

  targetMoved(): void {
    this.ledger.append({ type: 'target.moved', repo: 'r', commit: this.repository.git(['rev-parse', 'main']) });
  }

  /** Waits until the world is so. */
  async until(isSo: (world: World) => boolean): Promise<void> {
    const hang = AbortSignal.timeout(20_000);
    await this.ledger
      .until((world) => (isSo(world) ? true : null), hang)
      .catch((thrown: unknown) => {
        throw new Error(`waited for ${isSo.toString()}: ${JSON.stringify(this.repo)} ${this.log.join('\n')}`, {
          cause: thrown,
        });
      });
  }

  /** Waits until something is logged. */
  async logged(): Promise<void> {
    if (this.log.length === 0) await this.#logged.promise;
  }

  count(type: Event['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  /** As after a crash: only what is in the journal is known. */
  reopen(): void {
    this.#journal.close();
    [this.#journal, this.ledger] = this.#open();
  }

  close(): void {
    this.#journal.close();
  }

  #note(line: string): void {
    this.log.push(line);
    this.#logged.resolve();
  }

  #open(): [Journal, Ledger] {
    const journal = Journal.open(join(this.repository.folder, 'journal.db'));
    if (journal === null) throw new Error('the journal is locked');
    const ledger = new Ledger(journal, Date.now);
    ledger.onRecorded((recorded) => void this.events.push(...recorded.map(({ event }) => event)));
    return [journal, ledger];
  }
}
