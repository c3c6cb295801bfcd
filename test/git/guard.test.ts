import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareGuards } from '../../src/git/guard/compare-guards.ts';
import { GuardReader, readGuard } from '../../src/git/guard/read-guard.ts';
import { type TestRepository, makeRepository } from '../kit/repository.ts';

const main = { branch: 'main', ours: new Set<string>() };

interface Place {
  readonly repository: TestRepository;
  /** A session's worktree, from where everything is done. */
  readonly worktree: string;
  readonly git: string;
}

async function changesBy(change: (place: Place) => void, before?: (place: Place) => void): Promise<string[]> {
  await using repository = makeRepository();
  const place = { repository, worktree: repository.session('one'), git: join(repository.root, '.git') };
  before?.(place);
  const guard = await readGuard(repository.root, main);
  change(place);
  const said = compareGuards(guard, await readGuard(repository.root, main));
  return said.map((line) => line.replaceAll(repository.folder, ''));
}

const config =
  (key: string, value: string) =>
  ({ repository, worktree }: Place): void =>
    void repository.git(['config', key, value], worktree);

const inGit =
  (name: string, text: string) =>
  ({ git }: Place): void => {
    mkdirSync(join(git, name, '..'), { recursive: true });
    writeFileSync(join(git, name), text);
  };

const tricks: [what: string, said: string[], trick: (place: Place) => void, before?: (place: Place) => void][] = [
  ['a hooks folder', ['core.hookspath in .git/config is new: /tmp/hooks'], config('core.hooksPath', '/tmp/hooks')],
  [
    'a filter',
    ['filter.x.clean in .git/config is new: sed s/evil/nice/'],
    config('filter.x.clean', 'sed s/evil/nice/'),
  ],
  ['a merge driver', ['merge.ours.driver in .git/config is new: true'], config('merge.ours.driver', 'true')],
  ['a text converter', ['diff.x.textconv in .git/config is new: echo'], config('diff.x.textconv', 'echo')],
  ['an alias', ['alias.push in .git/config is new: !evil'], config('alias.push', '!evil')],
  ['line ends', ['core.autocrlf in .git/config is new: true'], config('core.autocrlf', 'true')],
  ['an identity', ['user.email in .git/config is new: b@c'], config('user.email', 'b@c')],
  [
    'a redirected server',
    ['url.http://evil/.insteadof in .git/config is new: http://good/'],
    config('url.http://evil/.insteadOf', 'http://good/'),
  ],
  ['a setting nobody knows yet', ['future.command in .git/config is new: evil'], config('future.command', 'evil')],
  [
    'a changed setting',
    ['core.pager in .git/config is now evil (it was less)'],
    config('core.pager', 'evil'),
    config('core.pager', 'less'),
  ],
  [
    'a removed setting',
    ['core.pager in .git/config is gone (it was less)'],
    ({ repository }) => repository.git(['config', '--unset', 'core.pager']),
    config('core.pager', 'less'),
  ],
  [
    'an included file that changed',
    ['core.editor in /more is new: evil'],
    ({ repository }) => writeFileSync(join(repository.folder, 'more'), '[core]\n editor = evil\n'),
    ({ repository }) => {
      writeFileSync(join(repository.folder, 'more'), '');
      repository.git(['config', 'include.path', join(repository.folder, 'more')]);
    },
  ],
  [
    'what another worktree’s configuration says',
    [
      'core.fsmonitor in .git/worktrees/session-one/config.worktree is new: evil',
      'extensions.worktreeconfig in .git/config is new: true',
    ],
    ({ repository, worktree }) => {
      repository.git(['config', 'extensions.worktreeConfig', 'true'], worktree);
      repository.git(['config', '--worktree', 'core.fsmonitor', 'evil'], worktree);
    },
  ],
  [
    'a broken configuration',
    ['.git/config cannot be read: bad config line 6 in file ./config'],
    ({ git }) => appendFileSync(join(git, 'config'), '[core\n'),
  ],
  ['a hook', ['hooks/pre-commit is new'], inGit('hooks/pre-commit', '#!/bin/sh\n')],
  [
    'a changed hook',
    ['hooks/pre-commit was changed'],
    inGit('hooks/pre-commit', 'evil\n'),
    inGit('hooks/pre-commit', 'good\n'),
  ],
  [
    'a hook that runs now',
    ['hooks/pre-commit has mode 755 now (it had 644)'],
    ({ git }) => chmodSync(join(git, 'hooks/pre-commit'), 0o755),
    inGit('hooks/pre-commit', 'good\n'),
  ],
  [
    'a hook behind a link',
    ['hooks/pre-commit was changed'],
    ({ repository }) => writeFileSync(join(repository.folder, 'target'), 'evil\n'),
    ({ repository, git }) => {
      writeFileSync(join(repository.folder, 'target'), 'good\n');
      symlinkSync(join(repository.folder, 'target'), join(git, 'hooks/pre-commit'));
    },
  ],
  [
    'a hook in the configured folder',
    ['.husky/_/pre-commit was changed'],
    ({ repository }) => writeFileSync(join(repository.root, '.husky/_/pre-commit'), 'evil\n'),
    ({ repository }) => {
      repository.git(['config', 'core.hooksPath', '.husky/_']);
      repository.write({ '.husky/_/pre-commit': 'good\n' });
    },
  ],
  ['excludes', ['info/exclude is new: secret.ts'], inGit('info/exclude', '# none\nsecret.ts\n')],
  ['attributes', ['info/attributes is new: *.ts -diff'], inGit('info/attributes', '*.ts -diff\n')],
  [
    'attributes beside them',
    ['.gitattributes is new: *.ts merge=union'],
    inGit('.gitattributes', '*.ts merge=union\n'),
  ],
  [
    'other objects',
    ['objects/info/alternates is new: /tmp/objects'],
    inGit('objects/info/alternates', '/tmp/objects\n'),
  ],
  [
    'a replaced object',
    ['the object HEAD is replaced by BASE'],
    ({ repository, worktree }) => {
      repository.commit({ 'a.txt': 'two\n' }, worktree);
      repository.git(['replace', 'HEAD', 'HEAD^'], worktree);
    },
  ],
  [
    'a worktree that is pointed elsewhere',
    ['worktrees/session-one/commondir is new: /elsewhere'],
    inGit('worktrees/session-one/commondir', '/elsewhere\n'),
  ],
  [
    'a target moved past its checkout',
    ['main was moved to HEAD past its checkout, which shows that as changes taken back'],
    ({ repository, worktree }) => {
      const commit = repository.commit({ 'a.txt': 'two\n' }, worktree);
      repository.git(['update-ref', 'refs/heads/main', commit], worktree);
    },
  ],
];

