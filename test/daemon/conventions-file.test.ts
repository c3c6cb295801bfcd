import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addConvention } from '../../src/core/conventions/write-conventions.ts';
import { changeConventionsFile, readConventionsFile } from '../../src/daemon/conventions-file.ts';
import { makeRepository } from '../kit/repository.ts';

const add = (sentence: string) => (text: string) => addConvention(text, { sentence, asked: null });

function place() {
  const repo = makeRepository();
  mkdirSync(join(repo.root, '.signalbox'), { recursive: true });
  const path = join(repo.root, '.signalbox/conventions.md');
  return { repo, root: repo.root, folder: join(repo.root, '.signalbox'), path, text: () => readFileSync(path, 'utf8') };
}

test('a first convention makes the folder and the file, and leaves nothing else behind', async () => {
  await using repo = makeRepository();
  changeConventionsFile(repo.root, add('One.'));
  expect(readdirSync(join(repo.root, '.signalbox'))).toEqual(['conventions.md']);
  expect(readConventionsFile(repo.root)).toContain('- One.\n');
});

test('what the person writes while a change is made is kept, and the change is made on it', async () => {
  const { repo, root, path, text } = place();
  await using _ = repo;
  writeFileSync(path, '- One.\n');
  let times = 0;
  changeConventionsFile(root, (before) => {
    times += 1;
    if (times === 1) writeFileSync(path, `${before}- Two, by hand.\n`);
    return add('Three.')(before);
  });
  expect(text()).toBe('- One.\n- Two, by hand.\n- Three.\n');
  expect(times).toBe(2);
});

test('a file that comes to be while the first one is written is kept too', async () => {
  const { repo, root, path, text } = place();
  await using _ = repo;
  changeConventionsFile(root, (before) => {
    if (!existsSync(path)) writeFileSync(path, '- By hand.\n');
    return add('One.')(before);
  });
  expect(text()).toBe('- By hand.\n- One.\n');
});

test('against somebody who writes without end it gives up, and nothing of theirs is lost', async () => {
  const { repo, root, folder, path, text } = place();
  await using _ = repo;
  let times = 0;
  const change = (before: string) => {
    times += 1;
    writeFileSync(path, `- By hand ${times}.\n`);
    return add('One.')(before);
  };
  expect(() => changeConventionsFile(root, change)).toThrow('is being written by somebody else');
  expect(text()).toBe(`- By hand ${times}.\n`);
  expect(readdirSync(folder)).toEqual(['conventions.md']);
});

test('the mode of the file stays, and a link inside the repository is followed', async () => {
  const { repo, root, path } = place();
  await using _ = repo;
  const real = join(root, 'CONVENTIONS.md');
  writeFileSync(real, '- One.\n');
  chmodSync(real, 0o640);
  symlinkSync('../CONVENTIONS.md', path);
  changeConventionsFile(root, add('Two.'));
  expect(readFileSync(real, 'utf8')).toBe('- One.\n- Two.\n');
  expect(statSync(real).mode & 0o777).toBe(0o640);
  expect(readFileSync(path, 'utf8')).toBe('- One.\n- Two.\n');
});

interface Where {
  readonly folder: string;
  readonly root: string;
}

test.each([
  ['outside', ({ folder }: Where) => join(folder, 'outside.md'), 'leads out of the repository'],
  ['into .git', ({ root }: Where) => join(root, '.git/config'), 'leads out of the repository'],
])('a link %s is refused', async (_what, target, why) => {
  const { repo, root, path } = place();
  await using _ = repo;
  const aim = target(repo);
  if (!existsSync(aim)) writeFileSync(aim, '- Outside.\n');
  const before = readFileSync(aim, 'utf8');
  symlinkSync(aim, path);
  expect(() => readConventionsFile(root)).toThrow(why);
  expect(() => changeConventionsFile(root, add('One.'))).toThrow(why);
  expect(readFileSync(aim, 'utf8')).toBe(before);
});

test('a folder that is a link out of the repository is refused', async () => {
  await using repo = makeRepository();
  const outside = join(repo.folder, 'elsewhere');
  mkdirSync(outside);
  symlinkSync(outside, join(repo.root, '.signalbox'));
  expect(() => changeConventionsFile(repo.root, add('One.'))).toThrow('leads out of the repository');
  expect(readdirSync(outside)).toEqual([]);
});

test('a link to itself is said in one sentence', async () => {
  const { repo, root, path } = place();
  await using _ = repo;
  symlinkSync('conventions.md', path);
  expect(() => readConventionsFile(root)).toThrow('leads to itself');
});

test('a file that is too large, and bytes that are no text, are said in one sentence', async () => {
  const { repo, root, path } = place();
  await using _ = repo;
  writeFileSync(path, '- A line.\n'.repeat(40_000));
  expect(() => readConventionsFile(root)).toThrow('has more than 256 KiB');
  writeFileSync(path, Buffer.from([0xc3, 0x28]));
  expect(() => readConventionsFile(root)).toThrow('is not UTF-8 text');
});

test('a folder in its place is said in one sentence', async () => {
  const { repo, root, path } = place();
  await using _ = repo;
  mkdirSync(path);
  expect(() => readConventionsFile(root)).toThrow('is not a file');
});
