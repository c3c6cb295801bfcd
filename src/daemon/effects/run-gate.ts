import { join } from 'node:path';
import type { RepositoryConfig } from '../../core/model/config.ts';
import { commitTitle } from '../../core/decide/undo.ts';
import { landingMessage } from '../../core/words/landing-message.ts';
import type { GatePurpose } from '../../core/model/round.ts';
import type { Session } from '../../core/model/session.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Repo } from '../../core/model/world.ts';
import { heldEvidence } from '../../gate/checks/evidence.ts';
import type { GateOrder } from '../../gate/gate-order.ts';
import { judge } from '../../gate/judge.ts';
import { landingAuthor } from '../../git/candidate.ts';
import { sessionFolder } from '../../wire/places.ts';
import { acceptedExcludes } from '../../git/guard/accepted-excludes.ts';
import type { Crew } from '../crew.ts';
import { misleads } from '../guard-watch.ts';
import { gatePorts, portEnvironment } from '../ports/give-ports.ts';
import { endLeftovers } from './end-agent.ts';

type GateEffect = Extract<Effect, { kind: 'gate.run' }>;

/** Judges a session's work on the present target and records the verdict. Broken off, it leaves no verdict. */
export async function runGate(crew: Crew, effect: GateEffect, signal: AbortSignal): Promise<void> {
  const { ledger } = crew;
  const id = effect.session;
  const progress = (doing: string) => {
    if (!signal.aborted) ledger.append({ type: 'gate.progressed', session: id, doing });
  };
  progress('waits for a free gate');
  await crew.guards.beginUnmisled(repoOf(crew, id), { signal, waits: (words) => progress(`waits: ${words}`) });
  const slot = await crew.gates.acquire(ledger.session(id).repo, signal, effect.purpose);
  try {
    const session = ledger.session(id);
    const repo = ledger.world.repos[session.repo];
    if (repo?.config === null || repo === undefined) throw new Error(`#${id} has nothing to judge`);
    const gateWorktree = join(crew.places.gateWorktrees, repo.id, String(slot.number));
    const order = await gateOrder(crew, { session, repo, config: repo.config, gateWorktree, purpose: effect.purpose });
    const evidence = heldEvidence(order.evidence);
    const verdict = await aloneIn(gateWorktree, () =>
      judge(
        { ...order, evidence },
        {
          signal,
          progress,
          snapshot: (commit) => crew.judging(id, commit),
        },
      ),
    );
    // What was changed meanwhile may have misled it: then it is judged again when that is settled.
    const misled = (await crew.guards.look(repo)).some(misleads);
    if (misled) return;
    evidence.release();
    if (signal.aborted) return;
    if (verdict.target !== ledger.world.repos[repo.id]?.targetCommit) {
      ledger.append({ type: 'target.moved', repo: repo.id, commit: verdict.target });
    }
    ledger.append({ type: 'gate.finished', session: id, verdict });
  } finally {
    crew.judging(id, null);
    slot.release();
  }
}

export function repoOf({ ledger }: Crew, session: number): Repo {
  const repo = ledger.world.repos[ledger.session(session).repo];
  if (repo === undefined) throw new Error(`#${session} has no repository`);
  return repo;
}

/** Ends what a gate leaves running, also what left its process group and session on purpose: before it, and after it. */
export async function aloneIn<Result>(gateWorktree: string, work: () => Promise<Result>): Promise<Result> {
  // Of a daemon that was killed.
  await endLeftovers(gateWorktree);
  try {
    return await work();
  } finally {
    await endLeftovers(gateWorktree);
  }
}

interface Judged {
  readonly session: Session;
  readonly repo: Repo;
  readonly config: RepositoryConfig;
  readonly gateWorktree: string;
  readonly purpose: GatePurpose;
}

/** What the gate is to judge of a session, and by which rules. */
export async function gateOrder(
  crew: Crew,
  { session, repo, config, gateWorktree, purpose }: Judged,
): Promise<GateOrder> {
  const { task, undoes } = session;
  const worktree = session.worktree ?? withoutWorktree(session, repo);
  // What a person has approved, or waits for them, is judged again as it was: later edits are not slipped in.
  const snapshot = undoes?.snapshot ?? (purpose === 'round' ? undefined : session.verdict?.snapshot);
  const author = await landingAuthor(repo.root);
  const checks = config.checks.filter((check) => task.checks.length === 0 || task.checks.includes(check.name));
  return {
    id: session.id,
    root: repo.root,
    worktree: worktree.path,
    gateWorktree,
    logDir: join(sessionFolder(crew.places, session.id), `gate-${crew.now()}`),
    target: repo.target,
    base: worktree.base,
    style: styleOf(session, config),
    message: landingMessage({
      id: session.id,
      title: commitTitle(crew.ledger.world, session),
      summary: session.summary,
      agent: task.agent,
      session: session.conversation ?? session.worktree?.branch ?? null,
      checks: checks.map((check) => check.name),
      // Nothing lands that this person has not approved.
      approvedBy: `${author.name} <${author.email}>`,
    }),
    author,
    scope: task.scope,
    scopePolicy: config.scope_policy,
    policies: config,
    repositoryHooks: config.hooks,
    checks: checks.map(({ timeout, commit_exact: commitExact, ...check }) => ({
      ...check,
      timeoutMs: timeout,
      commitExact,
    })),
    burnIn: config.burn_in,
    flakes: repo.flakes,
    evidence: crew.journal.evidence,
    setup: config.setup,
    copy: config.copy,
    link: config.link,
    env: {
      ...crew.journal.environment(session.id),
      ...portEnvironment(await gatePorts(gateWorktree, config.ports)),
      CI: '1',
      SIGNALBOX_RUN: gateWorktree,
      SIGNALBOX_REPOSITORY: repo.root,
    },
    snapshot,
    excludes: acceptedExcludes(repo.guard, repo.tampered),
    now: crew.now,
  };
}

function styleOf({ undoes }: Session, { land }: RepositoryConfig): GateOrder['style'] {
  // A pull request is one commit, which its own repository merges as it likes.
  if (land === 'pr') return 'squash';
  // What takes a landing back has no commits of an agent's to keep: it is the person's, in the words of git.
  return undoes !== null && land === 'rebase' ? 'squash' : land;
}

/** Nobody worked on what takes a landing back: it is one commit. */
function withoutWorktree({ id, undoes }: Session, repo: Repo): { path: string; base: string } {
  if (undoes === null) throw new Error(`#${id} has nothing to judge`);
  return { path: repo.root, base: `${undoes.snapshot}^` };
}
