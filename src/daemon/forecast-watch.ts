import { join } from 'node:path';
import type { Event, Recorded } from '../core/model/events.ts';
import { type Session, isHandedIn } from '../core/model/session.ts';
import { type Clash, type Repo, sessionsOf } from '../core/model/world.ts';
import { Forecaster, type ForecastWork } from '../git/forecast/forecast.ts';
import { acceptedExcludes } from '../git/guard/accepted-excludes.ts';
import { checkoutsOf } from '../git/guard/unrecorded-move.ts';
import { commonDirOf } from '../git/worktree/worktree-list.ts';
import { certainClashes, clashName, clashText, clashesOf } from './clash-notes.ts';
import type { Crew } from './crew.ts';
import { TargetWatch } from './target-watch.ts';

/** How soon and how often a forecast is made, ms. */
export interface ForecastRhythm {
  /** From a change until the forecast: an agent seldom changes one file only. */
  readonly settleMs: number;
  /** The same where nothing is known to have changed. */
  readonly quietMs: number;
  /** The next one comes at the earliest after so many times what the last one took. */
  readonly restFactor: number;
  /** How often it is looked whether a target has moved. */
  readonly targetMs: number;
}

const usual: ForecastRhythm = { settleMs: 1500, quietMs: 30_000, restFactor: 5, targetMs: 4000 };

/** After these the forecast may be another. */
const moving: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'target.moved',
  'repo.trusted',
  'worktree.created',
  'worktree.removed',
  'worktree.restored',
  'agent.started',
  'gate.finished',
  'review.rejected',
  'landing.finished',
  'landing.outdated',
  'session.discarded',
  'session.stopped',
  'session.failed',
]);

interface Looking {
  readonly forecaster: Forecaster;
  /** Sessions whose worktree may have changed since the last forecast; null: all. */
  stirred: Set<number> | null;
  /** When the next forecast is due; null: when something happens. */
  due: number | null;
  notBefore: number;
  /** When the person's own checkout was read last. */
  readOwn: number;
  /** What was certain at the last forecast and has not been told yet. */
  pending: Set<string>;
}

/**
 * Keeps each repository's forecast of conflicts up to date while there is work, one at a time and never in anybody's
 * way, and tells an agent once of a conflict that is certain to come.
 */
