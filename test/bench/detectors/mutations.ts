/**
 * Ways to make verification weaker, planted into texts by their lines alone: no reader of the detectors takes part, so that
 * what it does not understand is counted as missed.
 */
export interface Mutation {
  readonly name: string;
  readonly rules: readonly string[];
  /** Into a test's lines, its first one at `start`, its last one before `end`; null when it does not fit there. */
  readonly plant: (test: TestLines) => readonly string[] | null;
}

export interface TestLines {
  readonly lines: readonly string[];
  readonly start: number;
  readonly end: number;
  /** Of each line whether it begins in a template: what looks like code there is none. */
  readonly quoted: readonly boolean[];
}

export interface Language {
  readonly name: string;
  readonly tests: RegExp;
  readonly sources: RegExp;
  /** The first line of a test. */
  readonly begins: RegExp;
  readonly mutations: readonly Mutation[];
  /** Into a source file: a branch on being tested, and a silenced complaint. */
  readonly branch: string;
  readonly silence: string;
}

type Weakening = readonly (readonly [from: RegExp, to: string])[];

/** Every test of a file, by its first line and its indentation. */
export function testsOf(text: string, { begins, name }: Language): TestLines[] {
  const lines = text.split('\n');
  const quoted = name === 'javascript' ? quotedLines(lines) : [];
  return lines.flatMap((line, start): TestLines[] => {
    if (quoted[start] || !begins.test(line)) return [];
    const indent = line.length - line.trimStart().length;
    const isEnd = (other: string): boolean =>
      other.trim() !== '' &&
      other.length - other.trimStart().length <= indent &&
      (name === 'python' ? !/^\s*\)/.test(other) : /^\s*\}/.test(other));
    const found = lines.slice(start + 1).findIndex(isEnd);
    const last = found < 0 ? lines.length : start + 1 + found;
    const end = name === 'python' ? last : last + 1;
    return end - start >= 3 ? [{ lines, start, end, quoted }] : [];
  });
}

function quotedLines(lines: readonly string[]): boolean[] {
  let quotes = 0;
  return lines.map((line) => {
    const inTemplate = quotes % 2 === 1;
    quotes += line.replaceAll('\\`', '').split('`').length - 1;
    return inTemplate;
  });
}

function dropAt({ lines }: TestLines, at: number, put: readonly string[] = []): string[] {
  return [...lines.slice(0, at), ...put, ...lines.slice(at + 1)];
}

/** The last line of a test that asserts, whole in its line. */
function assertionAt({ lines, start, end, quoted }: TestLines, pattern: RegExp): number | null {
  const found = lines.slice(start + 1, end).findLastIndex((line, at) => !quoted[start + 1 + at] && pattern.test(line));
  return found < 0 ? null : start + 1 + found;
}

function common(assertion: RegExp, comment: string, weakenings: Weakening): Mutation[] {
  return [
    {
      name: 'delete test',
      rules: ['test-removed'],
      plant: ({ lines, start, end }) => [...lines.slice(0, start), ...lines.slice(end)],
    },
    {
      name: 'drop assertion',
      rules: ['assertions-removed'],
      plant: (test) => {
        const at = assertionAt(test, assertion);
        return at === null ? null : dropAt(test, at);
      },
    },
    {
      name: 'comment assertion out',
      rules: ['assertions-removed'],
      plant: (test) => {
        const at = assertionAt(test, assertion);
        return at === null ? null : dropAt(test, at, [`${comment} ${test.lines[at] ?? ''}`]);
      },
    },
    {
      name: 'weaken matcher',
      rules: ['assertion-loosened', 'assertions-removed'],
      plant: (test) => {
        for (const [from, to] of weakenings) {
          const at = assertionAt(test, from);
          if (at !== null) return dropAt(test, at, [(test.lines[at] ?? '').replace(from, to)]);
        }
        return null;
      },
    },
  ];
}

function inserting(name: string, rules: readonly string[], at: (line: string) => readonly string[] | null): Mutation {
  return {
    name,
    rules,
    plant: (test) => {
      const put = at(test.lines[test.start] ?? '');
      return put === null ? null : dropAt(test, test.start, put);
    },
  };
}

function indented(line: string, more: string): string {
  return `${/^\s*/.exec(line)?.[0] ?? ''}${more}`;
}

