import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult } from '../../core/model/verdict.ts';
import { type CandidateOrder, buildCandidate } from '../../git/candidate.ts';
import { withoutGit } from '../../git/plumbing/git-env.ts';
import { plumb, plumbOk, plumbText } from '../../git/plumbing/plumb.ts';
import { readCommits, storedMessage } from '../../git/plumbing/write-commit.ts';
import { type HookName, type RepositoryHooks, hookCommand, openHooks } from '../../git/repository-hooks.ts';
import { endStrays } from '../checks/end-strays.ts';
import { runTwice } from '../checks/run-twice.ts';
import { restoreTracked, switchTo } from '../slot/gate-worktree.ts';

/** Which hooks to run, on what. */
export interface HookOrder {
  /** As the candidate was built. */
  readonly merge: CandidateOrder;
  readonly candidate: string;
  /** A gate's worktree, brought to exactly the candidate and set up. */
  readonly gateWorktree: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
}

export interface HookFindings {
  /** One for each hook that ran; not green: the candidate must not pass. */
  readonly results: readonly CheckResult[];
  readonly notes: readonly string[];
  /** The commit to go on with: another one, of the same tree, where commit-msg edited the message. The worktree is there. */
  readonly candidate: string;
}

interface Progress {
  readonly signal?: AbortSignal | undefined;
  progress?(text: string): void;
}

const limitMs = 10 * 60_000;

/** The names of the hooks that the person's own commit or merge onto this target would run and that can refuse it. */
export async function hooksFor(order: Pick<CandidateOrder, 'root' | 'target' | 'style'>): Promise<HookName[]> {
  await using hooks = await openHooks({ root: order.root, commit: order.target });
  return await present(hooks, order.style);
}

async function present(hooks: RepositoryHooks, style: CandidateOrder['style']): Promise<HookName[]> {
  const names: HookName[] = [];
  for (const name of [style === 'merge' ? 'pre-merge-commit' : 'pre-commit', 'commit-msg'] as const)
    if (await hooks.has(name)) names.push(name);
  return names;
}

/**
 * Runs the repository's hooks as if the person committed the candidate's content on the target: HEAD detached at the
 * target, everything staged. What they change in files is put back and noted; the message they may edit.
 */
export async function hookChecks(order: HookOrder, progress: Progress): Promise<HookFindings> {
  const { merge, gateWorktree: cwd } = order;
  await using hooks = await openHooks({ root: merge.root, commit: merge.target });
  const results: CheckResult[] = [];
  const notes: string[] = [];
  let { candidate } = order;
  for (const name of await present(hooks, merge.style)) {
    if (name === 'commit-msg' && !(await carriesMessage(merge, candidate))) continue;
    progress.progress?.(`hook ${name}`);
    await using stage = await staged(order, { candidate, name });
    const message = name === 'commit-msg' ? stage.messageFile : undefined;
    const ran = await runHook(order, { hooks, name, message, signal: progress.signal });
    await endStrays(order);
    const text = message === undefined ? undefined : tidied(await readFile(message, 'utf8'));
    const result = ran.outcome === 'green' && text === '' ? withoutWords(ran) : ran;
    results.push(result);
    if (await stage.putBack()) notes.push(`the hook ${name} changed files of the work; they were put back`);
    if (result.outcome !== 'green') break;
    if (text !== undefined) candidate = await withMessage(order, text);
  }
  if (candidate !== order.candidate) {
    await switchTo(cwd, candidate);
    notes.push('the hook commit-msg edited the message');
  }
  return { results, notes, candidate };
}

/** Of replayed commits only the one that holds the uncommitted rest is new: the others were committed before. */
async function carriesMessage(merge: CandidateOrder, candidate: string): Promise<boolean> {
  const [commit] = await readCommits(merge.root, [candidate]);
  return commit?.message === storedMessage(merge.message);
}

interface Stage extends AsyncDisposable {
  readonly messageFile: string;
  /** Back to the candidate; tells whether a file or the index was another one. */
  putBack(): Promise<boolean>;
}

async function staged(
  { merge, gateWorktree: cwd }: HookOrder,
  { candidate, name }: { candidate: string; name: HookName },
): Promise<Stage> {
  const gitDir = await plumbText({ cwd, args: ['rev-parse', '--absolute-git-dir'] });
  const moveHead = (to: string) => plumbOk({ cwd, args: ['update-ref', '--no-deref', 'HEAD', to] });
  await moveHead(merge.target);
  const messageFile = join(gitDir, merge.style === 'merge' ? 'MERGE_MSG' : 'COMMIT_EDITMSG');
  await writeFile(messageFile, Buffer.from(storedMessage(merge.message), 'latin1'));
  const mergeHead = join(gitDir, 'MERGE_HEAD');
  if (merge.style === 'merge' && name === 'commit-msg') await writeFile(mergeHead, `${merge.snapshot}\n`);
  const unstage = async (): Promise<void> => {
    await rm(mergeHead, { force: true });
    await rm(messageFile, { force: true });
    await moveHead(candidate);
  };
  return {
    messageFile,
    async putBack() {
      await unstage();
      const files = await restoreTracked(cwd);
      const index = await plumb({
        cwd,
        args: ['diff-index', '--cached', '--quiet', '--ignore-submodules=all', 'HEAD'],
      });
      if (index.exit !== 0) await switchTo(cwd, 'HEAD');
      return files || index.exit !== 0;
    },
    [Symbol.asyncDispose]: unstage,
  };
}

interface Hook {
  readonly hooks: RepositoryHooks;
  readonly name: HookName;
  readonly message: string | undefined;
  readonly signal: AbortSignal | undefined;
}

async function runHook(order: HookOrder, { hooks, name, message, signal }: Hook): Promise<CheckResult> {
  const { gateWorktree: cwd, env, logDir } = order;
  const args = message === undefined ? [] : [message];
  const command = await hookCommand(hooks, { name, worktree: cwd, args });
  const log = join(logDir, `hook-${name}.log`);
  const whole = { ...withoutGit(env), ...command.env };
  return await runTwice({ name: `hook ${name}`, run: command.run, cwd, env: whole, timeoutMs: limitMs, log, signal });
}

/** Git would not commit without a message. */
function withoutWords(result: CheckResult): CheckResult {
  return { ...result, outcome: 'red', tail: `${result.tail}\n[it left the message empty]`.trim() };
}

/** As git itself cleans a message that no editor was opened for. */
function tidied(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

async function withMessage({ merge, candidate }: HookOrder, message: string): Promise<string> {
  if (storedMessage(message) === storedMessage(merge.message)) return candidate;
  const built = await buildCandidate({ ...merge, message });
  if (built.kind !== 'clean') throw new Error(`the same merge was clean before and is ${built.kind} now`);
  return built.commit;
}
