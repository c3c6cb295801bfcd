import { type Session, isHandedIn } from '../core/model/session.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { acceptedExcludes } from '../git/guard/accepted-excludes.ts';
import { treeOf } from '../git/plumbing/refs.ts';
import { takeSnapshot } from '../git/snapshot.ts';
import { readWorkTree } from '../git/work-tree.ts';
import type { Crew } from './crew.ts';

/**
 * Knows which snapshot each running gate is judging, so that `done` on the same work joins it, and `done` on newer
 * work starts it anew.
 */
export class SnapshotWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'now'>;
  readonly #judging = new Map<number, string>();
  /** Work handed in while the gate had not yet said what it judges. */
  readonly #newer = new Map<number, string>();
  readonly #restartGate: (session: number) => void;

  constructor(crew: Pick<Crew, 'ledger' | 'now'>, restartGate: (session: number) => void) {
    this.#crew = crew;
    this.#restartGate = restartGate;
  }

  /** The gate has taken this snapshot; null: it has ended. */
  judging(session: number, snapshot: string | null): void {
    const newer = this.#newer.get(session) ?? snapshot;
    this.#newer.delete(session);
    if (snapshot === null) this.#judging.delete(session);
    else this.#judging.set(session, snapshot);
    if (newer !== snapshot && snapshot !== null) this.#restartGate(session);
  }

  /** The red verdict that stands on exactly the present work and the present target; null when the gate has to run. */
  async verdictOnSame(session: Session): Promise<Verdict | null> {
    if (session.worktree === null) return null;
    if (session.state === 'checking') {
      await this.#joinOrRestart(session);
      return null;
    }
    const { verdict } = session;
    if (verdict?.kind !== 'red' || (session.state !== 'working' && session.state !== 'asking')) return null;
    if (this.#crew.ledger.world.repos[session.repo]?.targetCommit !== verdict.target) return null;
    return (await this.#snapshot(session)) === verdict.snapshot ? verdict : null;
  }

  /** Whether the work was changed after it was judged, while it waits for the person or lands. */
  async isBehind(session: Session): Promise<boolean> {
    const { worktree, verdict } = session;
    const repo = this.#crew.ledger.world.repos[session.repo];
    if (!isHandedIn(session) || repo === undefined || worktree === null || verdict === null || verdict.snapshot === '')
      return false;
    const excludes = acceptedExcludes(repo.guard, repo.tampered);
    // Not as a snapshot of its own: the one that was judged is what lands.
    const read = await readWorkTree({ worktree: worktree.path, excludes });
    return read.kind !== 'refused' && read.tree !== (await treeOf(repo.root, verdict.snapshot));
  }

  async #joinOrRestart(session: Session): Promise<void> {
    const now = await this.#snapshot(session);
    if (now === null || this.#crew.ledger.session(session.id).state !== 'checking') return;
    const judging = this.#judging.get(session.id);
    if (judging === undefined) this.#newer.set(session.id, now);
    else if (judging !== now) this.#restartGate(session.id);
  }

  async #snapshot(session: Session): Promise<string | null> {
    const repo = this.#crew.ledger.world.repos[session.repo];
    if (repo === undefined || session.worktree === null) return null;
    const { root, guard, tampered } = repo;
    const excludes = acceptedExcludes(guard, tampered);
    const { path: worktree } = session.worktree;
    const taken = await takeSnapshot({ root, worktree, id: session.id, at: this.#crew.now(), excludes });
    return taken.kind === 'snapshot' ? taken.commit : null;
  }
}
