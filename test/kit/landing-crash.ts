import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/core/model/verdict.ts';
import { judged } from './landing.ts';
import { type TestRepository, makeRepository } from './repository.ts';

/** How a landing is brought down; `git` dies alone, with `all` the process that lands dies too. */
export type Blow =
  /** Before its k-th git starts, or when that has ended and nobody heard of it. */
  | { readonly kind: 'call'; readonly k: number; readonly moment: 'before' | 'after' }
  /** At the k-th change to files that any git makes. */
  | { readonly kind: 'change'; readonly k: number; readonly who: 'all' | 'git'; readonly library: string }
  /** After so many milliseconds, with all of its git processes. */
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'none' };

/** How a run ended: what it printed (nothing when it was killed) and how many git processes or changes it came to. */
export interface Fall {
  readonly output: string;
  readonly errors: string;
  readonly counted: number;
  readonly ms: number;
}

export type Style = 'merge' | 'squash' | 'rebase';

const child = new URL('landing-child.ts', import.meta.url).pathname;
const ownPaths = ['dirty.txt', 'staged.txt', 'untracked.txt', '.env', 'folder/mine.txt'];

/** A repository with a judged landing, and a person's work lying about in its checkouts. */
export class CrashScene implements AsyncDisposable {
  readonly repository: TestRepository;
  readonly verdict: Verdict;
  readonly #worktree: string;
  readonly #start: string;
  readonly #mine: unknown;
  readonly #commits: string;

