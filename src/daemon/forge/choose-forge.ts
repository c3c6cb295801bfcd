import { findProgram } from '../../runner/program/check-command.ts';
import type { Remote } from '../../git/push-branch.ts';
import type { Forge, ForgePlace } from './forge.ts';
import { githubForge } from './github.ts';
import { gitlabForge } from './gitlab.ts';

const tools = {
  gh: { make: githubForge, get: 'install it from https://cli.github.com and log in with gh auth login' },
  glab: { make: gitlabForge, get: 'install it from https://gitlab.com/gitlab-org/cli and log in with glab auth login' },
} as const;

/** The program for a remote, by its host, else whichever is there; a sentence when it is not. */
export function chooseForge(
  remote: Remote,
  place: Pick<ForgePlace, 'cwd' | 'signal'>,
): { readonly kind: 'forge'; readonly forge: Forge } | { readonly kind: 'missing'; readonly why: string } {
  const host = hostOf(remote.url);
  const named: keyof typeof tools | undefined = host?.includes('gitlab')
    ? 'glab'
    : host?.includes('github')
      ? 'gh'
      : undefined;
  const names: readonly (keyof typeof tools)[] = named === undefined ? ['gh', 'glab'] : [named];
  for (const name of names) {
    // Never one that lies in a folder that somebody works in.
    const program = findProgram({ program: name, cwd: '/', path: process.env['PATH'] });
    if (program === null) continue;
    const address = named === undefined ? null : remote.url;
    return { kind: 'forge', forge: tools[name].make({ ...place, program, address }) };
  }
  if (named === undefined) {
    const why = `a pull request at ${remote.name} needs gh or glab, and neither is on PATH: ${tools.gh.get}`;
    return { kind: 'missing', why };
  }
  return {
    kind: 'missing',
    why: `a pull request at ${host ?? ''} needs ${named}, which is not on PATH: ${tools[named].get}`,
  };
}

/** `git@github.com:a/b.git`, `https://github.com/a/b`; undefined for a folder. */
function hostOf(url: string): string | undefined {
  const [, host] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)/.exec(url) ?? /^(?:[^@/:]+@)?([^/:]+):(?!\/\/)/.exec(url) ?? [];
  return host?.toLowerCase();
}
