import { describe, expect, test } from 'vitest';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { changed } from './changed.ts';

function found(...changes: readonly FileChange[]): string[] {
  return detectWeakened(changes).map(
    ({ rule, certain, line, says }) => `${rule} ${certain ? 'certain' : 'maybe'} ${line ?? '-'} ${says}`,
  );
}

function scripts(all: Record<string, string>): string {
  return `${JSON.stringify({ name: 'x', scripts: all }, null, 2)}\n`;
}

describe('scripts of package.json', () => {
  test.each<[Record<string, string>, Record<string, string>, string[]]>([
    [
      { test: 'vitest run' },
      { test: 'vitest run || true' },
      [
        'check-command-changed certain 4 the script "test" changed so that its failure counts for nothing: vitest run became vitest run || true',
      ],
    ],
    [
      { 'test:unit': 'jest' },
      { 'test:unit': 'jest --passWithNoTests' },
      [
        'check-command-changed certain 4 the script "test:unit" changed so that it succeeds with nothing to do: jest became jest --passWithNoTests',
      ],
    ],
    [
      { lint: 'eslint .' },
      { lint: 'exit 0' },
      ['check-command-changed certain 4 the script "lint" changed so that it always succeeds: eslint . became exit 0'],
    ],
    [
      { typecheck: 'tsc' },
      { typecheck: 'echo ok' },
      ['check-command-changed certain 4 the script "typecheck" changed so that it does nothing: tsc became echo ok'],
    ],
    [
      { pretest: 'npm run lint', a: 'b' },
      { a: 'b' },
      ['check-command-changed maybe - the script "pretest" was removed: npm run lint'],
    ],
    [
      { lint: 'eslint . --max-warnings 0' },
      { lint: 'eslint .' },
      [
        'check-command-changed maybe 4 the script "lint" changed so that --max-warnings 0 is gone: eslint . --max-warnings 0 became eslint .',
      ],
    ],
    [
      { test: 'mocha' },
      { test: 'vitest run' },
      ['check-command-changed maybe 4 the script "test" changed: mocha became vitest run'],
    ],
    // What costs nothing.
    [{ start: 'node a' }, { start: 'node a || true' }, []],
    [{ test: 'tsc && ava' }, { test: 'npm run types && npm run lint && ava', types: 'tsc', lint: 'xo' }, []],
    [{ test: 'ava' }, { 'test:unit': 'ava' }, []],
    [{ 'lint:fix': 'eslint --fix' }, { 'lint:fix': 'oxlint --fix' }, []],
    [{ test: 'ava' }, { test: 'ava', build: 'tsc' }, []],
  ])('%j to %j', (before, after, expected) => {
    expect(found(changed('package.json', scripts(before), scripts(after)))).toEqual(expected);
  });

  test('a manifest that nobody can read is left to its own checks', () => {
    expect(found(changed('package.json', scripts({ test: 'a' }), '{ "scripts": {'))).toEqual([]);
  });
});

