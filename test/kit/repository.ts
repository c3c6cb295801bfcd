import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by path; a Buffer or text is the content. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** A real repository in a temporary folder, with a home of its own, gone at the end of its scope. */
export interface TestRepository extends AsyncDisposable {
  /** Holds everything: the repository, the home, worktrees. */
  readonly folder: string;
  readonly root: string;
  /** Runs git in the repository, or in `cwd`, and gives its output without the last newline. */
  readonly git: (args: readonly string[], cwd?: string) => string;
  write(files: Files, cwd?: string): void;
  /** Commits these files on what is checked out and gives the commit. */
  commit(files: Files, cwd?: string): string;
  read(path: string, cwd?: string): string;
  exists(path: string, cwd?: string): boolean;
  /** A worktree on a new branch for a session. */
  session(name: string, base?: string): string;
  /** Sets the person's global configuration. */
  configure(settings: Readonly<Record<string, string>>): void;
  /** All state that nobody but the person may change, for comparisons. */
  status(cwd?: string): string;
}

/** Makes a repository on branch `main` with one commit; `files` default to one text file. */
export function makeRepository(options: { files?: Files } = {}): TestRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-test-')));
  const root = join(folder, 'repo');
  const home = join(folder, 'home');
  mkdirSync(root);
  mkdirSync(home);
  const restore = isolate(home);
  const git = (args: readonly string[], cwd = root): string =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(/\n$/, '');
  const write = (files: Files, cwd = root): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
  };
  const commit = (files: Files, cwd = root): string => {
    write(files, cwd);
    git(['add', '--force', '--', ...Object.keys(files).map((path) => `:(literal)${path}`)], cwd);
    git(['commit', '--quiet', '--no-gpg-sign', '--allow-empty', '-m', 'change'], cwd);
    return git(['rev-parse', 'HEAD'], cwd);
  };
  git(['config', '--global', 'user.name', 'Ada Example']);
  git(['config', '--global', 'user.email', 'ada@example.com']);
  git(['init', '--quiet', '--initial-branch=main']);
  commit(options.files ?? { 'a.txt': 'one\n' });
  return {
    folder,
    root,
    git,
    write,
    commit,
    read: (path, cwd = root) => readFileSync(join(cwd, path), 'utf8'),
    exists: (path, cwd = root) => existsSync(join(cwd, path)),
    session(name, base = 'main') {
      const path = join(folder, `session-${name}`);
      git(['worktree', 'add', '--quiet', '--no-track', '-b', `signalbox/${name}`, path, base]);
      return path;
    },
    configure(settings) {
      for (const [key, value] of Object.entries(settings)) git(['config', '--global', key, value]);
    },
    status: (cwd = root) =>
      git(['--no-optional-locks', 'status', '--porcelain=v2', '--untracked-files=all', '--ignored'], cwd),
    async [Symbol.asyncDispose]() {
      restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The tests' git must not see this machine's configuration. */
function isolate(home: string): () => void {
  const ours = { HOME: home, XDG_CONFIG_HOME: join(home, '.config'), GIT_CONFIG_NOSYSTEM: '1' };
  const before = new Map<string, string | undefined>();
  const cleared = Object.keys(process.env).filter((name) => name.startsWith('GIT_'));
  for (const name of [...cleared, ...Object.keys(ours)]) before.set(name, process.env[name]);
  for (const name of cleared) delete process.env[name];
  Object.assign(process.env, ours);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