  private constructor(repository: TestRepository, verdict: Verdict, worktree: string) {
    this.repository = repository;
    this.verdict = verdict;
    this.#worktree = worktree;
    this.#start = join(repository.folder, 'start');
    execFileSync('cp', ['-a', repository.root, this.#start]);
    this.#mine = this.#own();
    this.#commits = repository.git(['rev-list', '--first-parent', `${verdict.target}..${verdict.candidate}`]);
  }

  static async make(style: Style): Promise<CrashScene> {
    const files = {
      'a.txt': 'a\n',
      'gone.txt': 'g\n',
      'run.sh': '#!\n',
      'dirty.txt': 'd\n',
      'staged.txt': 's\n',
      'becomes/folder': 'f\n',
      'becomes-file/x': 'x\n',
      'large.txt': 'before\n'.repeat(40_000),
      '.gitignore': '.env\n',
    };
    const repository = makeRepository({ files });
    const worktree = repository.session('one');
    repository.commit({ 'committed.txt': '1\n' }, worktree);
    repository.commit({ 'a.txt': 'A\n' }, worktree);
    for (const path of ['gone.txt', 'becomes/folder', 'becomes-file/x']) rmSync(join(worktree, path));
    rmSync(join(worktree, 'becomes-file'), { recursive: true });
    const large = 'after it all\n'.repeat(40_000);
    const changed = {
      'new/odd\nname': 'n\n',
      'becomes/folder/inner': 'i\n',
      'becomes-file': 'b\n',
      'large.txt': large,
    };
    repository.write({ ...changed, 'folder/theirs.txt': 't\n' }, worktree);
    symlinkSync('a.txt', join(worktree, 'link'));
    chmodSync(join(worktree, 'run.sh'), 0o755);
    const verdict = await judged(repository, worktree, { style });
    writeFileSync(join(repository.folder, 'verdict'), JSON.stringify(verdict));
    repository.git(['pack-refs', '--all']);
    repository.git(['worktree', 'add', '--quiet', '--force', join(repository.root, '.git/second'), 'main']);
    repository.write({ 'staged.txt': 'staged\n' });
    repository.git(['add', 'staged.txt']);
    repository.write({ 'dirty.txt': 'dirty\n', 'staged.txt': 'and more\n', 'untracked.txt': 'u\n' });
    repository.write({ '.env': 'SECRET\n', 'folder/mine.txt': 'm\n' });
    return new CrashScene(repository, verdict, worktree);
  }

  /** Everything as before any landing. */
  reset(): void {
    const { root, folder } = this.repository;
    rmSync(root, { recursive: true });
    rmSync(join(folder, 'journal'), { force: true });
    execFileSync('cp', ['-a', this.#start, root]);
  }

  /** Lands, or goes on with landing, until the end or the blow. */
  async land(blow: Blow): Promise<Fall> {
    const { folder, root } = this.repository;
    const [bin, count, temporary] = [join(folder, 'bin'), join(folder, 'count'), join(folder, 'tmp')];
    mkdirSync(temporary, { recursive: true });
    writeFileSync(count, blow.kind === 'change' ? Buffer.alloc(8) : '');
    const env: Record<string, string | undefined> = { ...process.env, TMPDIR: temporary };
    if (blow.kind === 'call') {
      wrapGit(bin, count, blow);
      env['PATH'] = `${bin}:${process.env['PATH'] ?? ''}`;
    }
    if (blow.kind === 'change') {
      Object.assign(env, { LD_PRELOAD: blow.library, BLOW_COUNT: count });
      Object.assign(env, { BLOW_AT: String(blow.k), BLOW_WHO: blow.who });
    }
    const began = performance.now();
    const args = [child, root, join(folder, 'verdict'), join(folder, 'journal')];
    const landing = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = blow.kind === 'time' ? setTimeout(() => killTree(landing.pid ?? 0), blow.ms) : undefined;
    let [output, errors] = ['', ''];
    landing.stdout.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
    landing.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString('utf8')));
    await new Promise((resolve) => landing.once('close', resolve));
    clearTimeout(timer);
    await gitsGone(root);
    const bytes = readFileSync(count);
    const counted = blow.kind === 'change' ? bytes.readUInt32LE(0) : bytes.length;
    return { output, errors, counted, ms: performance.now() - began };
  }

  /** Lets time pass: what lies about is not young any more. */
  wait(): void {
    const then = Date.now() / 1000 - 60;
    for (const lock of this.#locks()) utimesSync(lock, then, then);
  }

  lockCount(): number {
    return this.#locks().length;
  }

  /** Whether a checkout shows something of the landing while the branch has not moved. */
  hasMoved(): boolean {
    const { repository, verdict } = this;
    if (repository.git(['rev-parse', 'main']) !== verdict.target) return false;
    const status = repository.git(['status', '--porcelain']);
    return /a\.txt|large\.txt|new\/|run\.sh|becomes/.test(status);
  }

  /** What must hold at any moment, a sentence for each that does not. */
  wrongInBetween(): string[] {
    const { verdict, repository } = this;
    const wrong: string[] = [];
    const target = repository.git(['rev-parse', 'main']);
    if (![verdict.target, verdict.candidate].includes(target)) wrong.push(`the target is at ${target}`);
    const own = JSON.stringify(this.#own());
    if (own !== JSON.stringify(this.#mine))
      wrong.push(`the person's work is ${own}, was ${JSON.stringify(this.#mine)}`);
    return wrong;
  }

  /** What must hold when it is all over. */
  wrongInTheEnd(): string[] {
    const { repository, verdict } = this;
    const { git, root, folder } = repository;
    const wrong = this.wrongInBetween();
    const expect = (what: string, found: string, wanted: string): void => {
      if (found !== wanted) wrong.push(`${what} is ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
    };
    expect('the history', git(['rev-list', '--first-parent', `${verdict.target}..main`]), this.#commits);
    expect('the target', git(['rev-parse', 'main']), verdict.candidate);
    const status = ' M dirty.txt\nMM staged.txt\n?? folder/mine.txt\n?? untracked.txt';
    expect('the status', git(['status', '--porcelain', '--untracked-files=all']), status);
    expect('the second checkout', git(['status', '--porcelain'], join(root, '.git/second')), '');
    expect('what is left of locks', this.#locks().join(' '), '');
    expect('git fsck', git(['fsck', '--no-dangling', '--no-progress']), '');
    expect('what is left of temporary files', leftIn(join(folder, 'tmp')), '');
    return wrong;
  }

  #own(): unknown {
    const { repository } = this;
    return [
      ownPaths.map((path) => (repository.exists(path) ? repository.read(path) : null)),
      repository.git(['show', ':staged.txt']),
      repository.git(['show', ':dirty.txt']),
      repository.git(['status', '--porcelain', '--', ...ownPaths]),
      repository.status(this.#worktree),
    ];
  }

  #locks(): string[] {
    const gitDir = join(this.repository.root, '.git');
    const names = readdirSync(gitDir, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /\.lock$|packed-refs\.new$/.test(name)).map((name) => join(gitDir, name));
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.repository[Symbol.asyncDispose]();
  }
}

function leftIn(folder: string): string {
  return existsSync(folder) ? readdirSync(folder).join(' ') : '';
}

function wrapGit(bin: string, count: string, { k, moment }: Extract<Blow, { kind: 'call' }>): void {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(bin, { recursive: true });
  const lines = [
    '#!/bin/sh',
    `printf x >> '${count}'`,
    `n=$(wc -c < '${count}')`,
    `[ $n -eq ${k} ] && [ ${moment} = before ] && { kill -9 $PPID; exit 1; }`,
    `'${real}' "$@"`,
    'status=$?',
    `[ $n -eq ${k} ] && kill -9 $PPID`,
    'exit $status',
    '',
  ];
  writeFileSync(join(bin, 'git'), lines.join('\n'));
  chmodSync(join(bin, 'git'), 0o755);
}

/** Every process with its parent and its working folder. */
function processes(): { pid: number; parent: number; name: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')) }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

function killTree(root: number): void {
  const all = processes();
  const victims = [root];
  for (const victim of victims) victims.push(...all.filter(({ parent }) => parent === victim).map(({ pid }) => pid));
  for (const pid of victims) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** A git whose parent was killed may live on for a moment; what it does then is still part of the crash. */
async function gitsGone(root: string): Promise<void> {
  while (processes().some(({ pid, name }) => name.startsWith('git') && worksIn(pid, root)))
    await new Promise((resolve) => setImmediate(resolve));
}

function worksIn(pid: number, root: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(root);
  } catch {
    return false;
  }
}
