import { gatePurpose } from '../core/reduce/gate.ts';
import { type Session, isLive } from '../core/session.ts';
import { type Repo, sessionsOf } from '../core/world.ts';
import { worktreeChange } from '../git/worktree/worktree-change.ts';
import type { Crew } from './crew.ts';
import { LookRhythm } from './look-rhythm.ts';
import { lookAtConfig, lookAtTarget } from './setting/repositories.ts';

/** How often repositories and worktrees are looked at, ms, and only where somebody depends on it. */
const lookMs = 2000;

/** Watches what changes without telling us: targets, configurations, and how far live worktrees have come. */
export class Observer {
  readonly #crew: Crew;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  /** Sessions whose terminal has shown something since they were last counted. */
  readonly #stirred = new Set<number>();
  readonly #rhythm = new LookRhythm();

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  start(): void {
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      this.#looking = this.#look().finally(() => {
        busy = false;
      });
    }, lookMs);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#looking;
  }

  /** The session's agent showed a sign of life: its worktree may have changed. */
  stir(session: number): void {
    this.#stirred.add(session);
  }

  async #look(): Promise<void> {
    const { ledger, log } = this.#crew;
    const sessions = sessionsOf(ledger.world);
    for (const repo of Object.values(ledger.world.repos)) {
      const own = sessions.filter((session) => session.repo === repo.id);
      await this.#lookAtRepo(repo, own).catch((thrown: unknown) => log(`looking at ${repo.root} failed`, thrown));
    }
    for (const session of sessions.filter(({ id }) => this.#stirred.has(id))) {
      // One that is done is counted a last time, whenever it was counted before.
      if (isLive(session) && !this.#rhythm.isDue(session.id)) continue;
      this.#stirred.delete(session.id);
      await this.#count(session).catch((thrown: unknown) =>
        log(`counting the changes of #${session.id} failed`, thrown),
      );
    }
  }

  async #lookAtRepo(repo: Repo, sessions: readonly Session[]): Promise<void> {
    if (sessions.some((session) => session.state === 'queued')) lookAtConfig(this.#crew, repo);
    const judged = sessions.some((session) => session.state === 'reviewing' || gatePurpose(session) !== null);
    if (judged) await lookAtTarget(this.#crew, repo);
  }

  async #count(session: Session): Promise<void> {
    if (session.worktree === null) return;
    const { path: worktree, base } = session.worktree;
    const { files, added, removed } = await worktreeChange({ worktree, base });
    const now = this.#crew.ledger.world.sessions[session.id]?.change;
    const same = now?.files === files && now.added === added && now.removed === removed;
    this.#rhythm.looked(session.id, !same);
    if (!same) this.#crew.ledger.append({ type: 'worktree.changed', session: session.id, files, added, removed });
  }
}
