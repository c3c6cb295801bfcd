import { lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { conventionsPath, readConventions } from '../core/conventions/read-conventions.ts';
import { Fault, describeFault } from '../core/fault.ts';
import { isOver } from '../core/model/session.ts';
import { type Repo, sessionsOf } from '../core/model/world.ts';
import { clearConventionsDraft, readConventionsFile } from './conventions-file.ts';
import type { Crew } from './crew.ts';

/** How often the files are looked at where somebody is at work, ms; before one counts it is looked at in any case. */
const lookMs = 2000;

/**
 * Keeps the world's conventions equal to the files in the person's checkouts: no agent's worktree counts, what an agent
 * writes there becomes a convention by its landing.
 */
export class ConventionsWatch {
  readonly #crew: Pick<Crew, 'ledger' | 'log'>;
  readonly #stamps = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(crew: Pick<Crew, 'ledger' | 'log'>) {
    this.#crew = crew;
  }

  start(): void {
    const { ledger } = this.#crew;
    // A repository that comes to be known has its conventions at once.
    ledger.onRecorded((recorded) => {
      for (const { event } of recorded) if (event.type === 'repo.opened') queueMicrotask(() => this.look(event.repo));
    });
    for (const id of Object.keys(ledger.world.repos)) this.look(id);
    this.#timer = setInterval(() => {
      const { world } = ledger;
      const busy = new Set(sessionsOf(world).flatMap((session) => (isOver(session) ? [] : [session.repo])));
      for (const id of busy) this.look(id);
    }, lookMs);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Reads a repository's file where it has changed since it was last read. */
  look(id: string): void {
    const repo = this.#crew.ledger.world.repos[id];
    if (repo === undefined) return;
    const stamp = stampOf(repo);
    if (this.#stamps.get(id) === stamp) return;
    if (!this.#stamps.has(id)) clearConventionsDraft(repo.root);
    this.#read(repo);
    this.#stamps.set(id, stamp);
  }

  #read(repo: Repo): void {
    const { ledger, log } = this.#crew;
    let conventions: Repo['conventions'] = [];
    let problem: string | null = null;
    try {
      conventions = readConventions(readConventionsFile(repo.root)).map(({ convention }) => convention);
    } catch (thrown) {
      // Answers that nobody can read answer nothing; the file is left as it is, and it is said.
      problem =
        thrown instanceof Fault ? describeFault(thrown) : `${conventionsPath} cannot be read: ${String(thrown)}`;
      log(`conventions of ${repo.root}`, thrown);
    }
    const same = JSON.stringify(repo.conventions) === JSON.stringify(conventions);
    if (same && (repo.conventionsProblem ?? null) === problem) return;
    ledger.append({ type: 'conventions.read', repo: repo.id, conventions, problem });
  }
}

/** Changes whenever the file, a link to it, or its folder does. */
function stampOf({ root }: Repo): string {
  const path = join(root, conventionsPath);
  const looks = [
    statSync(path, { bigint: true, throwIfNoEntry: false }),
    lstatSync(path, { bigint: true, throwIfNoEntry: false }),
    lstatSync(dirname(path), { bigint: true, throwIfNoEntry: false }),
  ];
  return looks
    .map((stat) => (stat === undefined ? '-' : `${stat.ino}:${stat.size}:${stat.ctimeNs}:${stat.mode}`))
    .join(' ');
}
