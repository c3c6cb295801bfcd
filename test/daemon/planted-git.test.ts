import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { misleads } from '../../src/daemon/guard-watch.ts';
import { judge } from '../../src/gate/judge.ts';
import { changedFiles, fileDiff } from '../../src/git/diff.ts';
import { acceptedExcludes } from '../../src/git/guard/accepted-excludes.ts';
import { compareGuards } from '../../src/git/guard/compare-guards.ts';
import { readGuard } from '../../src/git/guard/read-guard.ts';
import { check, gateOrder } from '../kit/gate-order.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const main = { branch: 'main', ours: new Set<string>() };

interface Place {
  readonly repository: TestRepository;
  readonly worktree: string;
  readonly git: string;
}
type Plant = (place: Place) => void;

const config =
  (...pairs: [key: string, value: string][]): Plant =>
  ({ repository, worktree }) => {
    for (const [key, value] of pairs) repository.git(['config', key, value], worktree);
  };

const shared =
  (name: string, text: string): Plant =>
  ({ git }) => {
    mkdirSync(join(git, name, '..'), { recursive: true });
    writeFileSync(join(git, name), text);
  };

const both =
  (...plants: Plant[]): Plant =>
  (place) => {
    for (const plant of plants) plant(place);
  };

const program = (place: Place, name: string, text: string): string => {
  const path = join(place.repository.folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
};

const immune: [what: string, plant: Plant][] = [
  ['nothing', () => {}],
  [
    'an attribute in its worktree that calls code binary',
    ({ repository, worktree }) => repository.write({ '.gitattributes': '*.ts -diff\n' }, worktree),
  ],
  ['the same in info/attributes', shared('info/attributes', '*.ts -diff\n')],
  ['the same beside it', shared('.gitattributes', '*.ts binary\n')],
  [
    'a converter for diffs',
    both(
      shared('info/attributes', '*.ts diff=nice\n'),
      config(['diff.nice.textconv', 'echo nice'], ['diff.nice.command', 'echo nice']),
    ),
  ],
  ['another program for diffs', config(['diff.external', 'echo nice'])],
  ['flags for diffs', config(['diff.noprefix', 'true'], ['diff.context', '0'], ['diff.renames', 'false'])],
  [
    'attributes of a file of its own',
    (place) => {
      const file = join(place.repository.folder, 'attributes');
      writeFileSync(file, '*.ts -diff\n');
      config(['core.attributesFile', file])(place);
    },
  ],
  [
    'hooks that rewrite',
    (place) => {
      const hook = program(place, 'hooks/post-checkout', 'echo nice > code.ts');
      config(['core.hooksPath', join(hook, '..')])(place);
      program(
        { ...place, repository: { ...place.repository, folder: place.git } },
        'hooks/post-checkout',
        'echo nice > code.ts',
      );
    },
  ],
  [
    'a watcher that says that nothing changed',
    (place) => config(['core.fsmonitor', program(place, 'watcher', 'printf "1\\0"')])(place),
  ],
  [
    'assume-unchanged',
    ({ repository, worktree }) => repository.git(['update-index', '--assume-unchanged', 'code.ts'], worktree),
  ],
  [
    'skip-worktree',
    ({ repository, worktree }) => repository.git(['update-index', '--skip-worktree', 'code.ts'], worktree),
  ],
  [
    'both of them, and a sparse checkout',
    both(
      ({ repository, worktree }) =>
        repository.git(['update-index', '--assume-unchanged', '--skip-worktree', 'code.ts'], worktree),
      config(['core.sparseCheckout', 'true'], ['sparse.expectFilesOutsideOfPatterns', 'true']),
    ),
  ],
  ['an exclude of the repository’s', shared('info/exclude', 'new.ts\n')],
  [
    'excludes of a file of its own',
    (place) => {
      const file = join(place.repository.folder, 'excludes');
      writeFileSync(file, 'new.ts\n');
      config(['core.excludesFile', file])(place);
    },
  ],
  [
    'line ends and an ident in its worktree',
    ({ repository, worktree }) => repository.write({ '.gitattributes': '*.ts eol=crlf ident\n' }, worktree),
  ],
];

test.each(immune)('%s: snapshot, diff and gate see what is there', async (_, plant) => {
  await using repository = makeRepository({ files: { 'code.ts': 'good\n', 'kept.ts': 'kept\n' } });
  const worktree = repository.session('one');
  const place = { repository, worktree, git: join(repository.root, '.git') };
  const accepted = await readGuard(repository.root, main);
  plant(place);
  repository.write({ 'code.ts': 'evil\n', 'new.ts': 'evil\n' }, worktree);
  const changes = compareGuards(accepted, await readGuard(repository.root, main));
  const order = gateOrder(repository, worktree, {
    checks: [check('evil', 'cat code.ts new.ts | tr -d "\\r" | grep -c evil | grep -qx 2')],
  });
  const verdict = await judge({ ...order, excludes: acceptedExcludes(accepted, changes) }, {});
  expect([verdict.kind, verdict.reasons]).toEqual(['green', []]);
  const commits = { root: repository.root, from: verdict.target, to: verdict.candidate };
  const files = await changedFiles(commits);
  expect(files).toContainEqual({ path: 'code.ts', status: 'modified', added: 1, removed: 1 });
  expect(files).toContainEqual({ path: 'new.ts', status: 'added', added: 1, removed: 0 });
  expect(await fileDiff({ ...commits, path: 'code.ts' })).toContain('-good\n+evil\n');
  expect(repository.git(['show', `${verdict.snapshot}:code.ts`])).toBe('evil');
});

test('a replaced object shows nobody what will not land', async () => {
  await using repository = makeRepository({ files: { 'code.ts': 'good\n' } });
  const worktree = repository.session('one');
  repository.commit({ 'code.ts': 'evil\n' }, worktree);
  const evil = repository.git(['rev-parse', 'HEAD:code.ts'], worktree);
  repository.write({ nice: 'nice\n' }, worktree);
  repository.git(['replace', evil, repository.git(['hash-object', '-w', 'nice'], worktree)], worktree);
  const verdict = await judge(
    gateOrder(repository, worktree, { checks: [check('evil', 'grep -qx evil code.ts')] }),
    {},
  );
  expect(verdict.kind).toBe('green');
  const commits = { root: repository.root, from: verdict.target, to: verdict.candidate };
  expect(await fileDiff({ ...commits, path: 'code.ts' })).toContain('+evil');
});

const misleading: [what: string, plant: Plant][] = [
  ['a filter', config(['filter.nice.smudge', 'sed s/evil/nice/'])],
  ['line ends', config(['core.autocrlf', 'true'])],
  ['a merge driver', config(['merge.nice.driver', 'true'])],
  ['a merge without renames', config(['merge.renames', 'false'])],
  ['which driver merges what', shared('info/attributes', '*.ts merge=union\n')],
  ['the same where git looks when it runs in there', shared('.gitattributes', '*.ts merge=union\n')],
  ['another worktree', config(['core.worktree', '/tmp'])],
  ['modes that do not count', config(['core.fileMode', 'false'])],
  ['other objects', shared('objects/info/alternates', '/tmp\n')],
  ['other parents', shared('info/grafts', `${'1'.repeat(40)}\n`)],
  ['a shorter history', shared('shallow', `${'1'.repeat(40)}\n`)],
  ['more configuration', config(['include.path', '/tmp/more'])],
  ['other rules', config(['extensions.worktreeConfig', 'true'])],
  ['a worktree that is pointed elsewhere', shared('worktrees/session-one/commondir', '/elsewhere\n')],
  ['nothing that can be read', shared('config', '[core\n')],
];

test.each(misleading)('%s could mislead a gate, which waits', async (_, plant) => {
  await using repository = makeRepository();
  const place = { repository, worktree: repository.session('one'), git: join(repository.root, '.git') };
  const accepted = await readGuard(repository.root, main);
  plant(place);
  const changes = compareGuards(accepted, await readGuard(repository.root, main));
  expect(changes.filter(misleads)).not.toEqual([]);
});

test('what cannot mislead it does not hold a gate up', () => {
  const changes = ['hooks/pre-push is new', 'user.email in .git/config is new: a@b', 'info/exclude is new: x'];
  expect(changes.filter(misleads)).toEqual([]);
});
