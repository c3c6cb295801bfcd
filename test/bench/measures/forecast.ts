import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Forecaster, type ForecastWork } from '../../../src/git/forecast/forecast.ts';
import { forecastSnapshot } from '../../../src/git/forecast/prepare-work.ts';
import { type ScratchObjects, scratchObjects } from '../../../src/git/forecast/scratch-objects.ts';
import { MergeBases } from '../../../src/git/forecast/merge-bases.ts';
import { GuardReader } from '../../../src/git/guard/read-guard.ts';
import { addWorktree } from '../../../src/git/worktree/worktrees.ts';
import { cpuWithChildrenMs } from '../kit/child-cpu.ts';
import { type LargeRepository, makeLargeRepository } from '../kit/large-repository.ts';
import { opened } from '../kit/opened.ts';
import { type Course, type Measure, type Samples, rowsOf } from '../measure.ts';

/** The system counts CPU in ticks of 10 ms: what takes less is done so often. */
const repeats = 10;
const sizes = [4, 20, 50] as const;

const budgets: Readonly<Record<string, number>> = {
  'one-4': 0.05,
  'one-20': 0.25,
  'one-50': 0.6,
  'all-4': 0.1,
  'all-20': 1,
  'all-50': 6.5,
};

/** What a forecast of conflicts costs beside one look of plain git at a worktree. */
export const forecast: Measure = {
  name: 'forecast',
  rows: rowsOf({ unit: 'ms CPU', statistic: 'p50', rival: 'git' }, [
    ...sizes.flatMap((size) => [
      {
        name: `forecast-one-${size}`,
        means: `one of ${size} handed-in works is another: its merges with all others; git: \`status --porcelain=v2\``,
        budget: { ratio: budgets[`one-${size}`] ?? 0 },
        sample: `one-${size}`,
      },
      {
        name: `forecast-all-${size}`,
        means: `all pairs of ${size} works, as after a move of the target; git: the same`,
        budget: { ratio: budgets[`all-${size}`] ?? 0 },
        sample: `all-${size}`,
      },
    ]),
    {
      name: 'forecast-snapshot',
      means: 'a working tree with 10 changed files is read for it; git: the same',
      budget: { ratio: 1.6 },
      sample: 'snapshot',
    },
    {
      name: 'guard-look',
      means: 'git’s own files are looked at, and nothing has changed; git: the same',
      budget: null,
      sample: 'guard',
    },
  ]),
  mostRounds: 3,
  async open({ quick, folder }: Course) {
    const files = quick ? 4000 : 28_000;
    const repository = await makeLargeRepository(folder, files);
    const { root, start } = repository;
    const session = join(folder, 'session');
    await addWorktree({ root, path: session, branch: 'session', base: start, reason: 'bench' });
    repository.change(session, 10);
    const commits = makeWorks(repository, 2 * Math.max(...sizes));
    const commonDir = join(root, '.git');
    const scratch = join(folder, 'scratch');
    const reader = new GuardReader(root);
    const target = { branch: 'main', ours: new Set<string>() };
    await reader.read(target);

    const ours = async (): Promise<Samples> => {
      const samples: Record<string, number> = {};
      for (const size of sizes)
        Object.assign(samples, await costOfSize({ root, target: start, scratch, commits, size }));
      samples['snapshot'] = await averageCost(async () => {
        const made: ScratchObjects[] = [];
        const place = {
          root,
          commonDir,
          bases: new MergeBases(commonDir),
          scratch: async () => {
            const objects = await scratchObjects(scratch, commonDir);
            made.push(objects);
            return objects;
          },
        };
        await forecastSnapshot(place, { worktree: session });
        for (const objects of made) await objects[Symbol.asyncDispose]();
      });
      samples['guard'] = await averageCost(() => reader.read(target));
      return samples;
    };
    const plain = async (): Promise<Samples> => {
      const args = ['--no-optional-locks', 'status', '--porcelain=v2', '-z'];
      const cost = await averageCost(() => repository.git(args, session));
      const names = [...Object.keys(budgets), 'snapshot', 'guard'];
      return Object.fromEntries(names.map((name) => [name, cost]));
    };
    return opened({ ours, git: plain }, [], [`${files} files`]);
  },
};

async function averageCost(work: (time: number) => Promise<unknown>): Promise<number> {
  const before = cpuWithChildrenMs();
  for (let time = 0; time < repeats; time += 1) await work(time);
  return (cpuWithChildrenMs() - before) / repeats;
}

async function costOfSize(given: {
  root: string;
  target: string;
  scratch: string;
  commits: readonly string[];
  size: number;
}): Promise<Samples> {
  const { root, target, scratch, commits, size } = given;
  const works = (from: number): ForecastWork[] =>
    commits.slice(from, from + size).map((snapshot, id) => ({ id, worktree: root, snapshot, stirred: false }));
  const first = works(0);
  const forecaster = new Forecaster({ root, folder: scratch });
  const order = { target, style: 'squash' as const };
  await forecaster.forecast({ ...order, works: first });
  const one = await averageCost(async (time) => {
    const other = commits[size + time] ?? '';
    await forecaster.forecast({
      ...order,
      works: first.with(0, { ...first[0], id: 0, worktree: root, snapshot: other, stirred: false }),
    });
  });
  await forecaster.close();
  const all = await averageCost(async () => {
    const fresh = new Forecaster({ root, folder: scratch });
    await fresh.forecast({ ...order, works: first });
    await fresh.close();
  });
  return { [`one-${size}`]: one, [`all-${size}`]: all };
}

/** Commits on the target that each change eight files in two folders of their own, and two of forty that many change. */
function makeWorks({ root, start }: LargeRepository, count: number): string[] {
  const paths = execFileSync('git', ['ls-tree', '-r', '--name-only', start], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
    .trim()
    .split('\n');
  const parts: string[] = [];
  for (let work = 0; work < count; work += 1) {
    parts.push(
      `commit refs/bench/${work}\ncommitter Ada Example <ada@example.com> 1700000001 +0000\ndata 4\nwork\nfrom ${start}\n`,
    );
    for (let index = 0; index < 10; index += 1) {
      const at =
        index < 8
          ? 40 + (((work * 2 + (index % 2)) * 100 + index * 3) % (paths.length - 40))
          : (work * 7 + index * 13) % 40;
      const content = `of ${work}\nfile ${at}\nwith a few lines\nof text\n`;
      parts.push(`M 100644 inline ${paths[at] ?? ''}\ndata ${content.length}\n${content}`);
    }
  }
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input: parts.join('') });
  const refs = Array.from({ length: count }, (_, work) => `refs/bench/${work}`);
  return execFileSync('git', ['rev-parse', ...refs], { cwd: root, encoding: 'utf8' })
    .trim()
    .split('\n');
}
