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
  judgedWork,
  onTarget,
} from './prepare-work.ts';
import { scratchObjects } from './scratch-objects.ts';
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
  #place: Place | null = null;

  /** `folder`: of its own, emptied at the first call. */
  constructor(order: { readonly root: string; readonly folder: string }) {
    this.#root = order.root;
    this.#folder = order.folder;
  }

  async forecast(order: ForecastOrder): Promise<Forecast> {
    const place = await this.#open();
    for (const id of this.#held.keys()) if (!order.works.some((work) => work.id === id)) await this.#drop(id);
    for (const work of order.works) {
      order.signal?.throwIfAborted();
      await this.#bring(place, work, order);
    }
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
    this.#place = { root: this.#root, commonDir, folder: this.#folder, bases: new MergeBases(commonDir) };
    return this.#place;
  }

  /** Reads a work unless it is known, and brings it onto the target unless that is known. */
  async #bring(place: Place, order: ForecastWork, all: ForecastOrder): Promise<void> {
    const { target, excludes } = all;
    const held = this.#held.get(order.id);
    const last = held !== undefined && 'work' in held ? held : null;
    const same =
      last !== null && last.work.snapshot === order.snapshot && (order.snapshot !== undefined || !order.stirred);
    if (same && last.target === target) return;
    const work = same ? last.work : await read(place, order, excludes);
    const next = 'why' in work ? work : await this.#land({ place, work, target, isNew: !same });
    if (last !== null) {
      if (last.objects !== last.work.objects) await last.objects[Symbol.asyncDispose]();
      if (!same || 'why' in next) await last.work.objects[Symbol.asyncDispose]();
    }
    this.#held.set(order.id, next);
  }

  /** Work that cannot be brought onto the target leaves nothing behind. */
  async #land(given: { place: Place; work: Work; target: string; isNew: boolean }): Promise<WorkOnTarget | Unknown> {
    const { place, work, target, isNew } = given;
    let landed: WorkOnTarget | Unknown | null = null;
    try {
      landed = await onTarget(place, work, target);
      return landed;
    } finally {
      if (isNew && (landed === null || 'why' in landed)) await work.objects[Symbol.asyncDispose]();
    }
  }

  async #drop(id: WorkName): Promise<void> {
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held === undefined || 'why' in held) return;
    await held.objects[Symbol.asyncDispose]();
    await held.work.objects[Symbol.asyncDispose]();
  }

  *#known(order: ForecastOrder): Iterable<[WorkName, WorkOnTarget]> {
    for (const { id } of order.works) {
      const held = this.#held.get(id);
      if (held !== undefined && 'work' in held) yield [id, held];
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
    await using objects = await scratchObjects(place.folder, place.commonDir);
    const folders = [...this.#held.values()].flatMap((held) =>
      'work' in held ? [held.work.objects.folder, held.objects.folder] : [],
    );
    const env = objects.env([...new Set(folders)]);
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

function keepOnly(kept: Map<string, unknown>, names: ReadonlySet<string>): void {
  for (const name of kept.keys()) if (!names.has(name)) kept.delete(name);
}

async function read(
  place: Place,
  { worktree, snapshot }: ForecastWork,
  excludes: AcceptedExcludes | undefined,
): Promise<Work | Unknown> {
  return snapshot === undefined
    ? await forecastSnapshot(place, { worktree, excludes })
    : await judgedWork(place, snapshot);
}