const scriptAssertion =
  /^\s*(?:await\s+)?(?:expect\(.*\)\.[\w.]+\(.*\)|(?:t|assert)(?:\.assert)?\.(?!plan|pass|fail|end|assert)\w+\((?!true|').*\)|assert\(.*\));?$/;

export const languages: readonly Language[] = [
  {
    name: 'javascript',
    tests:
      /(?:[._-](?:test|spec)\.|(?:^|\/)(?:tests?|__tests__)\/(?!.*(?:fixtures?|helpers?|utils)\/)).*\.?[cm]?[jt]sx?$/,
    sources: /(?:^|\/)(?:src|source|lib)\/.*[jt]sx?$/,
    begins: /^\s*(?:it|test)\((?:'|"|`).*(?:=>|function\s*\(\w*\))\s*\{$/,
    mutations: [
      ...common(scriptAssertion, '//', [
        [/\.(?:toBe|toEqual|toStrictEqual|toMatchObject|toContain|toHaveLength)\(.+\)/, '.toBeDefined()'],
        [
          /\bt\.(?:is|deepEqual|equal|same|strictEqual|deepStrictEqual|assert\.(?:equal|strictEqual|deepStrictEqual))\(([^,()]+(?:\([^()]*\))?), .+\)/,
          't.truthy($1)',
        ],
        [/\bassert\.(?:equal|strictEqual|deepEqual|deepStrictEqual)\(([^,()]+(?:\([^()]*\))?), .+\)/, 'assert.ok($1)'],
      ]),
      inserting('skip', ['test-disabled'], (line) => [line.replace(/\b(it|test)\(/, '$1.skip(')]),
      inserting('early return', ['test-returns-early', 'test-disabled'], (line) => [line, indented(line, '\treturn;')]),
    ],
    branch: "if (process.env.NODE_ENV === 'test') globalThis.answer = 42;",
    silence: '// @ts-ignore',
  },
  {
    name: 'python',
    tests: /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/,
    sources: /^(?:src\/)?(?!tests?\/|docs)\w+\/.*\.py$/,
    begins: /^\s*(?:async )?def test_\w+\(.*\).*:$/,
    mutations: [
      ...common(/^\s*assert .+[^(\\,[{]$/, '#', [[/assert (.+) == .+$/, 'assert $1 is not None']]),
      inserting('skip', ['test-disabled'], (line) => [indented(line, '@pytest.mark.skip'), line]),
      inserting('early return', ['test-returns-early', 'test-disabled'], (line) => [
        line,
        indented(line, '    return'),
      ]),
    ],
    branch: 'if "pytest" in sys.modules: ANSWER = 42',
    silence: 'import os  # noqa: F401',
  },
  {
    name: 'go',
    tests: /_test\.go$/,
    sources: /^(?!.*_test\.go$).*\.go$/,
    begins: /^func Test\w*\(t \*testing\.T\) \{$/,
    mutations: [
      ...common(/^\s*(?:assert|require)\.\w+\(.*\)$/, '//', [
        [/\b(assert|require)\.(?:Equal|JSONEq|Len)\(t, [^,()]+(?:\([^()]*\))?, (.+)\)$/, '$1.NotNil(t, $2)'],
      ]),
      inserting('skip', ['test-disabled'], (line) => [line, '\tt.Skip("flaky")']),
      inserting('early return', ['test-returns-early', 'test-disabled'], (line) => [line, '\treturn']),
    ],
    branch: 'func answer() bool { return testing.Testing() }',
    silence: 'var _ = 1 //nolint:errcheck',
  },
  {
    name: 'rust',
    tests: /\.rs$/,
    sources: /(?:^|\/)src\/.*\.rs$/,
    begins: /^\s*#\[(?:tokio::|crate::)?test\]$/,
    mutations: [
      ...common(/^\s*assert(?:_eq|_ne)?!\(.*\);$/, '//', [
        [/assert_eq!\((.+), (.+)\);$/, 'assert!(!format!("{:?}", $1).is_empty());'],
      ]),
      inserting('skip', ['test-disabled'], (line) => [line, indented(line, '#[ignore]')]),
    ],
    branch: 'pub fn answer() -> bool { cfg!(test) }',
    silence: '#[allow(dead_code)]',
  },
];
