import { rm } from 'node:fs/promises';
import type { AcceptedExcludes } from '../work-tree-listing.ts';
import { commonDirOf } from '../worktree/worktree-list.ts';
import { MergeBases } from './merge-bases.ts';
import { type PairMerge, type PairOrder, pairMerges } from './pair-merges.ts';
import { type Merged, mergeLines } from './merge-lines.ts';
import {
  type Place,
  type Unknown,
  type Work,
  type WorkOnTarget,
  forecastSnapshot,
  judgedWorks,
  onTarget,
} from './prepare-work.ts';
import { type ScratchObjects, scratchObjects } from './scratch-objects.ts';
import { type Touched, type TreePair, mayConflict, touchedPaths } from './touched-paths.ts';

/** A session's number, or the person's own checkout. */
export type WorkName = number | 'you';

/** One piece of work to look at. */
export interface ForecastWork {
  readonly id: WorkName;
  readonly worktree: string;
  /** The commit that is judged, once it was handed in: its worktree does not count then. */
  readonly snapshot?: string | undefined;
  /** Its worktree may have changed since the last forecast. */
  readonly stirred: boolean;
}

export interface ForecastOrder {
  /** The commit that all of it is to land on. */
  readonly target: string;
  readonly style: 'merge' | 'squash';
  readonly works: readonly ForecastWork[];
  /** Set where an agent has changed what is excluded. */
  readonly excludes?: AcceptedExcludes | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which work would be in conflict with what, and in which files. */
export interface Forecast {
  readonly target: ReadonlyMap<WorkName, readonly string[]>;
  /** In the order of the works; what conflicts with the target by itself is not said again. */
  readonly pairs: readonly { readonly works: readonly [WorkName, WorkName]; readonly files: readonly string[] }[];
  /** Work of which nothing can be said, and why. */
  readonly unknown: ReadonlyMap<WorkName, string>;
}

/**
 * Tells which works of a repository would come into conflict if they landed as they are now. Remembers between the
 * calls: only what changed is read again, and only pairs with that are merged again. Nothing is written to the repository.
 */
export class Forecaster {
  readonly #root: string;
  readonly #folder: string;
  readonly #held = new Map<WorkName, WorkOnTarget | Unknown>();
  readonly #merged = new Map<string, Merged>();
  readonly #touched = new Map<string, Touched>();
  readonly #scratch = new Set<ScratchObjects>();
  #place: Place | null = null;

  /** `folder`: of its own, emptied at the first call. */
  constructor(order: { readonly root: string; readonly folder: string }) {
    this.#root = order.root;
    this.#folder = order.folder;
  }

