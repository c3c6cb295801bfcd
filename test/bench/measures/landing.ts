import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blankVerdict, plainResult } from '../../../src/core/model/verdict.ts';
import { carryOutLanding, prepareLanding, tidyLanding } from '../../../src/gate/landing/land.ts';
import { passed } from '../../../src/gate/landing/passed.ts';
import { checkOutCandidate } from '../../../src/gate/slot/gate-worktree.ts';
import { buildCandidate, landingAuthor } from '../../../src/git/candidate.ts';
import { seal } from '../../../src/git/seal.ts';
import { takeSnapshot } from '../../../src/git/snapshot.ts';
import { effectiveTarget } from '../../../src/git/upstream.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { costOf } from '../kit/child-cpu.ts';
import { makeLargeRepository } from '../kit/large-repository.ts';
import { opened } from '../kit/opened.ts';
import { type Course, type Measure, rowsOf } from '../measure.ts';

const changedFiles = 12;
const green = { name: 'none', run: 'true', outcome: 'green', exit: 0, durationMs: 0, log: '', tail: '' } as const;

let lastId = 0;

/** From a session's changed files to the target's new commit, with a warm gate worktree and without any check. */
async function land(root: string, { worktree, gate }: { worktree: string; gate: string }): Promise<void> {
  const [branch, atMs] = ['main', 1_700_000_000_000];
  const id = (lastId += 1);
  const snapshot = await takeSnapshot({ root, worktree, id, at: atMs });
  const target = await effectiveTarget({ root, branch });
  if (snapshot.kind !== 'snapshot' || target.kind !== 'target') throw new Error('cannot land');
  const author = await landingAuthor(root);
  const merge = { root, id, target: target.base, snapshot: snapshot.commit, style: 'squash', message: 'Land' } as const;
  const built = await buildCandidate({ ...merge, author, atMs });
  if (built.kind !== 'clean') throw new Error(built.kind);
  await checkOutCandidate({ root, path: gate }, built.commit);
  const { commit: candidate, tree } = built;
  const about = { snapshot: merge.snapshot, target: merge.target, candidate, tree, startedAt: 0, finishedAt: 0 };
  const pass = passed({ ...blankVerdict, ...about, kind: 'green', checks: [{ ...green, ...plainResult }] });
  const sealing = await seal({ root, id, base: target.base, candidate });
  if (pass === undefined || sealing.kind !== 'sealed') throw new Error('does not pass');
  const { sealed } = sealing;
  const steps = { root, branch, expectedTarget: target.base, from: target.local, candidate: sealed.commit };
  const prepared = await prepareLanding(steps);
  if (prepared.kind !== 'ready') throw new Error(JSON.stringify(prepared));
  const outcome = await carryOutLanding({ landing: prepared.landing, pass, sealed, message: 'bench' });
  if (outcome.kind !== 'landed') throw new Error(JSON.stringify(outcome));
  await tidyLanding({ root, id, snapshot: merge.snapshot, commit: outcome.commit });
}

/** How many git processes some work starts. */
async function countGit(folder: string, work: () => Promise<void>): Promise<number> {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const [bin, count] = [join(folder, 'bin'), join(folder, 'count')];
  mkdirSync(bin, { recursive: true });
  writeFileSync(count, '');
  writeFileSync(join(bin, 'git'), `#!/bin/sh\nprintf x >> '${count}'\nexec '${real}' "$@"\n`);
  chmodSync(join(bin, 'git'), 0o755);
  const before = process.env['PATH'] ?? '';
  process.env['PATH'] = `${bin}:${before}`;
  try {
    await work();
  } finally {
    process.env['PATH'] = before;
  }
  return readFileSync(count, 'utf8').length;
}

/** What it costs to land a session's work in a large repository, beside a person's own commands. */
export const landing: Measure = {
  name: 'landing',
  rows: [
    ...rowsOf({ unit: 'ms CPU', statistic: 'p50', rival: 'git' }, [
      {
        name: 'land-warm',
        means: `${changedFiles} changed files land, gate worktree warm, no checks; git: add, commit, merge --squash, commit`,
        budget: { ratio: 1.7 },
        sample: 'cpu',
      },
    ]),
    ...rowsOf({ unit: 'processes', statistic: 'p50', rival: null }, [
      {
        name: 'land-processes',
        means: 'git processes that it starts',
        budget: { ours: 30 },
        sample: 'processes',
      },
    ]),
  ],
  mostRounds: 5,
  async open({ quick, folder }: Course) {
    const repo = await makeLargeRepository(folder, quick ? 8000 : 40_000);
    const { root, start } = repo;
    const git = (args: readonly string[], cwd?: string) => repo.git(args, cwd);
    const change = (checkout: string, count: number) => repo.change(checkout, count);
    const [worktree, theirs, gate] = [join(folder, 'ours'), join(folder, 'theirs'), join(folder, 'gate')];
    for (const path of [worktree, theirs]) {
      const branch = path === theirs ? 'theirs' : 'ours';
      await addWorktree({ root, path, branch, base: start, reason: 'bench' });
    }
    await checkOutCandidate({ root, path: gate }, start);
    /** A session that starts from where the target is, and has worked. */
    const work = async (path: string): Promise<void> => {
      await git(['reset', '--quiet', '--hard', 'main'], path);
      await git(['update-index', '--refresh'], path);
      change(path, changedFiles);
    };
    const sides = {
      async ours() {
        await work(worktree);
        const cpu = await costOf(() => land(root, { worktree, gate }));
        await work(worktree);
        const processes = await countGit(folder, () => land(root, { worktree, gate }));
        return { cpu, processes };
      },
      async git() {
        await work(theirs);
        const cpu = await costOf(async () => {
          await git(['add', '--all'], theirs);
          await git(['commit', '--quiet', '-m', 'work'], theirs);
          await git(['merge', '--quiet', '--squash', 'theirs']);
          await git(['commit', '--quiet', '-m', 'work']);
        });
        return { cpu };
      },
    };
    return opened(sides, []);
  },
};