describe('configuration of checks', () => {
  test.each<[string, string, string | null, string[]]>([
    [
      'vitest.config.ts',
      'export default defineConfig({\n  test: {\n    globals: true,\n  },\n});',
      "export default defineConfig({\n  test: {\n    globals: true,\n    retry: 3,\n    passWithNoTests: true,\n    exclude: ['src/a.test.ts', '**/node_modules/**'],\n  },\n});",
      [
        'check-config-loosened certain 4 failures are tried again: "test > retry" is 3',
        'check-config-loosened certain 5 "test > passWithNoTests" is now on',
        'check-config-loosened certain 6 "src/a.test.ts" is now left out by "test > exclude"',
      ],
    ],
    [
      'vite.config.ts',
      'export default {\n  test: {\n    coverage: {\n      thresholds: { lines: 90, branches: 80 },\n    },\n  },\n};',
      'export default {\n  test: {\n    coverage: {\n      thresholds: { lines: 70, branches: 85 },\n    },\n  },\n};',
      ['check-config-loosened certain 4 "test > coverage > thresholds > lines" was lowered from 90 to 70'],
    ],
    [
      'tsconfig.json',
      '{\n  "compilerOptions": {\n    // why\n    "strict": true,\n    "noUnusedLocals": true\n  }\n}',
      '{\n  "compilerOptions": {\n    // why\n    "strict": false,\n    "skipLibCheck": true\n  }\n}',
      [
        'check-config-loosened certain 4 "compilerOptions > strict" is now off',
        'check-config-loosened maybe 5 "compilerOptions > noUnusedLocals" is gone',
        'check-config-loosened certain 5 "compilerOptions > skipLibCheck" is now on',
      ],
    ],
    [
      'eslint.config.js',
      "export default [\n  {\n    rules: {\n      'no-console': 'error',\n      'no-debugger': ['error', { a: 1 }],\n    },\n  },\n];",
      "export default [\n  {\n    rules: {\n      'no-console': 'off',\n      'no-debugger': 'warn',\n      'no-alert': 0,\n    },\n  },\n];",
      [
        'rule-disabled certain 4 the rule "no-console" was switched off',
        'rule-disabled certain 5 the rule "no-debugger" only warns now',
        'rule-disabled certain 6 the rule "no-alert" was switched off',
      ],
    ],
    [
      'biome.json',
      '{\n  "linter": {\n    "rules": {\n      "style": {\n        "noVar": "error"\n      }\n    }\n  }\n}',
      '{\n  "linter": {\n    "enabled": false,\n    "rules": {\n      "style": {\n        "noVar": "off"\n      }\n    }\n  }\n}',
      [
        'check-config-loosened certain 3 "linter > enabled" is now off',
        'rule-disabled certain 6 the rule "noVar" was switched off',
      ],
    ],
    [
      'pyproject.toml',
      '[tool.pytest.ini_options]\naddopts = "-q --strict-markers"\n\n[tool.coverage.report]\nfail_under = 95\n\n[tool.ruff.lint]\nselect = ["E", "F"]\nignore = [\n  "E501",\n]\n\n[tool.mypy]\nstrict = true\n',
      '[tool.pytest.ini_options]\naddopts = "-q --strict-markers -k \'not slow\'"\n\n[tool.coverage.report]\nfail_under = 80\n\n[tool.ruff.lint]\nselect = ["E"]\nignore = [\n  "E501",\n  "F401",\n]\n\n[tool.mypy]\nstrict = true\nignore_missing_imports = true\n',
      [
        `check-config-loosened maybe 2 "tool.pytest.ini_options > addopts" changed so that some of it is left out: -q --strict-markers -k …`,
        'check-config-loosened certain 5 "tool.coverage.report > fail_under" was lowered from 95 to 80',
        'rule-disabled maybe 8 the rule "F" is no longer in "tool.ruff.lint > select"',
        'rule-disabled certain 11 the rule "F401" was switched off by "tool.ruff.lint > ignore"',
        'check-config-loosened certain 16 "tool.mypy > ignore_missing_imports" is now on',
      ],
    ],
    [
      'setup.cfg',
      '[flake8]\nignore = E203\n\n[coverage:run]\nomit =\n    build/*\n',
      '[flake8]\nignore = E203, W503\n\n[coverage:run]\nomit =\n    build/*\n    src/parser.py\n',
      [
        'rule-disabled certain 2 the rule "W503" was switched off by "flake8 > ignore"',
        'check-config-loosened certain 7 "src/parser.py" is now left out by "coverage:run > omit"',
      ],
    ],
    [
      'Cargo.toml',
      '[package]\nname = "x"\n\n[lints.clippy]\nunwrap_used = "deny"\n\n[lib]\npath = "a"\n',
      '[package]\nname = "y"\n\n[lints.clippy]\nunwrap_used = "allow"\n\n[lib]\npath = "a"\ntest = false\n',
      [
        'rule-disabled certain 5 the rule "unwrap_used" was switched off',
        'check-config-loosened certain 9 "lib > test" is now off',
      ],
    ],
    [
      '.golangci.yml',
      'linters:\n  enable:\n    - errcheck\n    - govet\n',
      'linters:\n  enable:\n    - govet\n  disable:\n    - errcheck\n',
      [
        'rule-disabled maybe 3 the rule "errcheck" is no longer in "linters > enable"',
        'rule-disabled certain 5 the rule "errcheck" was switched off by "linters > disable"',
      ],
    ],
    [
      'vitest.config.js',
      '',
      "export default { test: { exclude: ['test/a.test.js'], passWithNoTests: true } }\n",
      [
        'check-config-loosened certain 1 "test/a.test.js" is now left out by "test > exclude"',
        'check-config-loosened certain 1 "test > passWithNoTests" is now on',
      ],
    ],
    [
      'jest.config.js',
      'module.exports = { coverageThreshold: { global: { lines: 90 } }, bail: true };',
      'module.exports = { coverageThreshold: { global: { lines: 10 } }, bail: true };',
      ['check-config-loosened certain 1 "coverageThreshold > global > lines" was lowered from 90 to 10'],
    ],
    [
      'tests/conftest.py',
      '',
      'import sys\n\ncollect_ignore = ["test_a.py"]\n',
      ['check-config-loosened certain 3 "test_a.py" is now left out by "collect_ignore"'],
    ],
    [
      'clippy.toml',
      'too-many-arguments-threshold = 7\n',
      'too-many-arguments-threshold = 20\n',
      ['check-config-loosened certain 1 "too-many-arguments-threshold" was raised from 7 to 20'],
    ],
    [
      'jest.config.js',
      'module.exports = {\n  testTimeout: 5000,\n};',
      'module.exports = {\n  testTimeout: 60000,\n};',
      ['check-config-loosened maybe 2 "testTimeout" was raised from 5000 to 60000'],
    ],
    [
      '.mocharc.json',
      '{ "spec": "a" }',
      null,
      ['check-config-loosened maybe - this configuration of checks was removed'],
    ],
    [
      'Makefile',
      'test:\n\tgo test -race ./...\n\nbuild:\n\tgo build\n',
      'test:\n\tgo test ./... || true\n\nbuild:\n\tgo build\n',
      [
        'check-command-changed certain 2 the target "test" changed so that its failure counts for nothing: go test ./... || true',
      ],
    ],
    [
      'scripts/ci.sh',
      'set -e\nnpm test\n',
      'set -e\nnpm test || true\n',
      ['check-command-changed certain 2 a command changed so that its failure counts for nothing: npm test || true'],
    ],
    ['Makefile', 'a:\n\tb\n\nold:\n\tc\n', 'a:\n\tb\n', []],
    // What costs nothing.
    [
      'tsconfig.json',
      '{ "compilerOptions": { "target": "es2020" } }',
      '{\n  "compilerOptions": {\n    "strict": true,\n    "target": "es2022"\n  }\n}',
      [],
    ],
    [
      'vite.config.ts',
      'export default {\n  build: {},\n};',
      "export default {\n  optimizeDeps: {\n    exclude: ['a.test.ts'],\n  },\n};",
      [],
    ],
    [
      'jest.config.js',
      'module.exports = {\n  testTimeout: 6000,\n  retry: 2,\n};',
      'module.exports = {\n  testTimeout: 5000,\n  retry: 1,\n};',
      [],
    ],
    ['pyproject.toml', '[project]\nversion = "1"\n', '[project]\nversion = "2"\nexclude = ["a_test.py"]\n', []],
    ['test/fixtures/vitest.config.ts', 'export default {}', 'export default {\n  retry: 3,\n}', []],
  ])('%s: %j', (...[path, before, after, expected]) => {
    expect(found(changed(path, before, after))).toEqual(expected);
  });
});