test.each(tricks)('%s is seen', async (...[, said, trick, before]) => {
  const seen = await changesBy(trick, before);
  expect(
    seen.map((line) =>
      line
        .replace(/object [0-9a-f]{7}/, 'object HEAD')
        .replace(/by [0-9a-f]{7}/, 'by BASE')
        .replace(/to [0-9a-f]{7}/, 'to HEAD'),
    ),
  ).toEqual(said);
});

const everyday: [what: string, change: (place: Place) => void][] = [
  [
    'commits, branches and what git remembers of them',
    ({ repository, worktree }) => {
      repository.commit({ 'a.txt': 'two\n' }, worktree);
      repository.git(['branch', 'other'], worktree);
      repository.git(['config', 'branch.other.description', 'words'], worktree);
      repository.git(['gc', '--quiet']);
      repository.git(['pack-refs', '--all']);
    },
  ],
  ['the person commits on the target', ({ repository }) => void repository.commit({ 'a.txt': 'two\n' })],
  [
    'the person takes a commit back',
    ({ repository }) => {
      repository.commit({ 'a.txt': 'two\n' });
      repository.git(['reset', '--quiet', '--hard', 'HEAD^']);
    },
  ],
  [
    'a worktree more, and one less',
    ({ repository }) => {
      repository.session('two');
      repository.git(['worktree', 'remove', join(repository.folder, 'session-one')]);
    },
  ],
  ['a file that only comments', inGit('info/exclude', '# nothing\n\n')],
  ['an example of a hook', inGit('hooks/pre-push.sample', 'x')],
  [
    'a sparse checkout in a worktree that is so configured already',
    ({ repository, worktree }) => repository.git(['sparse-checkout', 'set', 'src'], worktree),
  ],
];

test.each(everyday)('%s: nothing to say', async (what, change) => {
  const before = what.startsWith('a sparse')
    ? ({ repository, worktree }: Place) => {
        repository.git(['sparse-checkout', 'set', 'src']);
        repository.git(['sparse-checkout', 'disable']);
        repository.git(['sparse-checkout', 'set', 'src'], worktree);
      }
    : undefined;
  expect(await changesBy(change, before)).toEqual([]);
});

test('tracked hooks come with the work and its review', async () => {
  const said = await changesBy(
    ({ repository }) => void repository.commit({ '.husky/pre-commit': 'npm test\n' }),
    ({ repository }) => {
      repository.git(['config', 'core.hooksPath', '.husky']);
      repository.commit({ '.husky/pre-commit': 'npm run lint\n' });
    },
  );
  expect(said).toEqual([]);
});

test('our own move of the target is ours, and a checkout that came to know of one ends the matter', async () => {
  await using repository = makeRepository();
  const worktree = repository.session('one');
  const before = await readGuard(repository.root, main);
  const commit = repository.commit({ 'a.txt': 'two\n' }, worktree);
  repository.git(['update-ref', 'refs/heads/main', commit], worktree);
  expect(compareGuards(before, await readGuard(repository.root, main))).toHaveLength(1);
  const ours = { branch: 'main', ours: new Set([commit]) };
  expect(compareGuards(before, await readGuard(repository.root, ours))).toEqual([]);
  repository.git(['reset', '--quiet', '--hard']);
  expect(compareGuards(before, await readGuard(repository.root, main))).toEqual([]);
});

test('passwords stay where they are; that they changed is seen all the same', async () => {
  const secret = 'ghp_0123456789';
  const said = await changesBy(({ repository }) => {
    repository.git(['config', 'remote.origin.url', `https://x:${secret}@example.com/r.git`]);
    repository.git(['config', 'http.https://example.com/.extraheader', `AUTHORIZATION: ${secret}`]);
  });
  expect(said).toHaveLength(2);
  expect(said.join('\n')).not.toContain(secret);
  expect(said.join('\n')).toContain('https://…@example.com/r.git');
});

test('a reader reads again only when something changed, and then always', async () => {
  await using repository = makeRepository();
  const reader = new GuardReader(repository.root);
  const path = process.env['PATH'];
  let first = await reader.read(main);
  // A change within the clock's tick cannot be told apart: until that is over it reads each time.
  for (let next = await reader.read(main); next !== first; next = await reader.read(main)) first = next;
  process.env['PATH'] = '/nowhere';
  try {
    expect(await reader.read(main)).toBe(first);
  } finally {
    process.env['PATH'] = path;
  }
  writeFileSync(join(repository.root, '.git/hooks/pre-push'), 'x');
  expect(compareGuards(first, await reader.read(main))).toEqual(['hooks/pre-push is new']);
  rmSync(join(repository.root, '.git/hooks/pre-push'));
  expect(compareGuards(first, await reader.read(main))).toEqual([]);
});
