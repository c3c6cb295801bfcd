import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingLine } from '../../../src/core/findings.ts';
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
