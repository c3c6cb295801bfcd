import type { FindingPolicies } from '../core/model/findings.ts';
import type { Person } from '../git/plumbing/write-commit.ts';
import type { AcceptedExcludes } from '../git/work-tree-listing.ts';
import type { Check, CheckHooks } from './checks/check.ts';
import type { Evidence } from './checks/evidence.ts';
import type { KnownFlake } from './flakes/settle-check.ts';
import type { SlotOrder } from './slot/prepare-slot.ts';

/** Everything a gate needs to know. All of it comes from the trusted configuration and the journal, nothing from the work. */
export interface GateOrder extends SlotOrder {
  readonly id: number;
  /** The session's worktree. */
  readonly worktree: string;
  /** The branch to land on. */
  readonly target: string;
  /** The commit the session started from. */
  readonly base: string;
  readonly style: 'merge' | 'squash' | 'rebase';
  /** Of the commit that would land. */
  readonly message: string;
  /** Default: the person by git's configuration. */
  readonly author?: Person | undefined;
  /** Globs; none allows everything. */
  readonly scope: readonly string[];
  readonly scopePolicy: 'red' | 'note';
  /** What is found in the difference means so. */
  readonly policies: FindingPolicies;
  /** Whether the repository's own hooks run. */
  readonly repositoryHooks: 'run' | 'skip';
  readonly checks: readonly Check[];
  /** How often new and changed tests are run. */
  readonly burnIn: number;
  /** What flaked before. */
  readonly flakes: readonly KnownFlake[];
  /** Results of earlier gates. */
  readonly evidence: Evidence;
  /** What is excluded as it was accepted, where an agent has changed that since. */
  readonly excludes?: AcceptedExcludes | undefined;
  /** A commit judged before (an approved one): then none is taken of the working tree. */
  readonly snapshot?: string | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface GateHooks extends CheckHooks {
  /** The commit that is judged from now on. */
  snapshot?(commit: string): void;
}
