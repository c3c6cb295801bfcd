import type { TestName } from '../../core/model/verdict.ts';
import { type RunnerWords, complete, numberOf } from './counted.ts';

const script = String.raw`\.[cm]?[jt]sx?`;
const vitestFailed = new RegExp(String.raw`^\s*FAIL\s+(.+?${script})(?: > (.+)| \[ .* \])$`);

/** vitest: ` FAIL  test/sum.test.ts > sum > adds` and `Tests  1 failed | 2 passed (3)`. */
export function readVitest(lines: readonly string[]): RunnerWords | null {
  const summary = lines.findLast((line) => /^\s*Tests {2}/.test(line));
  if (summary === undefined) {
    const none = lines.some((line) => line.startsWith('No test files found'));
    return none ? { executed: 0, skipped: 0, failed: [] } : null;
  }
  const failed: TestName[] = [];
  let suites = false;
  for (const line of lines) {
    if (/^⎯+ Failed (?:Suites|Tests) \d+ ⎯+$/.test(line)) suites = line.includes('Failed Suites');
    const [, where, title] = vitestFailed.exec(line) ?? [];
    // A project's name stands before the file, set off by two spaces or bars.
    const file = where?.replace(/^(?:\|[^|]*\|\s+|.*\s{2,})/, '');
    if (file !== undefined) failed.push({ file, title: suites ? '' : (title ?? '') });
  }
  const count = (word: string): number => numberOf(summary, new RegExp(String.raw`(\d+) ${word}`));
  const suitesFailed = failed.filter(({ title }) => title === '').length;
  return complete({
    executed: count('failed') + count('passed') + count('expected fail'),
    skipped: count('skipped') + count('todo'),
    failed,
    expected: count('failed') + suitesFailed,
  });
}

const jestFile = new RegExp(String.raw`^(FAIL|PASS) (.*${script})(?: \([\d.]+ m?s\))?$`);

/** jest: `FAIL src/sum.test.js`, then `  ● sum › adds`, and `Tests:  1 failed, 2 passed, 3 total`. */
export function readJest(lines: readonly string[]): RunnerWords | null {
  const summary = lines.findLast((line) => /^Tests: {2,}/.test(line));
  if (summary === undefined) {
    const none = lines.some((line) => line.startsWith('No tests found, exiting with code'));
    return none ? { executed: 0, skipped: 0, failed: [] } : null;
  }
  const failed: TestName[] = [];
  let file: string | null = null;
  for (const line of lines) {
    const [, result, path] = jestFile.exec(line) ?? [];
    // A project's name may stand before it.
    if (path !== undefined) file = result === 'FAIL' ? path.replace(/^\S+ (?=\S)/, '') : null;
    const title = /^ {2}● (.+)$/.exec(line)?.[1];
    if (file === null || title === undefined || /^Console$|^Cannot log after/.test(title)) continue;
    failed.push({ file, title: title === 'Test suite failed to run' ? '' : title });
  }
  const count = (word: string): number => numberOf(summary, new RegExp(String.raw`(\d+) ${word}`));
  const unique = new Set(failed.map(({ file: of, title }) => `${of}\0${title}`));
  const suites = [...unique].filter((key) => key.endsWith('\0')).length;
  return complete({
    executed: count('failed') + count('passed'),
    skipped: count('skipped') + count('todo'),
    failed,
    expected: count('failed') + suites,
  });
}

/** node:test as it prints for people: `test at test/sum.test.js:4:3` and the title below. */
export function readNodeTest(lines: readonly string[]): RunnerWords | null {
  const summary = lines.filter((line) => /^ℹ [a-z]+ \d+$/.test(line)).join('\n');
  if (!/^ℹ tests \d+$/m.test(summary)) return null;
  const failed: TestName[] = [];
  for (const [at, line] of lines.entries()) {
    const file = /^test at (.+):\d+:\d+$/.exec(line)?.[1];
    const title = /^✖ (.*) \([\d.]+ms\)/.exec(lines[at + 1] ?? '')?.[1];
    if (file !== undefined && title !== undefined) failed.push({ file, title: title === file ? '' : title });
  }
  return nodeWords(summary, failed);
}

/** node:test as TAP. Suites fail with what is in them and are not counted. */
export function readTap(lines: readonly string[]): RunnerWords | null {
  const summary = lines.filter((line) => /^# [a-z]+ \d+$/.test(line)).join('\n');
  if (!lines.some((line) => line.startsWith('TAP version')) || !/^# tests \d+$/m.test(summary)) return null;
  const failed: TestName[] = [];
  for (const [at, line] of lines.entries()) {
    const title = /^\s*not ok \d+ - (.*)$/.exec(line)?.[1];
    const about = lines.slice(at + 1, at + 5).join('\n');
    const location = /location: '(.+):\d+:\d+'/.exec(about)?.[1];
    if (title === undefined || location === undefined || /type: 'suite'/.test(about)) continue;
    failed.push({ file: location, title: title === location ? '' : title.replaceAll(/\\([#\\])/g, '$1') });
  }
  return nodeWords(summary, failed);
}

function nodeWords(summary: string, failed: readonly TestName[]): RunnerWords {
  const count = (word: string): number => numberOf(summary, new RegExp(String.raw`^\S ${word} (\d+)$`, 'm'));
  const bad = count('fail') + count('cancelled');
  return complete({ executed: bad + count('pass'), skipped: count('skipped') + count('todo'), failed, expected: bad });
}