describe('pipelines', () => {
  const workflow = 'jobs:\n  test:\n    steps:\n      - run: npm test\n';
  test.each<[string, string, string[]]>([
    [
      workflow,
      workflow.replace('npm test', 'npm test || true'),
      [
        'check-config-loosened certain 4 its failure counts for nothing: - run: npm test || true',
        'pipeline-changed certain 4 the pipeline was changed',
      ],
    ],
    [
      workflow,
      `${workflow}        continue-on-error: true\n`,
      [
        'check-config-loosened certain 5 a failing step counts for nothing: continue-on-error: true',
        'pipeline-changed certain 5 the pipeline was changed',
      ],
    ],
    [workflow, `# why\n${workflow}`, []],
    [
      workflow,
      `${workflow}      - run: changed=$(git diff || true)\n`,
      ['pipeline-changed certain 5 the pipeline was changed'],
    ],
  ])('%j to %j', (before, after, expected) => {
    expect(found(changed('.github/workflows/ci.yml', before, after))).toEqual(expected);
  });
});

describe('lock files', () => {
  const lock = changed('package-lock.json', '{}', '{"a":1}');
  test.each<[string, FileChange[], string[]]>([
    [
      'alone',
      [lock],
      ['lock-file-alone certain - the lock file package-lock.json changed and nothing that it follows did'],
    ],
    ['with a manifest', [lock, changed('packages/b/package.json', '{}', '{ "dependencies": {} }')], []],
    [
      'with a manifest of another language',
      [changed('Cargo.lock', 'a', 'b'), changed('package.json', '{}', '{ }')],
      ['lock-file-alone certain - the lock file Cargo.lock changed and nothing that it follows did'],
    ],
    ['removed', [changed('go.sum', 'a', null)], ['lock-file-alone certain - the lock file go.sum was removed']],
    [
      'with a manifest in another folder',
      [changed('a/yarn.lock', 'a', 'b'), changed('b/package.json', '{}', '{ }')],
      ['lock-file-alone certain - the lock file yarn.lock changed and nothing that it follows did'],
    ],
    ['with a manifest in its folder', [changed('a/yarn.lock', 'a', 'b'), changed('a/package.json', '{}', '{ }')], []],
    ['new', [changed('go.sum', null, 'a')], []],
  ])('%s', (_name, changes, expected) => {
    expect(found(...changes)).toEqual(expected);
  });
});

