import type { TestName } from '../../core/model/verdict.ts';
import { type RunnerWords, complete, numberOf } from './counted.ts';

/** pytest: its short summary `FAILED tests/test_sum.py::test_adds - assert ...` and the last line's counts. */
export function readPytest(lines: readonly string[]): RunnerWords | null {
  const summary = lines.findLast((line) =>
    /^(?:=+ )?(?:no tests ran|(?:\d+ [a-z]+(?:, )?)+) in [\d.]+s(?: \([\d:]+\))?(?: =+)?$/.test(line),
  );
  if (summary === undefined) return null;
  const failed: TestName[] = [];
  for (const line of lines) {
    const [, node] = /^(?:FAILED|ERROR) (\S.*)$/.exec(line) ?? [];
    if (node !== undefined) failed.push(testOfNode(withoutMessage(node)));
  }
  const count = (words: string): number => numberOf(summary, new RegExp(String.raw`(\d+) (?:${words})\b`));
  const bad = count('failed') + count('errors?');
  return complete({
    executed: count('failed') + count('passed') + count('xfailed') + count('xpassed'),
    skipped: count('skipped'),
    failed,
    expected: bad,
  });
}

/** A parameter, in brackets, may hold what separates the message: the brackets end first. */
function withoutMessage(node: string): string {
  const dash = node.indexOf(' - ');
  const bracket = node.indexOf('[');
  if (dash < 0) return node;
  if (bracket < 0 || bracket > dash) return node.slice(0, dash);
  const end = node.indexOf('] - ', bracket);
  return end < 0 ? node : node.slice(0, end + 1);
}

function testOfNode(node: string): TestName {
  const at = node.indexOf('::');
  return at < 0 ? { file: node, title: '' } : { file: node.slice(0, at), title: node.slice(at + 2) };
}

/** go test: `--- FAIL: TestSum/adds (0.00s)`; the package is named below. Where it is told to be verbose it counts. */
export function readGo(lines: readonly string[]): RunnerWords | null {
  const packages = lines.filter((line) => /^(?:ok|FAIL|\?) *\t\S/.test(line));
  if (packages.length === 0) return null;
  const failed: TestName[] = [];
  let open: string[] = [];
  for (const line of lines) {
    const title = /^\s*--- FAIL: (\S+)/.exec(line)?.[1];
    if (title !== undefined) open.push(title);
    const [, result, name] = /^(ok|FAIL) *\t(\S+)/.exec(line) ?? [];
    if (name === undefined) continue;
    // A test with subtests fails with them: they say more.
    const own = open.filter((test) => !open.some((other) => other.startsWith(`${test}/`)));
    if (result === 'FAIL') failed.push(...(own.length > 0 ? own : ['']).map((test) => ({ file: name, title: test })));
    open = [];
  }
  const verbose = lines.some((line) => line.startsWith('=== RUN '));
  const top = (word: string): number => lines.filter((line) => line.startsWith(`--- ${word}: `)).length;
  const idle = packages.every((line) => /\[no tests? (?:files|to run)\]/.test(line));
  const executed = verbose ? top('PASS') + top('FAIL') : null;
  return complete({ executed: idle ? 0 : executed, skipped: top('SKIP'), failed, expected: null });
}

/** cargo test: `test tests::adds ... FAILED`, below the line that says which file's tests run. */
export function readCargo(lines: readonly string[]): RunnerWords | null {
  const results = lines.filter((line) => line.startsWith('test result: '));
  if (results.length === 0) return null;
  const failed: TestName[] = [];
  let file: string | null = null;
  for (const line of lines) {
    const running = /^\s+Running (?:unittests )?(\S+) \(/.exec(line)?.[1];
    if (running !== undefined) file = running;
    else if (/^\s+Doc-tests \S/.test(line)) file = null;
    const title = /^test (.+?)(?: - should panic)? \.\.\. FAILED$/.exec(line)?.[1];
    if (title !== undefined) failed.push({ file, title });
  }
  const sum = (word: string): number =>
    results.reduce((total, line) => total + numberOf(line, new RegExp(String.raw`(\d+) ${word};`)), 0);
  const bad = sum('failed');
  return complete({ executed: sum('passed') + bad, skipped: sum('ignored'), failed, expected: bad });
}
