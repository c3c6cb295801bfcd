import { type Finding, groupOf } from '../../core/model/findings.ts';
import type { ChangedFile } from '../../core/model/verdict.ts';
import { isLockFile } from '../../core/rules/read-lines.ts';

/** A file with its place in the order of reading. */
export interface RankedFile {
  readonly file: ChangedFile;
  /** Why it is where it is, in words, the weightiest first; may be empty. */
  readonly reasons: readonly string[];
  /** What its patch is compared with: the target where nothing is said, or what the person decided about last. */
  readonly against?: 'target' | 'reviewed';
}

const pipelines =
  /^(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.yml$|\.gitlab\/|\.circleci\/|\.buildkite\/|Jenkinsfile$|azure-pipelines\.yml$|\.travis\.yml$|\.drone\.yml$|\.woodpecker)/;
const checks =
  /^\.signalbox\/|(?:^|\/)(?:package\.json|Makefile|justfile|Taskfile\.ya?ml|tox\.ini|pytest\.ini|noxfile\.py|conftest\.py|setup\.cfg|pyproject\.toml|Cargo\.toml|build\.rs|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|tsconfig[\w.-]*\.json|\.?(?:eslint|oxlint|prettier|biome|stylelint|ruff|mypy|clippy|golangci|pylint|flake8)[\w.-]*|(?:vitest|jest|playwright|cypress|karma|mocha|vite|rollup|webpack|babel)\.[\w.-]+|\.mocharc[\w.-]*|\.pre-commit-config\.yaml|\.(?:husky|lefthook)(?:\/.*|\.ya?ml))$/;
const tests =
  /(?:^|\/)(?:tests?|specs?|__tests__|__snapshots__|e2e|testdata|fixtures)\/|(?:\.|_|-)(?:test|tests|spec)\.[\w.]+$|(?:^|\/)test_[^/]+\.py$|\.snap$/i;
const settings =
  /(?:^|\/)(?:\.env[\w.-]*|Dockerfile[\w.-]*|docker-compose[\w.-]*|compose\.ya?ml|\.gitattributes|\.gitmodules|\.npmrc|\.dockerignore)$|\.(?:ya?ml|toml|ini|cfg|conf|properties|tf|service)$/i;
const schemas = /(?:^|\/)migrations?\/|\.sql$/i;
const documents =
  /(?:^|\/)docs?\/|\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:LICENSE|NOTICE|AUTHORS|CHANGELOG|CODEOWNERS)$/i;

/** A change of fewer lines is not called the biggest. */
const leastBiggest = 30;

/** Whether a finding is about this file: one about the target's version of a renamed file has its old name. */
export function isAbout(finding: Pick<Finding, 'file' | 'side'>, file: Pick<ChangedFile, 'path' | 'from'>): boolean {
  return finding.file === file.path || (finding.side === 'target' && finding.file === file.from);
}

/**
 * The files in the order in which a person should read them: first where verification was weakened, then what decides
 * whether anything is checked at all (checks, pipelines, tests that lost lines), then settings, lock files and deletions,
 * then code by size, new files, and documents last. `news`: what the person has not seen, and why, by path: of what need
 * not be acknowledged it is read first.
 */
export function rankFiles(
  files: readonly ChangedFile[],
  findings: readonly Finding[] = [],
  news: ReadonlyMap<string, string> = new Map(),
): readonly RankedFile[] {
  const sizes = files.filter((file) => isCode(file.path)).map((file) => sizeOf(file));
  const biggest = sizes.reduce((most, size) => Math.max(most, size), leastBiggest);
  return files
    .map((file) => {
      const own = findings.filter((finding) => isAbout(finding, file));
      const { rank, reasons } = weigh(file, { biggest, findings: own });
      const why = news.get(file.path);
      // What must be acknowledged stays before what is merely new.
      const group = rank < 0 ? 0 : why === undefined ? 2 : 1;
      return { file, rank, group, reasons: why === undefined ? reasons : [why, ...reasons] };
    })
    .toSorted(
      (a, b) =>
        a.group - b.group || a.rank - b.rank || sizeOf(b.file) - sizeOf(a.file) || (a.file.path < b.file.path ? -1 : 1),
    )
    .map(({ file, reasons }) => ({ file, reasons }));
}

/** What was found in a file, as a reason to read it: the weightiest in words, the others counted. */
function reasonsFound(findings: readonly Finding[]): { readonly rank: number; readonly why: string }[] {
  const [first, ...others] = findings
    .map((finding) => ({ rank: rankOf(finding), why: finding.says }))
    .toSorted((a, b) => a.rank - b.rank);
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  return [{ ...first, why: `${first.why} and ${others.length} more ${others.length === 1 ? 'finding' : 'findings'}` }];
}

/** Weakened verification before all, then what has to be acknowledged; of the rest only what could hide a fault goes up. */
function rankOf({ rule, policy }: Finding): number {
  const group = groupOf(rule);
  if (group === 'weakened') return -2;
  if (policy !== 'note') return -1;
  return group === 'suspicious' ? 1 : 5;
}

function weigh(
  file: ChangedFile,
  { biggest, findings }: { readonly biggest: number; readonly findings: readonly Finding[] },
): { readonly rank: number; readonly reasons: readonly string[] } {
  const found = reasonsFound(findings);
  const { path, from, status } = file;
  const either = (pattern: RegExp) => pattern.test(path) || (from !== undefined && pattern.test(from));
  const removed = file.removed ?? 0;
  if (either(checks)) found.push({ rank: 0, why: 'decides what is checked' });
  if (either(pipelines)) found.push({ rank: 0, why: 'runs in CI' });
  if (either(tests)) {
    if (status === 'deleted') found.push({ rank: 1, why: 'tests deleted' });
    else if (removed > 0) found.push({ rank: 1, why: `tests: ${removed} ${removed === 1 ? 'line' : 'lines'} removed` });
    else found.push({ rank: 9, why: status === 'added' ? 'new tests' : 'tests' });
  }
  if (either(schemas)) found.push({ rank: 2, why: 'database' });
  if (isLockFile(path) || (from !== undefined && isLockFile(from))) found.push({ rank: 3, why: 'lock file' });
  else if (either(settings)) found.push({ rank: 2, why: 'configuration' });
  if (status === 'type-changed') found.push({ rank: 2, why: 'file type changed' });
  if (status === 'deleted') found.push({ rank: 4, why: 'deleted' });
  if (file.added === null && status !== 'deleted') found.push({ rank: 5, why: 'binary' });
  if (isCode(path) && sizeOf(file) >= biggest) found.push({ rank: 6, why: `biggest: ${sizeOf(file)} lines` });
  if (status === 'renamed' && from !== undefined) found.push({ rank: 7, why: `was ${from}` });
  if (status === 'added') found.push({ rank: 8, why: 'new' });
  const isDocument = documents.test(path) && !found.some((reason) => reason.rank < 4);
  const reasons = found.toSorted((a, b) => a.rank - b.rank).map((reason) => reason.why);
  if (isDocument) return { rank: 10, reasons: ['documentation', ...reasons] };
  // Changed code without any reason stands between what is renamed and what is new.
  const rank = found.length === 0 ? 7 : Math.min(...found.map((reason) => reason.rank));
  return { rank, reasons };
}

/** Lock files and documents are long without being the bulk of the work. */
function isCode(path: string): boolean {
  return !isLockFile(path) && !documents.test(path);
}

function sizeOf(file: ChangedFile): number {
  return (file.added ?? 0) + (file.removed ?? 0);
}
