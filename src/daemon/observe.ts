import { silentTooLong } from '../core/rules/silence.ts';
import { gatePurpose } from '../core/reduce/gate.ts';
import { type Session, isLive } from '../core/model/session.ts';
import { type Repo, sessionsOf } from '../core/model/world.ts';
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
  /** When each session's agent last showed or said anything; before this daemon nobody knows. */
  readonly #signs = new Map<number, number>();
  readonly #startedAt: number;

  constructor(crew: Crew) {
    this.#crew = crew;
    this.#startedAt = crew.now();
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
    this.#signs.set(session, this.#crew.now());
  }

  async #look(): Promise<void> {
    const { ledger, log } = this.#crew;
    const sessions = sessionsOf(ledger.world);
    for (const session of sessions) this.#listen(session);
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

  /** Gives a session to the person whose agent has said and shown nothing for too long. */
  #listen(session: Session): void {
    const { ledger, now } = this.#crew;
    const startedAt = session.run?.startedAt ?? 0;
    const lastSign = Math.max(this.#signs.get(session.id) ?? 0, this.#startedAt, startedAt, session.since);
    const silenceMs = ledger.world.repos[session.repo]?.config?.silence ?? Infinity;
    const reason = silentTooLong(session, { lastSign, now: now(), silenceMs });
    if (reason !== null) ledger.append({ type: 'session.stuck', session: session.id, reason });
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
    this.#crew.counted(session, !same);
    if (!same) this.#crew.ledger.append({ type: 'worktree.changed', session: session.id, files, added, removed });
  }
}
