import type { Detector, FileChange } from './change.ts';
import { splitPath } from './paths.ts';

/** Which files a lock file follows. */
const manifests: Record<string, RegExp> = {
  'package-lock.json': /^(?:package\.json|\.npmrc)$/,
  'npm-shrinkwrap.json': /^package\.json$/,
  'yarn.lock': /^(?:package\.json|\.yarnrc(?:\.yml)?)$/,
  'pnpm-lock.yaml': /^(?:package\.json|pnpm-workspace\.yaml|\.pnpmfile\.cjs|\.npmrc)$/,
  'bun.lock': /^package\.json$/,
  'bun.lockb': /^package\.json$/,
  'deno.lock': /^(?:deno\.jsonc?|package\.json|.*\.[cm]?[jt]sx?)$/,
  'Cargo.lock': /^Cargo\.toml$/,
  'go.sum': /^go\.(?:mod|work)$/,
  'poetry.lock': /^pyproject\.toml$/,
  'uv.lock': /^(?:pyproject|uv)\.toml$/,
  'pdm.lock': /^pyproject\.toml$/,
  'Pipfile.lock': /^Pipfile$/,
  'Gemfile.lock': /^(?:Gemfile|.*\.gemspec)$/,
  'composer.lock': /^composer\.json$/,
  'mix.lock': /^mix\.exs$/,
  'pubspec.lock': /^pubspec\.yaml$/,
  'Package.resolved': /^Package\.swift$/,
  'flake.lock': /^flake\.nix$/,
};

/** Lock files that changed although nothing that they follow did: other code is run than was asked for. */
export const detectLockFiles: Detector = (changes) =>
  changes.flatMap((change) => {
    const { folder, name } = splitPath(change.path);
    const manifest = Object.hasOwn(manifests, name) ? manifests[name] : undefined;
    if (manifest === undefined || change.before === null || change.before.id === change.after?.id) return [];
    if (changes.some((other) => follows(other, folder, manifest))) return [];
    const says =
      change.after === null
        ? `the lock file ${name} was removed`
        : `the lock file ${name} changed and nothing that it follows did`;
    return [{ rule: 'lock-file-alone', certain: true, file: change.path, line: null, side: 'candidate', says }];
  });

/** A workspace's manifests lie below its lock file. */
function follows({ path, before, after }: FileChange, folder: string, manifest: RegExp): boolean {
  return (
    before?.id !== after?.id && (folder === '' || path.startsWith(`${folder}/`)) && manifest.test(splitPath(path).name)
  );
}
