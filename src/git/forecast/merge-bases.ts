import { plumb, gitFault } from '../plumbing/plumb.ts';
import { treeOf } from '../plumbing/refs.ts';

/** From where a target and some work differ. */
export interface FoundBase {
  /** The one common ancestor's tree; null where git finds several. */
  readonly base: string | null;
  /** The first of them. */
  readonly commit: string;
  readonly targetTree: string;
}

/** Remembers them: without a commit graph git searches long, and they change only with a commit. */
export class MergeBases {
  readonly #commonDir: string;
  #target = '';
  #targetTree = '';
  /** Of bases: most works have the same. */
  readonly #trees = new Map<string, string>();
  readonly #found = new Map<string, FoundBase | null>();

  constructor(commonDir: string) {
    this.#commonDir = commonDir;
  }

  /** Null: the two have no commit in common. */
  async of(target: string, head: string): Promise<FoundBase | null> {
    if (target !== this.#target) {
      this.#found.clear();
      this.#trees.clear();
      this.#targetTree = await treeOf(this.#commonDir, target);
      this.#target = target;
    }
    const known = this.#found.get(head);
    if (known !== undefined) return known;
    const found = await this.#search(target, head);
    this.#found.set(head, found);
    return found;
  }

  /** Only these heads are still asked for. */
  keep(heads: ReadonlySet<string>): void {
    for (const head of this.#found.keys()) if (!heads.has(head)) this.#found.delete(head);
  }

  async #search(target: string, head: string): Promise<FoundBase | null> {
    const targetTree = this.#targetTree;
    if (target === head) return { base: targetTree, commit: target, targetTree };
    const call = { cwd: this.#commonDir, args: ['merge-base', '--all', target, head] };
    const result = await plumb(call);
    if (result.exit === 1) return null;
    if (result.exit !== 0) throw gitFault(call, result);
    const [commit = '', ...others] = result.stdout.toString('utf8').trim().split('\n');
    if (others.length > 0) return { base: null, commit, targetTree };
    const base = this.#trees.get(commit) ?? (await treeOf(this.#commonDir, commit));
    this.#trees.set(commit, base);
    return { base, commit, targetTree };
  }
}
