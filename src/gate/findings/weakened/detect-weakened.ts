import type { Found } from '../../../core/model/findings.ts';
import type { Detector, FileChange } from '../change.ts';
import { detectCheckConfig } from '../check-config.ts';
import { detectCheckScripts } from '../check-scripts.ts';
import { detectLockFiles } from '../lock-files.ts';
import { detectPipelines } from '../pipelines.ts';
import { detectSnapshots } from '../snapshots.ts';
import { detectSuppressions } from '../suppressions.ts';
import { detectTestBranches } from '../test-branches.ts';
import type { ReadTests, TestBlock } from '../test-block.ts';
import { compareTests } from './compare-tests.ts';
import type { ChangedTests } from './compare-tests.ts';
import { compareLines } from './general-rule.ts';
import { readTests as readGo } from './go.ts';
import { readTests as readJavaScript } from './javascript.ts';
import { readTests as readPython } from './python.ts';
import { readTests as readRust } from './rust.ts';
import { counted } from '../../../core/words/counted.ts';

/** One per language; the first that knows a file reads it. */
const readers: readonly ReadTests[] = [readJavaScript, readPython, readGo, readRust];
const detectors: readonly Detector[] = [
  detectTests,
  detectCheckScripts,
  detectCheckConfig,
  detectPipelines,
  detectLockFiles,
  detectSnapshots,
  detectSuppressions,
  detectTestBranches,
];
/** A name by which runners find tests. */
const foundByName = /[._-](?:test|tests|spec|e2e|cy)\.\w+$|_test\.\w+$|(?:^|\/)test_[^/]*\.py$/;

/** Everything by which a change makes its own verification weaker, by file and line. */
export const detectWeakened: Detector = (changes) => {
  const found = new Map<string, Found>();
  for (const detect of detectors)
    for (const one of detect(changes))
      found.set(JSON.stringify([one.rule, one.file, one.line, one.side, one.says]), one);
  return [...found.values()].toSorted(
    (one, other) =>
      compare(one.file, other.file) || (one.line ?? 0) - (other.line ?? 0) || compare(one.rule, other.rule),
  );
};

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function detectTests(changes: readonly FileChange[]): Found[] {
  const read: ChangedTests[] = [];
  const found: Found[] = [];
  for (const change of changes) {
    const { path, oldPath, before, after } = change;
    if (before?.text === after?.text) {
      found.push(...lostItsName(change));
      continue;
    }
    const [was, is] = [testsOf(oldPath ?? path, before?.text ?? null), testsOf(path, after?.text ?? null)];
    if (was === null && is === null) found.push(...compareLines(change, changes));
    else read.push({ path, before: was ?? [], after: is ?? [] });
    if (was !== null && is !== null && was.length > 0) found.push(...lostItsName(change));
  }
  return [...found, ...compareTests(read)];
}

function testsOf(path: string, text: string | null): readonly TestBlock[] | null {
  if (text === null) return null;
  for (const read of readers) {
    const tests = read(path, text);
    if (tests !== null) return tests;
  }
  return null;
}

/** Renamed so that no runner finds it: `a.test.ts` became `a.old.ts`. */
function lostItsName({ path, oldPath, before }: FileChange): Found[] {
  if (oldPath === null || !foundByName.test(oldPath) || foundByName.test(path)) return [];
  const tests = testsOf(oldPath, before?.text ?? null) ?? [];
  if (tests.length === 0) return [];
  const says = `${counted(tests.length, 'test')} may no longer be found: the file was ${oldPath}`;
  return [{ rule: 'test-disabled', certain: false, file: path, line: null, side: 'candidate', says }];
}