describe('snapshots', () => {
  const snap = 'exports[`a 1`] = `\n<b>1</b>\n`;\n';
  test.each<[string, string, string | null, string[]]>([
    [
      'src/__snapshots__/a.test.ts.snap',
      snap,
      snap.replace('<b>1', '<b>2'),
      ['snapshot-changed certain 2 a snapshot was made anew in one place'],
    ],
    ['src/__snapshots__/a.test.ts.snap', snap, `${snap}\nexports[\`b 1\`] = \`2\`;\n`, []],
    ['src/snapshots/x__y.snap', snap, null, ['snapshot-changed certain - a snapshot was removed']],
    ['pkg/testdata/out.golden', 'a\n', 'b\n', ['snapshot-changed certain 1 a snapshot was made anew in one place']],
    ['Tests/Api.approved.txt', 'a\n', 'b\n', ['snapshot-changed certain 1 a snapshot was made anew in one place']],
    ['docs/snapshot.md', 'a\n', 'b\n', []],
  ])('%s', (...[path, before, after, expected]) => {
    expect(found(changed(path, before, after))).toEqual(expected);
  });

  test('many of one folder share a sentence', () => {
    const many = Array.from({ length: 8 }, (_, at) =>
      changed(`a/__snapshots__/${at}.snap`, snap, snap.replace('1<', `${at + 2}<`)),
    );
    expect(found(...many)).toEqual(['snapshot-changed certain - 8 snapshots in a/__snapshots__ changed']);
  });
});
