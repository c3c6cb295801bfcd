import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repo } from '../core/model/world.ts';
import { commonDirOf } from '../git/worktree/worktree-list.ts';
import { lookAtTarget } from './setting/repositories.ts';
import type { Crew } from './crew.ts';

/**
 * Notices that a target has moved without a process for each look: only when one of the files that can say so has
 * changed is git asked.
 */
export class TargetWatch {
  readonly #crew: Pick<Crew, 'ledger'>;
  readonly #stamps = new Map<string, string>();

  constructor(crew: Pick<Crew, 'ledger'>) {
    this.#crew = crew;
  }

  async look(repo: Repo): Promise<void> {
    const commonDir = await commonDirOf(repo.root);
    const names = [`refs/heads/${repo.target}`, 'packed-refs', 'reftable/tables.list'];
    const stamps = await Promise.all(names.map((name) => stampOf(join(commonDir, name))));
    const stamp = stamps.join(' ');
    if (this.#stamps.get(repo.id) === stamp) return;
    await lookAtTarget(this.#crew, repo);
    this.#stamps.set(repo.id, stamp);
  }
}

async function stampOf(path: string): Promise<string> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found === null ? '-' : `${found.ino}:${found.ctimeNs}`;
}
