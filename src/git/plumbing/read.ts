import { GitError, type SimpleGit, simpleGit } from 'simple-git';
import { gitEnvironment, gitSettings } from './git-env.ts';

/** A git that ended otherwise than with 0. As a GitError it keeps its fields on the way through simple-git. */
class GitExit extends GitError {
  readonly exit: number | null;

  constructor(exit: number | null, message: string) {
    super(undefined, message);
    this.exit = exit;
  }
}

/** A read needs no more of the environment: simple-git refuses to run beside a pager, an editor and their like. */
const neededVariables = /^(?:GIT_.*|PATH|HOME|XDG_CONFIG_HOME|USER|LOGNAME|TMPDIR|LC_ALL)$/;

/** simple-git for reads that it parses for us; by itself it takes a killed git, or a silent failure, for success. */
function reader(root: string): SimpleGit {
  const env = Object.fromEntries(Object.entries(gitEnvironment()).filter(([name]) => neededVariables.test(name)));
  return simpleGit({
    baseDir: root,
    allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
    config: gitSettings.filter((setting) => setting.startsWith('core.')),
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
    errors(error, { exitCode, stdErr }) {
      if (exitCode === 0 && !error) return undefined;
      if (error instanceof Error) return error;
      return new GitExit(exitCode, Buffer.concat(stdErr).toString('utf8').trim() || `git ended with ${exitCode}`);
    },
  }).env(env);
}

/** The version of git as numbers; undefined when there is no git. `folder` must exist. */
export async function readVersion(folder: string): Promise<{ major: number; minor: number } | undefined> {
  const { installed, major, minor } = await reader(folder).version();
  return installed ? { major, minor } : undefined;
}
