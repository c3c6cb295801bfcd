import { setTimeout as pause } from 'node:timers/promises';
import { commitTitle } from '../../core/decide/undo.ts';
import { pullRequestBody } from '../../core/words/pull-request.ts';
import type { Session } from '../../core/model/session.ts';
import { tamperedWords } from '../../core/words/tampered-words.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Repo } from '../../core/model/world.ts';
import { passed } from '../../gate/landing/passed.ts';
import { type Remote, pushBranch, remoteOf } from '../../git/push-branch.ts';
import { deleteRef, itemRef, landedRef, setRef } from '../../git/plumbing/refs.ts';
import { seal } from '../../git/seal.ts';
import type { Crew } from '../crew.ts';
import { chooseForge } from '../forge/choose-forge.ts';
import type { Forge, Request } from '../forge/forge.ts';
import { branchOf } from './prepare-worktree.ts';
import { repoOf } from './run-gate.ts';

type PullRequestEffect = Extract<Effect, { kind: 'pull-request.carry-out' }>;

/** How often an open one is asked after, ms. */
const lookMs = 60_000;
/** Until what went wrong outside of this machine is tried again, ms. */
const retryMs = 15_000;

/** A pull request under way. */
interface Going {
  readonly crew: Crew;
  readonly repo: Repo;
  readonly id: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a pull request for approved work and follows it to its end. Begun again after a crash it first looks what of
 * that is done: what is pushed is not pushed twice, and what is open is not opened twice.
 */
export async function carryOutPullRequest(crew: Crew, effect: PullRequestEffect, signal: AbortSignal): Promise<void> {
  const id = effect.session;
  const repo = repoOf(crew, id);
  const going = { crew, repo, id, signal };
  const remote = await remoteOf(repo.root, repo.target);
  if (remote === undefined) {
    wait(going, `a pull request needs a remote to push to: git remote add origin <url>`);
    return;
  }
  const chosen = chooseForge(remote, { cwd: repo.root, signal });
  if (chosen.kind === 'missing') {
    wait(going, chosen.why);
    return;
  }
  if (crew.ledger.session(id).landing?.pullRequest == null) {
    const changes = await crew.guards.look(repo);
    if (changes.length > 0) {
      wait(going, tamperedWords(changes));
      return;
    }
    if (!(await open(going, remote, chosen.forge))) {
      await rest(signal, retryMs);
      return;
    }
  }
  await follow(going, chosen.forge);
}

/** Says what it waits for, once. */
function wait({ crew, id, signal }: Going, why: string): void {
  if (signal.aborted || crew.ledger.session(id).landing?.waits === why) return;
  crew.ledger.append({ type: 'landing.blocked', session: id, why });
}

async function rest(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}

/** Whether it is open now; what it waits for is journalled otherwise. */
async function open(going: Going, remote: Remote, forge: Forge): Promise<boolean> {
  const { crew, repo, id, signal } = going;
  const session = crew.ledger.session(id);
  const { verdict, approval } = session;
  if (session.state !== 'landing' || verdict === null || approval === null) return false;
  const pass = passed(verdict, approval.acknowledged);
  if (pass === undefined) throw new Error(`#${id} was approved without a gate that lets it pass`);
  const { root } = repo;
  const sealing = await seal({ root, id, base: pass.target, candidate: pass.candidate });
  if (sealing.kind === 'blocked') return no(sealing.why);
  const request = requestFor(going, session);
  const { branch } = request;
  const pushed = await pushBranch({ root, id, remote, branch, commit: sealing.sealed.commit, signal });
  if (pushed.kind === 'blocked') return no(pushed.why);
  const found = await forge.find(request);
  if (found.kind === 'failed') return no(found.why);
  const opened = found.value === null ? await forge.open(request) : { kind: 'answer' as const, value: found.value };
  if (opened.kind === 'failed') return no(opened.why);
  if (signal.aborted) return false;
  crew.ledger.append({ type: 'pull-request.opened', session: id, url: opened.value });
  return true;

  function no(why: string): false {
    wait(going, why);
    return false;
  }
}

function requestFor({ crew, repo }: Going, session: Session): Request {
  const branch = branchOf(session);
  const title = commitTitle(crew.ledger.world, session);
  return { branch, target: repo.target, title, body: pullRequestBody(session) };
}

/** Asks after it until it is merged or closed. */
async function follow(going: Going, forge: Forge): Promise<void> {
  const { crew, id, signal } = going;
  while (!signal.aborted) {
    const { landing } = crew.ledger.session(id);
    const url = landing?.pullRequest?.url;
    if (url === undefined) return;
    const seen = await forge.look(url);
    if (signal.aborted) return;
    if (seen.kind === 'failed') wait(going, `pull request ${url} is open; ${seen.why}`);
    else if (seen.value.is === 'merged') return merged(going, seen.value.commit);
    else if (seen.value.is === 'closed') {
      const reason = `pull request ${url} was closed without being merged`;
      crew.ledger.append({ type: 'session.stuck', session: id, reason });
      return;
    } else wait(going, `pull request ${url} is open`);
    await rest(signal, lookMs);
  }
}

async function merged({ crew, repo, id }: Going, commit: string): Promise<void> {
  const snapshot = crew.ledger.session(id).approval?.snapshot;
  crew.ledger.append({ type: 'landing.finished', session: id, commit });
  if (snapshot !== undefined) await setRef(repo.root, landedRef(id), snapshot);
  for (const what of ['cand', 'reviewed', 'sealed', 'snap', 'pushed', 'pushing'] as const)
    await deleteRef(repo.root, itemRef(id, what));
}
