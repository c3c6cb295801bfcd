import type { TestName } from '../../core/model/verdict.ts';
import { type RunnerWords, complete } from './counted.ts';
import { xmlSteps } from './xml.ts';

/** Whether a path exists in the worktree: reports name classes where others name files. */
export type Exists = (path: string) => boolean;

interface Case {
  readonly attributes: Readonly<Record<string, string>>;
  result: 'passed' | 'failed' | 'skipped';
}

/** Reads a JUnit report, as nearly every runner can write one. Throws Error when it is none. */
export function readJunit(text: string, exists: Exists): RunnerWords {
  const cases: Case[] = [];
  let current: Case | null = null;
  let isReport = false;
  for (const step of xmlSteps(text)) {
    if (step.kind === 'close') {
      if (step.name === 'testcase') current = null;
      continue;
    }
    if (step.name === 'testsuites' || step.name === 'testsuite') isReport = true;
    if (step.name === 'testcase') {
      current = { attributes: step.attributes, result: 'passed' };
      cases.push(current);
    } else if (current !== null && (step.name === 'failure' || step.name === 'error')) current.result = 'failed';
    else if (current !== null && step.name === 'skipped' && current.result === 'passed') current.result = 'skipped';
  }
  if (!isReport) throw new Error('it is no JUnit report');
  const failed = cases.filter(({ result }) => result === 'failed');
  const skipped = cases.filter(({ result }) => result === 'skipped').length;
  return complete({
    executed: cases.length - skipped,
    skipped,
    failed: failed.map(({ attributes }) => testOf(attributes, exists)),
    expected: null,
  });
}

function testOf(attributes: Readonly<Record<string, string>>, exists: Exists): TestName {
  const { file, classname = '', name = '' } = attributes;
  const python = pythonFile(classname, exists);
  if (python !== null) return { file: python.file, title: [...python.groups, name].join('::') };
  // vitest names the file as the class.
  if (file !== undefined) return { file, title: name };
  return exists(classname)
    ? { file: classname, title: name }
    : { file: null, title: [classname, name].join(' ').trim() };
}

/** pytest names `tests.test_sum.TestThings`: the longest part that is a file, and the classes in it. */
function pythonFile(classname: string, exists: Exists): { file: string; groups: string[] } | null {
  if (!/^\w+(?:\.\w+)*$/.test(classname)) return null;
  const parts = classname.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const file = `${parts.slice(0, length).join('/')}.py`;
    if (exists(file)) return { file, groups: parts.slice(length) };
  }
  return null;
}
