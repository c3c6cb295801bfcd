import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingLine } from '../../../src/core/model/findings.ts';
import { find, findBetween } from '../../../src/gate/findings/find.ts';
import { makeRepository } from '../../kit/repository.ts';
import { change } from './kit.ts';

const token = ['ghp_', 'Zk3vQ9xT7bN2mL5pR8', 'sW1yC4dF6gH0jK2aE9'].join('');

test('of two commits: the secret, the binary, the link, the executable, the collision, each with its place', async () => {
  await using repository = makeRepository({ files: { 'src/a.ts': 'one\n', 'run.sh': 'echo\n', README: '' } });
  const { root } = repository;
  const from = repository.git(['rev-parse', 'HEAD']);
  symlinkSync('/etc', join(root, 'etc'));
  execFileSync('chmod', ['+x', 'run.sh'], { cwd: root });
  const files = {
    'src/a.ts': `one\nconst token = '${token}';\n`,
    'a.bin': Buffer.from([0, 1]),
    'run.sh': 'echo\n',
    readme: '',
  };
  repository.git(['add', 'etc']);
  const to = repository.commit(files);
  const found = await findBetween({ root, from, to });
  expect(found.map(findingLine)).toEqual([
    'src/a.ts:2: a GitHub token is added (ghp_…, 40 characters)',
    'a.bin: a binary file was added (2 bytes)',
    'etc: the symbolic link leads to the absolute path /etc',
    'run.sh: the file became executable',
    'readme: readme and README are one file where case is ignored',
  ]);
});

const python = 'def test_a():\n    assert total() == 5\n';
const go = 'package a\n\nfunc TestA(t *testing.T) {\n\tassert.Equal(t, 5, total())\n}\n';
const rust = '#[test]\nfn a() {\n    assert_eq!(total(), 5);\n}\n';
test.each([
  ['test_a.py', python, '', 'test_a.py:1: test "test_a" was removed'],
  ['test_a.py', python, `@pytest.mark.skip\n${python}`, 'test_a.py:2: test "test_a" no longer runs: @pytest.mark.skip'],
  [
    'test_a.py',
    python,
    'def test_a():\n    total()\n',
    'test_a.py:2: test "test_a" lost an assertion: assert total() == 5',
  ],
  ['a_test.go', go, 'package a\n', 'a_test.go:3: test "TestA" was removed'],
  [
    'a_test.go',
    go,
    go.replace('assert.Equal', 't.Skip()\n\tassert.Equal'),
    'a_test.go:3: test "TestA" no longer runs: t.Skip',
  ],
  [
    'a_test.go',
    go,
    go.replace('Equal(t, 5,', 'NotNil(t,'),
    'a_test.go:4: test "TestA" asserts less: assert.Equal(t, 5, total()) became assert.NotNil(t, total())',
  ],
  ['src/a.rs', rust, '', 'src/a.rs:2: test "a" was removed'],
  ['src/a.rs', rust, `#[ignore]\n${rust}`, 'src/a.rs:3: test "a" no longer runs: #[ignore]'],
  [
    'src/a.rs',
    rust,
    rust.replace('assert', 'return;\n    assert'),
    'src/a.rs:3: test "a" returns before its assertions',
  ],
])('weakened in %s: %#', (path, ...[before, after, line]) => {
  expect(find([change(path, before, after)]).map(findingLine)).toContain(line);
});

test('no change of any text makes it throw', () => {
  const path = fc.constantFrom('a.test.ts', 'test_a.py', 'a_test.go', 'src/a.rs', 'package.json', '.env', 'a.yml', 'x');
  const text = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })));
  const changes = fc.array(
    fc.tuple(path, text, text).map(([at, before, after]) => change(at, before, after)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(changes, (all) => {
      for (const { says } of find(all)) expect(says).not.toBe('');
    }),
  );
});
