import type { Found } from '../../core/model/findings.ts';
import type { Detector, FileChange } from './change.ts';
import { changedLines } from './changed-lines.ts';
import { alwaysGreenBy } from './commands.ts';
import { cut } from './weakened/sentences.ts';

const pipeline =
  /^\.github\/(?:workflows|actions)\/|^\.(?:circleci|buildkite|woodpecker|semaphore|azure-pipelines|teamcity|forgejo\/workflows|gitea\/workflows)\/|(?:^|\/)(?:\.gitlab-ci[^/]*\.ya?ml|azure-pipelines[^/]*\.ya?ml|\.travis\.yml|\.?appveyor\.yml|Jenkinsfile|bitbucket-pipelines\.yml|\.drone\.yml|\.woodpecker\.yml|\.cirrus\.yml|buildspec\.yml|cloudbuild\.yaml)$|(?:^|\/)(?:\.husky\/|lefthook\.ya?ml$|\.pre-commit-config\.yaml$|\.lintstagedrc)/;

const hot: readonly (readonly [RegExp, string])[] = [
  [/\bcontinue-on-error:\s*(?!false)/, 'a failing step counts for nothing'],
  [/\ballow_failure:\s*(?!false)/, 'a failing job counts for nothing'],
  [/^\s*(?:- )?if:\s*(?:\$\{\{\s*)?false\b/, 'a step never runs'],
  [/\bcontinueOnError:\s*true/, 'a failing step counts for nothing'],
];

const check =
  /\b(?:test|tests|lint|check|tsc|typecheck|eslint|oxlint|biome|pytest|tox|nox|mypy|ruff|cargo|clippy|vet|vitest|jest|mocha|ava|playwright|coverage|audit|rspec|gradle|mvn|make)\b/;

/** What runs the checks elsewhere: that it was edited, and what in it no longer fails. */
export const detectPipelines: Detector = (changes) =>
  changes.flatMap((change) => (pipeline.test(change.path) ? look(change) : []));

function look(change: FileChange): Found[] {
  const { path: file, before, after } = change;
  if (before?.id === after?.id) return [];
  const { removed, added } = changedLines(change);
  const isSaid = [...removed, ...added].some(({ text }) => !/^\s*(?:#.*)?$/.test(text));
  if (!isSaid && before?.text !== null && after?.text !== null) return [];
  const what = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const line = added[0]?.line ?? null;
  const common = { file, certain: true, side: 'candidate' } as const;
  const was = removed.map(({ text }) => text).join('\n');
  const loosened = added.flatMap(({ line: at, text }): Found[] => {
    const why = hot.find(([pattern]) => pattern.test(text) && !pattern.test(was))?.[1] ?? green(was, text);
    return why === null ? [] : [{ ...common, rule: 'check-config-loosened', line: at, says: `${why}: ${cut(text)}` }];
  });
  return [{ ...common, rule: 'pipeline-changed', line, says: `the pipeline was ${what}` }, ...loosened];
}

/** `npm test || true`; what is worked out on the way there, `changed=$(git diff … || true)`, is no check. */
function green(was: string, text: string): string | null {
  if (/^\s*#|=\s*["']?\$\(/.test(text) || !check.test(text)) return null;
  return alwaysGreenBy(was, text);
}