export class ForecastWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'places' | 'log'>;
  readonly #rhythm: ForecastRhythm;
  readonly #looking = new Map<string, Looking>();
  readonly #stopped = new AbortController();
  readonly #targets: TargetWatch;
  #timer: NodeJS.Timeout | null = null;
  #targetTimer: NodeJS.Timeout | null = null;
  #lookingAtTargets: Promise<void> | null = null;
  #running: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(crew: Pick<Crew, 'ledger' | 'places' | 'log'>, rhythm: ForecastRhythm = usual) {
    this.#crew = crew;
    this.#rhythm = rhythm;
    this.#targets = new TargetWatch(crew);
  }

  start(): void {
    const { ledger } = this.#crew;
    ledger.onRecorded((recorded) => this.#heard(recorded));
    for (const repo of Object.values(ledger.world.repos)) {
      if (repo.forecast.length > 0 || this.#sessions(repo).length > 0) this.#plan(repo.id, this.#rhythm.settleMs);
    }
    this.#targetTimer = setInterval(() => {
      this.#lookingAtTargets ??= this.#lookAtTargets().finally(() => {
        this.#lookingAtTargets = null;
      });
    }, this.#rhythm.targetMs);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#targetTimer !== null) clearInterval(this.#targetTimer);
    await this.#lookingAtTargets;
    await this.#running;
    for (const { forecaster } of this.#looking.values()) await forecaster.close();
  }

  /** The changes of a session's worktree were counted, and were other than before or not. */
  counted(session: Session, changed: boolean): void {
    this.#of(session.repo).stirred?.add(session.id);
    this.#plan(session.repo, changed ? this.#rhythm.settleMs : this.#rhythm.quietMs);
  }

  async #lookAtTargets(): Promise<void> {
    for (const repo of Object.values(this.#crew.ledger.world.repos)) {
      if (this.#stopped.signal.aborted || this.#sessions(repo).length === 0) continue;
      await this.#targets
        .look(repo)
        .catch((thrown: unknown) => this.#crew.log(`the target of ${repo.root} cannot be read`, thrown));
    }
  }

  #heard(recorded: readonly Recorded[]): void {
    for (const { event } of recorded) {
      if (!moving.has(event.type)) continue;
      const { world } = this.#crew.ledger;
      const session = 'session' in event ? event.session : null;
      const repo = session === null ? ('repo' in event ? event.repo : undefined) : world.sessions[session]?.repo;
      if (repo === undefined) continue;
      if (session !== null) this.#of(repo).stirred?.add(session);
      this.#plan(repo, this.#rhythm.settleMs);
    }
  }

  #of(repo: string): Looking {
    const known = this.#looking.get(repo);
    if (known !== undefined) return known;
    const { places, ledger } = this.#crew;
    const root = ledger.world.repos[repo]?.root ?? '';
    const forecaster = new Forecaster({ root, folder: join(places.home, 'forecast', repo) });
    const looking = {
      forecaster,
      stirred: null,
      due: null,
      notBefore: 0,
      readOwn: -Infinity,
      pending: new Set<string>(),
    };
    this.#looking.set(repo, looking);
    return looking;
  }

  #plan(repo: string, inMs: number): void {
    const looking = this.#of(repo);
    looking.due = Math.min(looking.due ?? Infinity, performance.now() + inMs);
    this.#wind();
  }

  /** Sets the clock for the repository that is due first. */
  #wind(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#busy || this.#stopped.signal.aborted) return;
    const [next] = [...this.#looking]
      .flatMap(([repo, { due, notBefore }]) => (due === null ? [] : [{ repo, at: Math.max(due, notBefore) }]))
      .toSorted((a, b) => a.at - b.at);
    if (next === undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#busy = true;
        this.#running = this.#run(next.repo).finally(() => {
          this.#busy = false;
          this.#wind();
        });
      },
      Math.max(0, next.at - performance.now()),
    );
  }

  async #run(id: string): Promise<void> {
    const looking = this.#of(id);
    const began = performance.now();
    const { stirred } = looking;
    looking.due = null;
    looking.stirred = new Set();
    try {
      await this.#look(id, looking, stirred);
    } catch (thrown) {
      looking.stirred = null;
      if (!this.#stopped.signal.aborted) this.#crew.log(`the forecast of ${id} failed`, thrown);
    }
    const now = performance.now();
    looking.notBefore = now + (now - began) * this.#rhythm.restFactor;
  }

  async #look(id: string, looking: Looking, stirred: ReadonlySet<number> | null): Promise<void> {
    const { ledger } = this.#crew;
    const repo = ledger.world.repos[id];
    if (repo === undefined || repo.targetCommit === null) return;
    const works = this.#sessions(repo).map((session) => workOf(session, stirred));
    const own = works.length === 0 ? null : await this.#ownWork(repo, looking);
    const forecast = await looking.forecaster.forecast({
      target: repo.targetCommit,
      style: repo.config?.land === 'merge' ? 'merge' : 'squash',
      excludes: acceptedExcludes(repo.guard, repo.tampered),
      works: own === null ? works : [own, ...works],
      signal: this.#stopped.signal,
    });
    const clashes = clashesOf(forecast);
    if (JSON.stringify(clashes) !== JSON.stringify(ledger.world.repos[id]?.forecast)) {
      ledger.append({ type: 'forecast.changed', repo: id, clashes });
    }
    this.#tell(repo, looking, clashes);
  }

  /** What is certain a second time is told, after the worktree was looked at again. */
  #tell(repo: Repo, looking: Looking, clashes: readonly Clash[]): void {
    const { ledger } = this.#crew;
    const before = looking.pending;
    looking.pending = new Set();
    for (const clash of certainClashes(ledger.world, clashes)) {
      const name = clashName(clash);
      if (clash.with === 'target' || before.has(`${clash.session} ${name}`)) {
        const text = clashText(ledger.world, repo, clash);
        ledger.append({ type: 'clash.told', session: clash.session, clash: name, text });
        continue;
      }
      looking.pending.add(`${clash.session} ${name}`);
      looking.stirred?.add(clash.session);
      this.#plan(repo.id, this.#rhythm.settleMs);
    }
  }

  /** Sessions whose work may yet land. */
  #sessions(repo: Repo): Session[] {
    return sessionsOf(this.#crew.ledger.world).filter((session) => session.repo === repo.id && mayLand(session));
  }

  async #ownWork(repo: Repo, looking: Looking): Promise<ForecastWork | null> {
    const checkouts = await checkoutsOf([await commonDirOf(repo.root)], repo.target);
    if (checkouts.length === 0) return null;
    const stirred = performance.now() - looking.readOwn >= this.#rhythm.settleMs * this.#rhythm.restFactor;
    if (stirred) looking.readOwn = performance.now();
    return { id: 'you', worktree: repo.root, stirred };
  }
}

function mayLand(session: Session): boolean {
  switch (session.state) {
    case 'working':
    case 'asking':
    case 'checking':
    case 'stuck':
    case 'queued':
      return session.worktree !== null;
    case 'ready':
    case 'reviewing':
    case 'landing':
      return (session.verdict?.snapshot ?? '') !== '';
    case 'preparing':
    case 'landed':
    case 'failed':
    case 'stopped':
    case 'discarded':
      return false;
  }
}

function workOf(session: Session, stirred: ReadonlySet<number> | null): ForecastWork {
  const { id, worktree, verdict } = session;
  return {
    id,
    worktree: worktree?.path ?? '',
    snapshot: isHandedIn(session) ? verdict?.snapshot : undefined,
    stirred: stirred === null || stirred.has(id),
  };
}
