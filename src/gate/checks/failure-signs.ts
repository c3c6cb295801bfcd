/** A line that says what failed, and how many lines around it belong to it. */
export interface FailureSign {
  readonly pattern: RegExp;
  /** `failure`: what went wrong. `summary`: how it ended; alone it says too little. */
  readonly weight: 'failure' | 'summary';
  readonly before?: number;
  readonly after?: number;
}

/** Read on recorded outputs; the first that fits a line decides. */
export const signs: readonly FailureSign[] = [
  // Counts that say nothing failed look like failures.
  {
    pattern: /\b0 (?:failed|errors?|failures?|failing)\b(?!.*\b[1-9]\d* (?:failed|errors?|failures?))/i,
    weight: 'summary',
  },
  // vitest
  { pattern: /^\s*FAIL\s+\S.*(?: > | \[ )/, weight: 'failure', after: 16 },
  { pattern: /^\s*❯ \S+:\d+:\d+$/, weight: 'failure' },
  { pattern: /^\s*(?:Test Files|Tests|Errors|Type Errors)\s+\d+ /, weight: 'summary' },
  // jest
  { pattern: /^\s+● \S/, weight: 'failure', after: 18 },
  { pattern: /^FAIL \S+\.[cm]?[jt]sx?\b/, weight: 'failure', after: 0 },
  { pattern: /^(?:Tests|Test Suites|Snapshots):\s+\d+ /, weight: 'summary' },
  // mocha; the first list of them has no reasons
  { pattern: /^\s+\d+ (?:failing|passing|pending)\b/, weight: 'summary' },
  { pattern: /^ {2}\d+\) \S/, weight: 'failure', after: 14 },
  // node:test
  { pattern: /^test at \S+:\d+:\d+$/, weight: 'failure', after: 12 },
  { pattern: /^\s*not ok \d+/, weight: 'failure', after: 14 },
  { pattern: /^(?:ℹ|#) (?:tests|fail|cancelled) \d+$/, weight: 'summary' },
  // pytest
  { pattern: /^_{3,} .+ _{3,}$/, weight: 'failure', after: 0 },
  { pattern: /^E {3}/, weight: 'failure', before: 6, after: 3 },
  { pattern: /^(?:FAILED|ERROR) \S+(?:::| - |$)/, weight: 'failure' },
  { pattern: /^(?:=+ )?(?:\d+ (?:failed|passed|errors?|skipped|warnings?)(?:, )?)+ in [\d.]+s/, weight: 'summary' },
  // unittest
  { pattern: /^(?:FAIL|ERROR): \S+ \(/, weight: 'failure', after: 14 },
  { pattern: /^(?:Ran \d+ tests? in|FAILED \()/, weight: 'summary' },
  // go
  { pattern: /^\s*--- FAIL: /, weight: 'failure', before: 4, after: 12 },
  { pattern: /^panic: /, weight: 'failure', after: 12 },
  { pattern: /^FAIL\t/, weight: 'failure' },
  { pattern: /^\s+\S+_test\.go:\d+: /, weight: 'failure', after: 3 },
  // cargo, rustc
  { pattern: /^---- .+ stdout ----$/, weight: 'failure', after: 8 },
  { pattern: /^test result: /, weight: 'summary' },
  { pattern: /^error(?:\[E\d+\])?: /, weight: 'failure', after: 9 },
  // tsc
  { pattern: /^\S.*\(\d+,\d+\): error /, weight: 'failure', after: 2 },
  { pattern: /^\S+:\d+:\d+ - error /, weight: 'failure', after: 4 },
  // eslint: the file's name stands alone above its lines
  { pattern: /^\s+\d+:\d+\s+error\s/, weight: 'failure', before: 1 },
  { pattern: /^(?:\/|[A-Za-z]:\\)\S+\.[cm]?[jt]sx?$/, weight: 'failure' },
  { pattern: /^\s*✖ \d+ problems?\b/, weight: 'summary' },
  // oxlint
  { pattern: /^\s+[x×] \S+\(\S+\): /, weight: 'failure', after: 6 },
  { pattern: /^Found \d+ (?:warnings?|errors?)\b/, weight: 'summary' },
  // gcc, clang, go's compiler
  { pattern: /^\S+:\d+(?::\d+)?: (?:fatal )?error\b/, weight: 'failure', after: 4 },
  { pattern: /^\.{0,2}\/?\S+\.go:\d+:\d+: /, weight: 'failure', after: 1 },
  { pattern: /: undefined reference to /, weight: 'failure' },
  // what a test's own ✗ says where nothing better follows
  { pattern: /^\s*(?:✖|✗|✘|×) \S/, weight: 'failure', after: 2 },
  // anybody
  { pattern: /^Traceback \(most recent call last\)/, weight: 'failure', after: 12 },
  { pattern: /^\s*(?:[A-Z]\w*)?(?:Error|Exception)\b.*: /, weight: 'failure', before: 2, after: 6 },
  { pattern: /^\s*(?:npm (?:ERR!|error)|fatal:|error:|ERROR:?|Error:)\s/i, weight: 'failure', before: 1, after: 3 },
];
