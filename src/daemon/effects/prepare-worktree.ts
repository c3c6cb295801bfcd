import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryConfig } from '../../core/model/config.ts';
import type { Session } from '../../core/model/session.ts';
import type { Effect } from '../../core/rules/wanted.ts';
import type { Repo } from '../../core/model/world.ts';
import { bringFiles, findStrays } from '../../gate/slot/bring-files.ts';
import { runCheck } from '../../gate/checks/run-check.ts';
import { resolveTarget } from '../../git/repository.ts';
import { completeCheckout } from '../../git/worktree/complete-checkout.ts';
import { restoreWorktree } from '../../git/worktree/restore-worktree.ts';
import { addWorktree } from '../../git/worktree/worktrees.ts';
import { sessionFolder } from '../../wire/places.ts';
import { readUserConfig } from '../setting/read-config.ts';
import type { Crew } from '../crew.ts';
import { followFile } from '../picture/follow-file.ts';
import { givePorts, portEnvironment } from '../ports/give-ports.ts';
import { endLeftovers } from './end-agent.ts';

type PrepareEffect = Extract<Effect, { kind: 'worktree.prepare' }>;

/** Setting up may install half the world, ms. */
const setupTimeoutMs = 30 * 60_000;

/** Makes a session's worktree and sets it up, its output on the session's screen. Begun again after a crash. */
export async function prepareWorktree(crew: Crew, effect: PrepareEffect, signal: AbortSignal): Promise<void> {
  const session = crew.ledger.session(effect.session);
  const repo = crew.ledger.world.repos[session.repo];
  if (repo?.config === null || repo === undefined) {
    crew.ledger.append({
      type: 'session.failed',
      session: session.id,
      reason: 'its repository is not trusted any more',
    });
    return;
  }
  await givePorts(crew, session.id);
  const path = session.worktree?.path ?? (await makeWorktree(crew, session, repo));
  if (path === null || signal.aborted) return;
  crew.screens.begin(session.id);
  const wrong = await setUp(crew, { session, repo, config: repo.config, path, signal });
  if (signal.aborted) return;
  crew.ledger.append(
    wrong === null
      ? { type: 'setup.finished', session: session.id }
      : { type: 'session.failed', session: session.id, reason: wrong },
  );
}

/** Gives the path, or null when there can be none: then the session has failed and says why. */
async function makeWorktree(crew: Crew, session: Session, repo: Repo): Promise<string | null> {
  const { path, branch } = placeOf(crew, session);
  const order = { root: repo.root, path, branch, reason: `signalbox #${session.id}` };
  // One that was cleaned up and is resumed goes on from what was kept of it.
  const { kept } = session;
  const base = kept?.base ?? (await resolveTarget(repo.root, repo.target));
  const made =
    kept === null
      ? await addWorktree({ ...order, base })
      : await restoreWorktree({ ...order, branch: kept.branch, id: session.id });
  if (made.kind === 'taken' || made.kind === 'refused') {
    crew.ledger.append({ type: 'session.failed', session: session.id, reason: `no worktree: ${made.why}` });
    return null;
  }
  crew.ledger.append({
    type: 'worktree.created',
    session: session.id,
    path,
    branch: kept?.branch ?? branch,
    // What a crash left of it may stand where the target was then.
    base: 'base' in made ? made.base : base,
  });
  return path;
}

/** Where a session's worktree is, or would be, and on which branch. */
export function placeOf(crew: Pick<Crew, 'places'>, session: Session): { path: string; branch: string } {
  const slug = slugWithId(session);
  const folder = readUserConfig(crew.places.userConfig).worktrees ?? crew.places.worktrees;
  return { path: join(folder, session.repo, slug), branch: branchOf(session) };
}

/** The branch of a session's work, here and where a pull request is pushed to. */
export function branchOf(session: Session): string {
  return `signalbox/${slugWithId(session)}`;
}

function slugWithId({ id, task }: Session): string {
  return `${id}-${slugOf(task.title)}`;
}

interface Setup {
  readonly session: Session;
  readonly repo: Repo;
  readonly config: RepositoryConfig;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Copies, links and set-up commands, in order; the sentence that says what is wrong, or null. */
async function setUp(crew: Crew, { session, repo, config, path, signal }: Setup): Promise<string | null> {
  const folder = sessionFolder(crew.places, session.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const whole = join(folder, 'setup.log');
  writeFileSync(whole, '');
  const say = (text: string) => {
    appendFileSync(whole, `${text}\n`);
    crew.screens.feed(session.id, `${text}\r\n`);
  };
  // Set-up of a daemon that was killed may still run there.
  await endLeftovers(path);
  const complete = await completeCheckout(path);
  if (complete.kind === 'refused') return `no whole worktree: ${complete.why}`;
  const order = { from: repo.root, to: path, copy: config.copy, link: config.link };
  for (const note of [...complete.notes, ...(await bringFiles(order)), ...(await findStrays(order))]) say(note);
  for (const [index, run] of config.setup.entries()) {
    say(`$ ${run}`);
    const log = join(folder, `setup-${index + 1}.log`);
    writeFileSync(log, '');
    const follow = followFile(log, {
      onBytes: (bytes) => crew.screens.feed(session.id, withReturns(bytes)),
      onBlind: (thrown) => crew.log(`the set-up of #${session.id} is shown only when it has ended`, thrown),
    });
    try {
      const env = {
        ...crew.journal.environment(session.id),
        ...portEnvironment(crew.ledger.session(session.id).ports),
        SIGNALBOX_ID: String(session.id),
        SIGNALBOX_RUN: path,
        SIGNALBOX_REPOSITORY: repo.root,
      };
      const name = `setup ${index + 1}`;
      const result = await runCheck({ name, run, cwd: path, env, timeoutMs: setupTimeoutMs, log, signal });
      if (result.outcome !== 'green')
        return `set-up failed: ${run}${result.exit === null ? '' : ` (exit status ${result.exit})`}`;
    } finally {
      follow.stop();
      appendFileSync(whole, readFileSync(log));
    }
  }
  return null;
}

/** A command that writes to a file ends its lines without a carriage return; a terminal needs one. Byte for byte: a chunk may end inside a character. */
function withReturns(bytes: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1');
}

/** A short name for folders and branches: lower case, so that no file system confuses two. */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'task' : slug;
}
