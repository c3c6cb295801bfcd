import type { Session } from '../model/session.ts';
import { type Repo, type World, sessionsOf } from '../model/world.ts';

/** The target that a session's evidence, or what is known of its future, is about. */
function judgedOn({ outlook, landing, verdict }: Session): string | null {
  if (outlook !== null) return outlook.target;
  return landing?.batch?.from ?? verdict?.target ?? null;
}

/** The verdict holds for a target that has moved since. */
export function judgedOnOldTarget(world: World, session: Session): boolean {
  const target = world.repos[session.repo]?.targetCommit ?? null;
  const judged = judgedOn(session);
  return target !== null && judged !== null && judged !== target;
}

/** Approved work of a repository, whose landing has begun first, then the oldest approval. */
export function approvedOf(world: World, repo: string): readonly Session[] {
  return sessionsOf(world)
    .filter((session) => session.repo === repo && session.state === 'landing' && session.landing !== null)
    .toSorted((a, b) => rank(a) - rank(b) || (a.landing?.since ?? 0) - (b.landing?.since ?? 0) || a.id - b.id);
}

/** A landing whose intent is written goes before all others: it may be half done. */
function rank(session: Session): number {
  return session.landing?.intent === null ? 1 : 0;
}

/** It waits for something that is not in its own hands: the person's checkout, say, or a target that is red as it is. */
function isHeldUp(world: World, session: Session): boolean {
  if (session.landing?.waits == null) return false;
  // What was said of an earlier target may be over.
  return !(session.outlook?.kind === 'target-red' && judgedOnOldTarget(world, session));
}

/** It goes through a pull request, and not onto the branch here. */
export function goesByPullRequest(repo: Repo | undefined, { landing, verdict }: Session): boolean {
  if (landing?.pullRequest != null) return true;
  return repo?.config?.land === 'pr' && verdict?.kind !== 'unchanged' && landing?.intent == null;
}

/** What lands here and is not held up, in its order. */
function landingLine(world: World, repo: string): readonly Session[] {
  return approvedOf(world, repo).filter(
    (session) => !isHeldUp(world, session) && !goesByPullRequest(world.repos[repo], session),
  );
}

/** What is to be judged next for its landing, in its order: of those that are held up when nobody else is there. */
export function gateLine(world: World, repo: string): readonly Session[] {
  const line = landingLine(world, repo);
  return line.length > 0 ? line : heldLine(world, repo).filter((session) => judgedOnOldTarget(world, session));
}

/** What lands here, is held up, and may be tried again. */
export function heldLine(world: World, repo: string): readonly Session[] {
  return approvedOf(world, repo).filter(
    (session) =>
      isHeldUp(world, session) && !isSettled(world, session) && !goesByPullRequest(world.repos[repo], session),
  );
}

/** Nothing can be done about it while the target is where it is. */
export function isSettled(world: World, session: Session): boolean {
  return session.outlook !== null && !judgedOnOldTarget(world, session);
}
