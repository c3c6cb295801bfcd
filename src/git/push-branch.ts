import { complaint, plumb, plumbOk } from './plumbing/plumb.ts';
import { branchRef, itemRef, resolveCommit, setRef } from './plumbing/refs.ts';
import { quietSsh } from './upstream.ts';

/** Another repository, by its name here. */
export interface Remote {
  readonly name: string;
  readonly url: string;
}

/** Where a branch's own work goes: its remote, else `origin`, else the only one; undefined when there is none of these. */
export async function remoteOf(root: string, branch: string): Promise<Remote | undefined> {
  const names = (await plumbOk({ cwd: root, args: ['remote'] })).toString('utf8').split('\n').filter(isSome);
  const configured = await setting(root, `branch.${branch}.remote`);
  const only = names.length === 1 ? names[0] : undefined;
  const name = [configured, 'origin', only].find((one) => one !== undefined && names.includes(one));
  if (name === undefined) return undefined;
  const url = await plumb({ cwd: root, args: ['remote', 'get-url', '--push', name] });
  return { name, url: url.stdout.toString('utf8').trim() };
}

async function setting(root: string, key: string): Promise<string | undefined> {
  const result = await plumb({ cwd: root, args: ['config', '--get', key] });
  return result.exit === 0 ? result.stdout.toString('utf8').trim() : undefined;
}

const isSome = (text: string): boolean => text !== '';

export interface PushOrder {
  readonly root: string;
  readonly id: number;
  readonly remote: Remote;
  /** A branch of ours, which nobody else is to push to. */
  readonly branch: string;
  readonly commit: string;
  readonly signal?: AbortSignal | undefined;
}

/** `why`: a sentence that says what stops it, and what to do. */
export type Push = { readonly kind: 'pushed' } | { readonly kind: 'blocked'; readonly why: string };

const limitMs = 120_000;

/**
 * Brings a commit to a branch of ours in another repository. Never forced, but where it is what we pushed there earlier:
 * then it is replaced, and only if it still is that.
 */
export async function pushBranch(order: PushOrder): Promise<Push> {
  const { root, id, remote, branch, commit } = order;
  const there = await atRemote(order);
  if (there.kind === 'blocked') return there;
  if (there.commit === commit) return { kind: 'pushed' };
  if (there.commit !== undefined) {
    if (!(await isOurs(root, id, there.commit))) {
      const why = `${branch} at ${remote.name} is at ${there.commit.slice(0, 7)}, which was not pushed from here: delete it there`;
      return { kind: 'blocked', why };
    }
    await setRef(root, itemRef(id, 'pushed'), there.commit);
  }
  // Before it: a push whose end nobody sees must be known as ours the next time.
  await setRef(root, itemRef(id, 'pushing'), commit);
  const lease = there.commit === undefined ? [] : [`--force-with-lease=${branchRef(branch)}:${there.commit}`];
  const args = ['push', '--quiet', ...lease, '--', remote.name, `${commit}:${branchRef(branch)}`];
  const result = await plumb({ cwd: root, args, env: await quiet(root), timeoutMs: limitMs, signal: order.signal });
  if (result.exit === 0) return { kind: 'pushed' };
  return { kind: 'blocked', why: `${branch} could not be pushed to ${remote.name}: ${complaint(result)}` };
}

async function isOurs(root: string, id: number, commit: string): Promise<boolean> {
  for (const what of ['pushed', 'pushing'] as const)
    if ((await resolveCommit(root, itemRef(id, what))) === commit) return true;
  return false;
}

async function atRemote({
  root,
  remote,
  branch,
  signal,
}: PushOrder): Promise<{ kind: 'at'; commit: string | undefined } | { kind: 'blocked'; why: string }> {
  const args = ['ls-remote', '--', remote.name, branchRef(branch)];
  const result = await plumb({ cwd: root, args, env: await quiet(root), timeoutMs: limitMs, signal });
  if (result.exit !== 0) return { kind: 'blocked', why: `${remote.name} does not answer: ${complaint(result)}` };
  const [commit] = result.stdout.toString('utf8').split('\t');
  return { kind: 'at', commit: commit === '' ? undefined : commit };
}

/** There is no terminal to ask at: a question for a password would only hang. */
async function quiet(root: string): Promise<Record<string, string | undefined>> {
  return { ...(await quietSsh(root)), GIT_ASKPASS: 'true', SSH_ASKPASS: undefined, SSH_ASKPASS_REQUIRE: 'never' };
}
