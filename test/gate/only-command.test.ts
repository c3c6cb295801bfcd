import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onlyCommand } from '../../src/gate/runners/only-command.ts';
import { shellWord } from '../../src/core/words/shell-word.ts';
import { fillTemplate } from '../../src/gate/runners/shell-words.ts';

const tests = [
  { file: 'test/a.test.ts', title: 'sum > adds' },
  { file: 'test/a.test.ts', title: "it's $HOME" },
];

describe('commands that are plainly one runner’s', () => {
  test.each([
    ['vitest run', String.raw`vitest run -t '^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' test/a.test.ts`],
    [
      'npx vitest run --config x.ts test/unit',
      String.raw`npx vitest run --config x.ts -t '^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' test/a.test.ts`,
    ],
    [
      'CI=1 npx jest --ci',
      String.raw`CI=1 npx jest --ci -t '^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' --runTestsByPath test/a.test.ts`,
    ],
    [
      'npm test',
      String.raw`npx --no-install vitest run -t '^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' test/a.test.ts`,
    ],
    [
      'npm run -s unit',
      String.raw`npx --no-install jest -t '^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' --runTestsByPath test/a.test.ts`,
    ],
    ['pytest -q tests', String.raw`pytest -q 'test/a.test.ts::sum > adds' 'test/a.test.ts::it'\''s $HOME'`],
    [
      'node --test test/*.js',
      String.raw`node --test '--test-name-pattern=^\s*(?:sum(?: [>›] | )adds|it'\''s \$HOME)$' test/a.test.ts`,
    ],
    ['cargo test --locked', String.raw`cargo test --locked --no-fail-fast -- --exact 'sum > adds' 'it'\''s $HOME'`],
  ])('%s', (run, expected) => {
    const scripts = { test: 'vitest run', unit: 'jest' };
    expect(onlyCommand({ run }, scripts)?.tests(tests)).toBe(expected);
  });

  test('go: by package, with the test that a subtest is in', () => {
    const failed = [
      { file: 'example.com/a', title: 'TestSum/adds' },
      { file: 'example.com/b', title: 'TestTop' },
    ];
    expect(onlyCommand({ run: 'go test -v -race ./...' }, {})?.tests(failed)).toBe(
      "go test -race -count=1 -v -run '^(TestSum|TestTop)$' example.com/a example.com/b",
    );
    expect(onlyCommand({ run: 'go test ./...' }, {})?.files(['a/x_test.go', 'a/y_test.go'])).toBe(
      'go test -count=1 -v ./a',
    );
  });

  test.each([
    'vitest',
    'vitest run -t x',
    'vitest run --shard=1/2',
    'vitest run && echo done',
    'cd web && vitest run',
    'vitest run $(cat list)',
    'jest --watch',
    'jest --unknown value',
    'pytest --lf',
    'go test -run X ./...',
    'cargo test -- --ignored',
    'npm test -- --coverage',
    'npm run built',
    'npm run toString',
    'npm run missing',
    'make test',
  ])('%s is not', (run) => {
    expect(onlyCommand({ run }, { test: 'vitest run', prebuilt: 'tsc', built: 'vitest run' })).toBeNull();
  });

  test('no file, no command; a file that begins like a flag is none', () => {
    const only = onlyCommand({ run: 'vitest run' }, {});
    expect(only?.tests([{ file: null, title: 'x' }])).toBeNull();
    expect(only?.files(['-x.test.ts'])).toBe('vitest run ./-x.test.ts');
  });
});

describe('a template', () => {
  test('gets files and titles, each quoted', () => {
    const only = onlyCommand({ run: 'make test', only: 'make test FILES={files} && echo {tests}' }, {});
    expect(only?.tests([{ file: 'a b.ts', title: 'x; rm' }])).toBe(
      String.raw`make test FILES='a b.ts' && echo '^\s*(?:x; rm)$'`,
    );
  });

  test.each([
    'echo "{files}"',
    "echo '{files}'",
    'echo $(ls {files})',
    'echo `ls {files}`',
    "# it's\necho {files}'",
    'cat <<E\n{files}\nE',
    'eval {files}',
    'echo nothing',
  ])('%s cannot be filled safely, and is not', (only) => {
    expect(onlyCommand({ run: 'true', only }, {})).toBeNull();
  });

  test('whatever is in a name, the shell gives it to the program as it is', () => {
    const word = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const print = `${shellWord(process.execPath)} -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- {files}`;
        const command = fillTemplate(print, { files: words }) ?? '';
        const seen: unknown = JSON.parse(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }));
        expect(seen).toEqual(words.map((text) => Buffer.from(text, 'utf8').toString('utf8')));
      }),
      { numRuns: 12 },
    );
  });
});

test('the real vitest runs exactly the tests that are asked for', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-only-')));
  try {
    symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'test/a.test.js');
    mkdirSync(dirname(file));
    const titles = ['adds', 'adds more', `a "b" > (c) $HOME 'd' \\ | e`, 'x›y'];
    const calls = titles.map(
      (title) => `test(${JSON.stringify(title)}, () => appendFileSync('ran', ${JSON.stringify(`${title}\n`)}));`,
    );
    const imports = `import { appendFileSync } from 'node:fs';\nimport { describe, test } from 'vitest';\n`;
    writeFileSync(file, `${imports}describe('sum > up', () => {\n${calls.join('\n')}\n});\n`);
    const only = onlyCommand({ run: 'npx --no-install vitest run' }, {});
    for (const title of titles) {
      const command = only?.tests([{ file: 'test/a.test.js', title: `sum > up > ${title}` }]) ?? '';
      const env = { PATH: process.env['PATH'] ?? '', CI: '1' };
      const said = execFileSync('/bin/sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
      expect(said).toContain('1 passed');
    }
    expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe(`${titles.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
