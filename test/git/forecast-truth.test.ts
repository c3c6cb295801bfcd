import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Forecast, Forecaster } from '../../src/git/forecast/forecast.ts';
import { takeSnapshot } from '../../src/git/snapshot.ts';
import { carryOut, edits, variedFiles } from '../kit/random-work.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

/** More of them by hand: SIGNALBOX_TRUTH_RUNS=500. */
const runs = Number(process.env['SIGNALBOX_TRUTH_RUNS'] ?? 8);

class BrokenWitness extends Error {}

/** What git itself does in a clone. */
class Witness {
  readonly #clone: string;

  constructor(repository: TestRepository) {
    this.#clone = join(repository.folder, 'clone');
    repository.git(['clone', '--quiet', '--shared', '--no-checkout', repository.root, this.#clone]);
  }

  /** The files in conflict when these are merged onto the target one after the other; null: the first ones do not land. */
  conflict(target: string, snapshots: readonly string[], style: 'merge' | 'squash'): string[] | null {
    // Whatever the last merge left: a broken one stops even a forced checkout.
    for (const name of ['index', 'index.lock', 'MERGE_HEAD', 'MERGE_MODE', 'MERGE_MSG', 'SQUASH_MSG', 'AUTO_MERGE']) {
      rmSync(join(this.#clone, '.git', name), { force: true });
    }
    const ready = this.#git('checkout', '--quiet', '--force', '--detach', target);
    if (ready.status !== 0) throw new Error(ready.stderr);
    this.#git('clean', '-ffdqx');
    for (const [index, snapshot] of snapshots.entries()) {
      const last = index === snapshots.length - 1;
      const how = last ? ['--no-commit', '--no-ff'] : style === 'squash' ? ['--squash'] : ['--no-ff'];
      const merged = this.#git('merge', '--quiet', ...how, snapshot);
      const files = this.#git('ls-files', '--unmerged', '-z').stdout.split('\0').filter(Boolean);
      const names = files.map((line) => line.slice(line.indexOf('\t') + 1).replace(/~(HEAD|[0-9a-f]{40})(_\d+)?$/, ''));
      const conflict = [...new Set(names)].toSorted();
      if (merged.status !== 0 && conflict.length === 0) {
        // Git 2.39 breaks down over some moved folders; then there is no truth to compare with.
        if (/invalid object 160000 0+|null sha1/.test(merged.stderr)) throw new BrokenWitness(merged.stderr);
        throw new Error(merged.stderr);
      }
      if (last) return conflict;
      if (conflict.length > 0) return null;
      if (style === 'squash') this.#git('commit', '--quiet', '--allow-empty', '-m', 'landed');
    }
    return [];
  }

  #git(...args: string[]): SpawnSyncReturns<string> {
    return spawnSync('git', args, { cwd: this.#clone, encoding: 'utf8' });
  }
}

function pairOf(forecast: Forecast, one: number, other: number): readonly string[] {
  return forecast.pairs.find(({ works }) => works[0] === one && works[1] === other)?.files ?? [];
}

const situation = fc.record({
  style: fc.constantFrom('merge' as const, 'squash' as const),
  target: fc.option(edits, { freq: 3 }),
  works: fc.array(edits, { minLength: 3, maxLength: 3 }),
  handedIn: fc.option(fc.nat(2)),
  again: fc.option(fc.record({ work: fc.nat(2), edits }), { freq: 3 }),
});

test('the forecast is what git merge does: no conflict missed, none invented', { timeout: 1_800_000 }, async () => {
  await using repository = makeRepository({ files: variedFiles });
  repository.configure({ 'merge.conflictStyle': 'merge', 'advice.detachedHead': 'false' });
  const base = repository.git(['rev-parse', 'HEAD']);
  const worktrees = [0, 1, 2].map((id) => repository.session(String(id)));
  const witness = new Witness(repository);
  const counts = { runs: 0, broken: 0, pairs: 0, conflicts: 0, target: 0 };
  await fc.assert(
    fc.asyncProperty(situation, async ({ style, target: moved, works, again, handedIn }) => {
      const forecaster = new Forecaster({ root: repository.root, folder: join(repository.folder, 'scratch') });
      repository.git(['checkout', '--quiet', '--force', '-B', 'main', base]);
      repository.git(['clean', '-ffdqx']);
      for (const [id, worktree] of worktrees.entries()) {
        repository.git(['checkout', '--quiet', '--force', '-B', `signalbox/${id}`, base], worktree);
        repository.git(['clean', '-ffdqx'], worktree);
        carryOut(worktree, works[id] ?? [], (args) => repository.git(args, worktree));
      }
      const snap = async (id: number): Promise<string> => {
        const taken = await takeSnapshot({ root: repository.root, worktree: worktrees[id] ?? '', id, at: 0 });
        if (taken.kind === 'refused') throw new Error(taken.why);
        return taken.commit;
      };
      const look = async (stirred: (id: number) => boolean, snapshot?: string) =>
        await forecaster.forecast({
          target: repository.git(['rev-parse', 'main']),
          style,
          works: worktrees.map((worktree, id) => ({
            id,
            worktree,
            stirred: stirred(id),
            snapshot: id === handedIn ? snapshot : undefined,
          })),
        });
      await look(() => true);
      // A forecaster that remembers must say the same as a new one.
      if (moved !== null) carryOut(repository.root, [...moved, { kind: 'commit' }], (args) => repository.git(args));
      if (again !== null) {
        const worktree = worktrees[again.work] ?? '';
        carryOut(worktree, again.edits, (args) => repository.git(args, worktree));
      }
      const judged = handedIn === null ? undefined : await snap(handedIn);
      const seen = await look((id) => id === again?.work, judged);
      const target = repository.git(['rev-parse', 'main']);
      const snapshots: string[] = [];
      for (const id of worktrees.keys()) snapshots.push(await snap(id));
      expect(seen.unknown).toEqual(new Map());
      counts.runs += 1;
      const judge = (order: readonly string[]): string[] | null => {
        try {
          return witness.conflict(target, order, style);
        } catch (thrown) {
          if (!(thrown instanceof BrokenWitness)) throw thrown;
          counts.broken += 1;
          fc.pre(false);
          return null;
        }
      };
      const own = snapshots.map((snapshot) => judge([snapshot]) ?? []);
      for (const [id, files] of own.entries()) {
        expect((seen.target.get(id) ?? []).toSorted()).toEqual(files);
        if (files.length > 0) counts.target += 1;
      }
      for (const [one, first] of snapshots.entries()) {
        for (let other = one + 1; other < snapshots.length; other += 1) {
          const second = snapshots[other] ?? '';
          const orders = [
            { files: judge([first, second]), known: own[other] ?? [] },
            { files: judge([second, first]), known: own[one] ?? [] },
          ];
          const truth = orders.flatMap(({ files, known }) => (files ?? []).filter((file) => !known.includes(file)));
          counts.pairs += 1;
          if (truth.length > 0) counts.conflicts += 1;
          expect([...pairOf(seen, one, other)]).toEqual([...new Set(truth)].toSorted());
        }
      }
      await forecaster.close();
    }),
    { numRuns: runs },
  );
  if (runs > 100) process.stderr.write(`${JSON.stringify(counts)}\n`);
});
