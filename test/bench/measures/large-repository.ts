import { join } from 'node:path';
import { checkOutCandidate } from '../../../src/gate/slot/gate-worktree.ts';
import { changedFiles } from '../../../src/git/diff.ts';
import { takeSnapshot } from '../../../src/git/snapshot.ts';
import { worktreeChange } from '../../../src/git/worktree/worktree-change.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { costOf } from '../kit/child-cpu.ts';
import { makeLargeRepository } from '../kit/large-repository.ts';
import { opened } from '../kit/opened.ts';
import { type Course, type Measure, rowsOf } from '../measure.ts';

const branch = (name: string, round: number): string => `${name}-${round}`;

/** What our git work costs in a large repository: CPU of this process and all it starts, beside plain git's. */
export const largeRepository: Measure = {
  name: 'large-repository',
  rows: rowsOf({ unit: 'ms CPU', statistic: 'p50', rival: 'git' }, [
    {
      name: 'large-start',
      means: 'a session’s worktree is made; git: `worktree add`',
      budget: { ratio: 1.15 },
      sample: 'start',
    },
    {
      name: 'large-snapshot',
      means: 'its working tree with 10 changed files is kept as a commit; git: `status --porcelain=v2`',
      budget: { ratio: 1.6 },
      sample: 'snapshot',
    },
    {
      name: 'large-count',
      means: 'its changes are counted for the tile; git: `status --porcelain=v2`',
      budget: { ratio: 1.6 },
      sample: 'count',
    },
    {
      name: 'large-files',
      means: 'the review’s list of 200 changed files; git: `status --porcelain=v2`',
      budget: { ratio: 0.4 },
      sample: 'files',
    },
    {
      name: 'large-gate',
      means: 'a warm gate worktree goes to the next candidate and is proven clean; git: `checkout` and `status`',
      budget: null,
      sample: 'gate',
    },
  ]),
  mostRounds: 3,
  async open({ quick, folder }: Course) {
    const files = quick ? 8000 : 80_000;
    const repo = await makeLargeRepository(folder, files);
    const { root, start } = repo;
    const git = (args: readonly string[], cwd?: string) => repo.git(args, cwd);
    const change = (checkout: string, count: number) => repo.change(checkout, count);
    const session = join(folder, 'session');
    const gate = join(folder, 'gate');
    await addWorktree({ root, path: session, branch: 'session', base: start, reason: 'bench' });
    change(session, 200);
    await git(['commit', '--quiet', '-am', 'many'], session);
    const many = await git(['rev-parse', 'HEAD'], session);
    await checkOutCandidate({ root, path: gate }, start);
    const plainGate = join(folder, 'plain-gate');
    await git(['worktree', 'add', '--quiet', '--detach', plainGate, start]);
    const status = () => costOf(() => git(['--no-optional-locks', 'status', '--porcelain=v2', '-z'], session));

    const ours = async (round: number) => {
      const path = join(folder, branch('ours', round));
      const order = { root, path, branch: branch('ours', round), base: start, reason: 'bench' };
      const made = await costOf(() => addWorktree(order));
      change(session, 10);
      const snapshot = await costOf(() => takeSnapshot({ root, worktree: session, id: 1, at: Date.now() }));
      const count = await costOf(() => worktreeChange({ worktree: session, base: many }));
      const list = await costOf(() => changedFiles({ root, from: start, to: many }));
      const moved = await costOf(() => checkOutCandidate({ root, path: gate }, round % 2 === 0 ? many : start));
      return { start: made, snapshot, count, files: list, gate: moved };
    };
    const plain = async (round: number) => {
      const path = join(folder, branch('plain', round));
      const args = ['worktree', 'add', '--quiet', '--no-track', '-b', branch('plain', round), path, start];
      const made = await costOf(() => git(args));
      const seen = await status();
      const moved = await costOf(async () => {
        await git(['checkout', '--quiet', '--detach', round % 2 === 0 ? many : start], plainGate);
        await git(['status', '--porcelain'], plainGate);
      });
      return { start: made, snapshot: seen, count: seen, files: seen, gate: moved };
    };
    return opened({ ours, git: plain }, [], [`${files} files`]);
  },
};
