import { plumb, plumbOk, complaint } from './plumbing/plumb.ts';
import { branchRef, isAncestor, resolveCommit } from './plumbing/refs.ts';
import { resolveTarget } from './repository.ts';
import { commonDirOf } from './worktree/worktree-list.ts';

/** A target branch, of which another repository may have a newer state. */
export interface TargetOrder {
  readonly root: string;
  readonly branch: string;
  /** Whether to ask the other repository; default: when that was not done within the last minute. */
  readonly fetch?: 'never' | 'now and then' | 'now';
}

/**
 * `local`: where the branch is here. `base`: what work is to be merged onto, the upstream's commit when that is ahead.
 * `diverged`: each has commits that the other one lacks; `base` is `local` then, and `why` says what to do.
 */
export type EffectiveTarget =
  | { readonly kind: 'target'; readonly local: string; readonly base: string; readonly note: string | null }
  | {
      readonly kind: 'diverged';
      readonly local: string;
      readonly base: string;
      readonly upstream: string;
      readonly why: string;
    };

const fetchLimitMs = 30_000;
const fetchEveryMs = 60_000;

/** Looks where work on a branch would land, asking its upstream first. Throws Fault `repository` without the branch. */
export async function effectiveTarget(order: TargetOrder): Promise<EffectiveTarget> {
  const { root, branch } = order;
  const { local: before, upstream } = await readBranch(root, branch);
  const asks = upstream !== undefined && order.fetch !== 'never';
  const note = asks ? await fetchUpstream(order, upstream) : null;
  // A person may work while we wait for the answer.
  const local = asks ? (await readBranch(root, branch)).local : before;
  const theirs = upstream && (await resolveCommit(root, upstream.ref));
  if (upstream === undefined || theirs === undefined || theirs === local)
    return { kind: 'target', local, base: local, note };
  if (await isAncestor(root, local, theirs)) return { kind: 'target', local, base: theirs, note };
  if (await isAncestor(root, theirs, local)) return { kind: 'target', local, base: local, note };
  const name = upstream.ref.replace(/^refs\/remotes\//, '');
  const why = `${branch} and ${name} have diverged: bring them together first (git pull --rebase, or git push)`;
  return { kind: 'diverged', local, base: local, upstream: theirs, why };
}

interface Upstream {
  readonly remote: string;
  /** Its name there. */
  readonly branch: string;
  /** Where it is kept here. */
  readonly ref: string;
}

/** The upstream is undefined without one, or when it is another branch of this repository. */
async function readBranch(root: string, branch: string): Promise<{ local: string; upstream: Upstream | undefined }> {
  const format = '%(objectname)%00%(upstream)%00%(upstream:remotename)%00%(upstream:remoteref)%00%(refname)';
  const call = { cwd: root, args: ['for-each-ref', `--format=${format}`, branchRef(branch)] };
  const lines = (await plumbOk(call)).toString('utf8').split('\n');
  // The name also matches those below it, as of a folder.
  const line = lines.map((text) => text.split('\0')).find((fields) => fields[4] === branchRef(branch));
  if (line === undefined) return { local: await resolveTarget(root, branch), upstream: undefined };
  const [local = '', ref = '', remote = '', there = ''] = line;
  const none = ref === '' || remote === '' || remote === '.' || there === '';
  return { local, upstream: none ? undefined : { remote, branch: there, ref } };
}

interface Asked {
  readonly at: number;
  readonly note: Promise<string | null>;
}

const asked = new Map<string, Asked>();

/** Null, or the sentence why it could not be asked. The same fetch serves all that want it within a minute. */
async function fetchUpstream({ root, branch, fetch }: TargetOrder, upstream: Upstream): Promise<string | null> {
  const key = `${await commonDirOf(root)} ${branch}`;
  const last = asked.get(key);
  if (fetch !== 'now' && last !== undefined && performance.now() - last.at < fetchEveryMs) return last.note;
  const fresh = { at: performance.now(), note: fetchOnce({ root, branch }, upstream) };
  asked.set(key, fresh);
  return fresh.note;
}

async function fetchOnce({ root, branch }: TargetOrder, upstream: Upstream): Promise<string | null> {
  const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules'];
  const spec = `+${upstream.branch}:${upstream.ref}`;
  const result = await plumb({
    cwd: root,
    args: ['fetch', ...flags, '--', upstream.remote, spec],
    env: { ...(await quietSsh(root)), GIT_ASKPASS: 'true', SSH_ASKPASS: undefined, SSH_ASKPASS_REQUIRE: 'never' },
    timeoutMs: fetchLimitMs,
  });
  if (result.exit === 0) return null;
  const why = result.exit === null ? `no answer within ${fetchLimitMs / 1000} s` : complaint(result);
  return `${upstream.remote} could not be asked for ${branch} (${why}): the local ${branch} counts`;
}

/** Never asks for a password; what the person has set for ssh stays. */
export async function quietSsh(root: string): Promise<Record<string, string>> {
  const { GIT_SSH_COMMAND: command, GIT_SSH: program } = process.env;
  if (command !== undefined) return { GIT_SSH_COMMAND: command };
  if (program !== undefined) return { GIT_SSH: program };
  const configured = await plumb({ cwd: root, args: ['config', '--get', 'core.sshCommand'] });
  return configured.exit === 0 ? {} : { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
}
