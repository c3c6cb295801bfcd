import type { Session } from '../core/model/session.ts';
import { tamperedWords } from '../core/words/tampered-words.ts';
import { type Repo, type World, sessionsOf } from '../core/model/world.ts';
import { compareGuards } from '../git/guard/compare-guards.ts';
import { type Guard, GuardReader } from '../git/guard/read-guard.ts';
import { inLane } from '../git/plumbing/places.ts';
import type { Crew } from './crew.ts';

/** How often git's own files are looked at while an agent is at work, ms. */
const lookMs = 10_000;

/**
 * Watches what agents can change for everybody through the `.git` that all worktrees share. What changes while none is
 * at work is the person's; any other change holds landings up until it is accepted or undone.
 */
export class GuardWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'log'>;
  readonly #readers = new Map<string, GuardReader>();
  /** Repositories in which agents were at work at the last look. */
  readonly #watched = new Set<string>();
  /** Those of them that are looked over a last time. */
  readonly #ending = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(crew: Pick<Crew, 'ledger' | 'log'>) {
    this.#crew = crew;
  }

  start(): void {
    const { ledger } = this.#crew;
    // An agent may have gone on while no daemon was there.
    for (const repo of Object.values(ledger.world.repos)) if (isAtWork(ledger.world, repo)) this.#watched.add(repo.id);
    ledger.onRecorded(() => this.#endings());
    this.#timer = setInterval(() => this.#lookAround(), lookMs);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    // What still looks ends before the journal is closed.
    for (const repo of this.#readers.keys()) await inLane(`guard ${repo}`, async () => {});
  }

  /** Agents, or what they wrote, are at work from now on. Looks, like `look`. */
  async begin(repo: Repo): Promise<readonly string[]> {
    return await this.#alone(repo, (now) => {
      const changes = this.#note(repo.id, now);
      this.#watched.add(repo.id);
      if (this.#known(repo.id).guard === null) this.#accept(repo.id, now);
      return changes;
    });
  }

  /** Looks now, and gives what was changed since it was accepted, a sentence each. */
  async look(repo: Repo): Promise<readonly string[]> {
    return await this.#alone(repo, (now) => this.#note(repo.id, now));
  }

  /** Begins when git reads the repository as its commits have it; `waits` is told what it waits for. */
  async beginUnmisled(repo: Repo, hooks: { signal: AbortSignal; waits: (words: string) => void }): Promise<void> {
    for (;;) {
      const misleading = (await this.begin(repo)).filter(misleads);
      if (misleading.length === 0) return;
      hooks.waits(tamperedWords(misleading));
      const isOver = (world: World) => world.repos[repo.id]?.tampered.some(misleads) === true;
      await this.#crew.ledger.until((world) => (isOver(world) ? null : true), hooks.signal);
    }
  }

  /** The person accepts everything as it is now; gives what was changed. */
  async accept(repo: Repo): Promise<readonly string[]> {
    return await this.#alone(repo, (now) => {
      const { guard, tampered } = this.#known(repo.id);
      // Nobody was ever at work here: there is nothing to compare with.
      if (guard === null) return [];
      const changes = compareGuards(guard, now);
      if (changes.length > 0 || tampered.length > 0) this.#accept(repo.id, now);
      return changes;
    });
  }

  #note(id: string, now: Guard): readonly string[] {
    const { guard, tampered } = this.#known(id);
    if (guard === null) return [];
    const changes = compareGuards(guard, now);
    if (changes.length > 0 && tampered.length === 0 && !this.#watched.has(id)) {
      this.#accept(id, now);
      return [];
    }
    if (JSON.stringify(changes) !== JSON.stringify(tampered)) {
      this.#crew.ledger.append({ type: 'git.tampered', repo: id, changes });
    }
    return changes;
  }

  #accept(id: string, guard: Guard): void {
    this.#crew.ledger.append({ type: 'git.accepted', repo: id, guard });
  }

  async #alone<Result>(repo: Repo, work: (now: Guard) => Result): Promise<Result> {
    const reader = this.#readers.get(repo.id) ?? new GuardReader(repo.root);
    this.#readers.set(repo.id, reader);
    return await inLane(`guard ${repo.id}`, async () => {
      const { world } = this.#crew.ledger;
      return work(await reader.read({ branch: this.#known(repo.id).target, ours: landings(world, repo) }));
    });
  }

  #known(id: string): Repo {
    const repo = this.#crew.ledger.world.repos[id];
    if (repo === undefined) throw new Error(`repository ${id} vanished from the world`);
    return repo;
  }

  /** When the last one has ended its work is looked over; what changes after that is the person's again. */
  #endings(): void {
    const { world } = this.#crew.ledger;
    for (const id of this.#watched) {
      const repo = world.repos[id];
      if (repo === undefined || this.#ending.has(id) || isAtWork(world, repo)) continue;
      this.#ending.add(id);
      this.#lookLater(repo, () => {
        this.#ending.delete(id);
        if (!isAtWork(this.#crew.ledger.world, repo)) this.#watched.delete(id);
      });
    }
  }

  #lookAround(): void {
    const { world } = this.#crew.ledger;
    for (const repo of Object.values(world.repos)) {
      if (isAtWork(world, repo) || repo.tampered.length > 0) this.#lookLater(repo);
    }
  }

  #lookLater(repo: Repo, then?: () => void): void {
    this.look(repo)
      .catch((thrown: unknown) => this.#crew.log(`git's own files of ${repo.root} cannot be read`, thrown))
      .finally(then);
  }
}

/** Whether such a change makes git read or write files otherwise than the commits have them: then no gate can judge. */
export function misleads(change: string): boolean {
  return (
    /^(?:core\.(?:autocrlf|bare|checkstat|eol|filemode|ignorestat|safecrlf|symlinks|trustctime|worktree)|diff\.|extensions\.|filter\.|include\.|includeif\.|merge\.)/.test(
      change,
    ) || /^(?:\.git\/config|\.gitattributes|info\/(?:attributes|grafts)|objects\/|shallow|worktrees\/)/.test(change)
  );
}

/** An agent, or what it wrote in the gate, may be running. */
function isAtWork(world: World, repo: Repo): boolean {
  return sessionsOf(world).some((session) => session.repo === repo.id && isBusy(session));
}

const isBusy = ({ run, state, gate }: Session): boolean => run !== null || state === 'checking' || gate !== null;

/** The commits to which landings of ours moved the target. */
function landings(world: World, repo: Repo): Set<string> {
  const commits = sessionsOf(world)
    .filter((session) => session.repo === repo.id)
    .flatMap(({ landed, landing }) => [landed?.commit, landing?.intent?.to]);
  return new Set(commits.flatMap((commit) => commit ?? []));
}