  async forecast(order: ForecastOrder): Promise<Forecast> {
    const place = await this.#open();
    try {
      keepOnly(this.#held, new Set(order.works.map(({ id }) => id)));
      await this.#bring(place, order);
      const known = [...this.#known(order)];
      place.bases.keep(new Set(known.map(([, { work }]) => work.head)));
      const pairs = known.flatMap(([first, one], index) =>
        known.slice(index + 1).map(([second, other]) => ({ works: [first, second] as const, one, other })),
      );
      await this.#merge(place, order, pairs);
      return {
        target: new Map(known.flatMap(([id, { conflict }]) => (conflict.length === 0 ? [] : [[id, conflict]]))),
        pairs: pairs.flatMap(({ works, one, other }) => {
          const files = this.#clash({ one, other, style: order.style });
          return files.length === 0 ? [] : [{ works, files }];
        }),
        unknown: new Map([...this.#held].flatMap(([id, held]) => ('why' in held ? [[id, held.why]] : []))),
      };
    } finally {
      await this.#sweep();
    }
  }

  /** Nothing stays on the disk. */
  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #open(): Promise<Place> {
    if (this.#place !== null) return this.#place;
    // What a daemon left that was killed.
    await this.close();
    const commonDir = await commonDirOf(this.#root);
    const scratch = async (): Promise<ScratchObjects> => {
      const objects = await scratchObjects(this.#folder, commonDir);
      this.#scratch.add(objects);
      return objects;
    };
    this.#place = { root: this.#root, commonDir, bases: new MergeBases(commonDir), scratch };
    return this.#place;
  }

  /** Reads the works that are not known, and brings those onto the target that were not there. */
  async #bring(place: Place, order: ForecastOrder): Promise<void> {
    const { target, excludes, signal } = order;
    const landing = new Map<WorkName, Work>();
    const judged: { id: number; snapshot: string }[] = [];
    for (const { id, worktree, snapshot, stirred } of order.works) {
      signal?.throwIfAborted();
      const held = this.#held.get(id);
      const last = held !== undefined && 'work' in held ? held : null;
      if (last !== null && last.work.snapshot === snapshot && (snapshot !== undefined || !stirred)) {
        if (last.target !== target) landing.set(id, last.work);
      } else if (snapshot !== undefined && id !== 'you') judged.push({ id, snapshot });
      else {
        const work = await forecastSnapshot(place, { worktree, excludes });
        if ('why' in work) this.#held.set(id, work);
        else landing.set(id, work);
      }
    }
    const works = await judgedWorks(place, judged);
    for (const [index, work] of works.entries()) landing.set(judged[index]?.id ?? 'you', work);
    for (const [id, landed] of await onTarget(place, landing, target)) this.#held.set(id, landed);
  }

  *#known(order: ForecastOrder): Iterable<[WorkName, WorkOnTarget]> {
    for (const { id } of order.works) {
      const held = this.#held.get(id);
      if (held !== undefined && 'work' in held) yield [id, held];
    }
  }

  /** The folders that still hold something of a work. */
  #holders(): Set<ScratchObjects> {
    const all = [...this.#held.values()].flatMap((held) => ('work' in held ? [held.work.objects, held.objects] : []));
    return new Set(all.filter((objects) => objects !== null));
  }

  async #sweep(): Promise<void> {
    const holders = this.#holders();
    for (const objects of this.#scratch) {
      if (holders.has(objects)) continue;
      this.#scratch.delete(objects);
      await objects[Symbol.asyncDispose]();
    }
  }

  /** Merges what was not merged before and may be in conflict, in objects that are gone afterwards. */
  async #merge(place: Place, order: ForecastOrder, pairs: readonly Omit<PairOrder, 'style'>[]): Promise<void> {
    const wanted = pairs.flatMap(({ one, other }) => pairMerges({ one, other, style: order.style }));
    keepOnly(this.#merged, new Set(wanted.map(({ key }) => key)));
    keepOnly(this.#touched, new Set(wanted.flatMap(({ sides }) => (sides ?? []).map(nameOf))));
    const missing = [...new Map(wanted.map((merge) => [merge.key, merge])).values()].filter(
      ({ key }) => !this.#merged.has(key),
    );
    if (missing.length === 0) return;
    const objects = await place.scratch();
    const env = objects.env([...this.#holders()].map(({ folder }) => folder));
    await this.#compare(place, env, missing);
    const doubtful = missing.filter((merge) => this.#mayConflict(merge));
    for (const { key } of missing) this.#merged.set(key, { tree: '', conflict: null });
    const lines = await Promise.all(doubtful.map(async (merge) => await merge.line(objects)));
    try {
      const results = await mergeLines({ cwd: place.commonDir, env, lines, signal: order.signal });
      for (const [index, result] of results.entries()) this.#merged.set(doubtful[index]?.key ?? '', result);
    } catch (thrown) {
      for (const { key } of missing) this.#merged.delete(key);
      throw thrown;
    }
  }

  /** Finds out which paths the sides of merges touch, all in one process. */
  async #compare(place: Place, env: Record<string, string>, merges: readonly PairMerge[]): Promise<void> {
    const sides = new Map(merges.flatMap((merge) => (merge.sides ?? []).map((side) => [nameOf(side), side])));
    const missing = [...sides].filter(([name]) => !this.#touched.has(name));
    const found = await touchedPaths(
      place.commonDir,
      env,
      missing.map(([, side]) => side),
    );
    for (const [index, [name]] of missing.entries()) {
      const touched = found[index];
      if (touched !== undefined) this.#touched.set(name, touched);
    }
  }

  #mayConflict({ sides }: PairMerge): boolean {
    const [one, other] = (sides ?? []).map((side) => this.#touched.get(nameOf(side)));
    return one === undefined || other === undefined || mayConflict(one, other);
  }

  /** What either finds in conflict when the other has landed before it. */
  #clash(pair: PairOrder): readonly string[] {
    const files = pairMerges(pair).flatMap(({ key, second }) =>
      (this.#merged.get(key)?.conflict ?? []).filter((file) => !second.conflict.includes(file)),
    );
    return [...new Set(files)].toSorted();
  }
}

const nameOf = (side: TreePair): string => side.join(' ');

function keepOnly<Name>(kept: Map<Name, unknown>, names: ReadonlySet<Name>): void {
  for (const name of kept.keys()) if (!names.has(name)) kept.delete(name);
}
