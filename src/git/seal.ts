import { type GitResult, plumb, plumbText } from './plumbing/plumb.ts';
import { itemRef, resolveCommit, setRef } from './plumbing/refs.ts';
import { readSettings } from './plumbing/settings.ts';
import { type StoredCommit, readCommits } from './plumbing/write-commit.ts';

/** A judged candidate to be signed, if the person's git signs commits. */
export interface SealOrder {
  readonly root: string;
  readonly id: number;
  /** The commit the candidate's own ones are on top of. */
  readonly base: string;
  readonly candidate: string;
  /** Milliseconds; default 60 s each: for one signature, and until a failed one is tried again. */
  readonly limitMs?: number;
  readonly retryAfterMs?: number;
}

/** The commit to land for a candidate: its equal in everything but a signature. Only `seal` makes one. */
export class Sealed {
  readonly #pair: { readonly candidate: string; readonly commit: string };

  private constructor(candidate: string, commit: string) {
    this.#pair = { candidate, commit };
  }

  /** What was judged. */
  get candidate(): string {
    return this.#pair.candidate;
  }

  /** What lands. */
  get commit(): string {
    return this.#pair.commit;
  }

  /** Signs with the person's key, without a terminal; the same candidate is signed once. */
  static async make(order: SealOrder): Promise<Sealing> {
    const { root, id, candidate } = order;
    if (!(await readSettings(root)).signs) return { kind: 'sealed', sealed: new Sealed(candidate, candidate) };
    const chain = await chainOf(root, order.base, candidate);
    const before = await resolveCommit(root, itemRef(id, 'sealed'));
    if (before !== undefined && (await isSealOf(order, chain, before)))
      return { kind: 'sealed', sealed: new Sealed(candidate, before) };
    const signed = await signAgain(order, chain);
    if (signed.kind === 'failed') return { kind: 'blocked', why: signed.why };
    if (!(await isSealOf(order, chain, signed.commit)))
      throw new Error(`the signed commit ${signed.commit} is not equal to ${candidate}`);
    await setRef(root, itemRef(id, 'sealed'), signed.commit);
    return { kind: 'sealed', sealed: new Sealed(candidate, signed.commit) };
  }
}

/** `blocked`: git could not sign; `why` is a sentence that says what to do. */
export type Sealing =
  | { readonly kind: 'sealed'; readonly sealed: Sealed }
  | { readonly kind: 'blocked'; readonly why: string };

/** Makes of a candidate the commit that lands. */
export function seal(order: SealOrder): Promise<Sealing> {
  return Sealed.make(order);
}

/** The candidate's commits on top of the base, oldest first: several when the agent's were replayed. */
async function chainOf(root: string, base: string, tip: string): Promise<[id: string, commit: StoredCommit][]> {
  const args = ['rev-list', '--first-parent', '--reverse', tip, `^${base}`];
  const ids = (await plumbText({ cwd: root, args })).split('\n').filter((id) => id !== '');
  const commits = await readCommits(root, ids);
  return ids.flatMap((id, index): [string, StoredCommit][] => {
    const commit = commits[index];
    return commit === undefined ? [] : [[id, commit]];
  });
}

type Chain = Awaited<ReturnType<typeof chainOf>>;

/** Whether each commit has the same tree, author, message and parents, the ones of its own chain being those sealed. */
async function isSealOf({ root, base }: SealOrder, chain: Chain, tip: string): Promise<boolean> {
  const other = await chainOf(root, base, tip);
  const sealedAs = new Map(chain.map(([id], index) => [id, other[index]?.[0]]));
  const same = ([, one]: Chain[number], [, two]: Chain[number]): boolean =>
    one.tree === two.tree &&
    one.author === two.author &&
    one.message.trimEnd() === two.message.trimEnd() &&
    one.parents.length === two.parents.length &&
    one.parents.every((parent, at) => (sealedAs.get(parent) ?? parent) === two.parents[at]);
  return (
    chain.length > 0 &&
    other.length === chain.length &&
    chain.every((pair, index) => {
      const twin = other[index];
      return twin !== undefined && twin[1].signed && same(pair, twin);
    })
  );
}

type Signed = { kind: 'signed'; commit: string } | { kind: 'failed'; why: string };

const limitMs = 60_000;
const failures = new Map<string, { at: number; why: string }>();

/** A failing signature may mean a dialog that the person closes each time: it is not asked for on every tick. */
async function signAgain(order: SealOrder, chain: Chain): Promise<Signed> {
  const key = `${order.root} ${order.candidate}`;
  const last = failures.get(key);
  if (last !== undefined && performance.now() - last.at < (order.retryAfterMs ?? limitMs))
    return { kind: 'failed', why: last.why };
  failures.delete(key);
  const signed = await signChain(order, chain);
  if (signed.kind === 'failed') failures.set(key, { at: performance.now(), why: signed.why });
  return signed;
}

async function signChain(order: SealOrder, chain: Chain): Promise<Signed> {
  const sealedAs = new Map<string, string>();
  let tip = order.base;
  for (const [id, commit] of chain) {
    const parents = commit.parents.flatMap((parent) => ['-p', sealedAs.get(parent) ?? parent]);
    const encoding = commit.encoding === undefined ? [] : ['-c', `i18n.commitEncoding=${commit.encoding}`];
    const result = await plumb({
      cwd: order.root,
      args: [...encoding, 'commit-tree', '-S', commit.tree, ...parents, '-F', '-'],
      input: Buffer.from(commit.message, 'latin1'),
      // There is no terminal to ask at: a question there would only hang.
      env: { ...identities(commit), GPG_TTY: undefined, SSH_ASKPASS: undefined, SSH_ASKPASS_REQUIRE: 'never' },
      timeoutMs: order.limitMs ?? limitMs,
    });
    if (result.exit !== 0) return { kind: 'failed', why: explain(result, order.limitMs ?? limitMs) };
    tip = result.stdout.toString('utf8').trim();
    sealedAs.set(id, tip);
  }
  return { kind: 'signed', commit: tip };
}

function explain(result: GitResult, limit: number): string {
  const lines = result.stderr.split('\n').map((line) => line.replace(/^(?:fatal|error): /, '').trim());
  const said = lines.filter((line) => line !== '').join(' ');
  const what = result.exit === null ? `nothing was signed within ${limit / 1000} s` : said;
  return `the commit to land could not be signed (${what.slice(0, 300)}): unlock or fix the key that git signs with, or turn commit.gpgSign off`;
}

function identities({ author, committer }: StoredCommit): Record<string, string> {
  return { ...identity('AUTHOR', author), ...identity('COMMITTER', committer) };
}

function identity(who: 'AUTHOR' | 'COMMITTER', line: string): Record<string, string> {
  const [, name = '', email = '', date = ''] = /^(.*?) ?<(.*?)> ?(.*)$/.exec(line) ?? [];
  return { [`GIT_${who}_NAME`]: text(name), [`GIT_${who}_EMAIL`]: text(email), [`GIT_${who}_DATE`]: `@${date}` };
}

function text(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
