import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { Files } from './repository.ts';

const lines = (name: string, count: number, end = '\n'): string =>
  Array.from({ length: count }, (_, line) => `${name} line ${line}${end}`).join('');

/** A repository with a bit of everything that merges differently. */
export const variedFiles: Files = {
  'src/one.txt': lines('one', 24),
  'src/two.txt': lines('two', 24),
  'src/deep/three.txt': lines('three', 12),
  'crlf.txt': lines('crlf', 12, '\r\n'),
  'image.bin': Buffer.from([0, 1, 2, 3, 255, 0, 9, 9, 9, 0]),
  'run.sh': '#!/bin/sh\nexit 0\n',
  'short.txt': 'x\n',
};

const places = [...Object.keys(variedFiles), 'src/new.txt', 'other/new.txt', 'short.txt/inner', 'src/deep'] as const;
const place = fc.constantFrom(...places);
const word = fc.constantFrom('red', 'green', 'blue');

/** One thing that an agent does in its worktree. */
const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('line' as const), path: place, at: fc.nat(23), word }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('insert' as const), path: place, at: fc.nat(23), word }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), path: place, at: fc.nat(23) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('move' as const), path: place, to: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move-folder' as const), word }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path: place }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), path: place, word }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bytes' as const), path: place, at: fc.nat(255) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mode' as const), path: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), path: place, word }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('line-ends' as const), path: place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stage' as const) }) },
);
export type Edit = typeof edit extends fc.Arbitrary<infer One> ? One : never;

/** What one worker does, in order. */
export const edits: fc.Arbitrary<Edit[]> = fc.array(edit, { minLength: 0, maxLength: 5 });

/** Does it; `git` runs git there. What is not possible is left out. */
export function carryOut(folder: string, all: readonly Edit[], git: (args: readonly string[]) => void): void {
  for (const one of all) {
    if (one.kind === 'commit') git(['add', '-A']);
    if (one.kind === 'commit') git(['commit', '-qm', 'work', '--allow-empty']);
    else if (one.kind === 'stage') git(['add', '-A']);
    else if (one.kind === 'move-folder') move(folder, 'src', `moved-${one.word}`);
    else change(folder, one);
  }
}

function change(folder: string, one: Exclude<Edit, { kind: 'commit' | 'stage' | 'move-folder' }>): void {
  const file = join(folder, one.path);
  const isFile = existsSync(file) && lstatSync(file).isFile();
  switch (one.kind) {
    case 'line':
      return rewrite(file, (text) => text.with(one.at % text.length, `${one.word} ${one.at}`));
    case 'insert':
      return rewrite(file, (text) => text.toSpliced(one.at % text.length, 0, one.word, one.word));
    case 'cut':
      return rewrite(file, (text) => text.toSpliced(one.at % text.length, 3));
    case 'line-ends':
      return rewrite(file, (text) => text.map((line) => `${line}\r`));
    case 'move':
      return isFile ? move(folder, one.path, one.to) : undefined;
    case 'delete':
      return rmSync(file, { recursive: true, force: true });
    case 'add':
      return put(folder, one.path, () => writeFileSync(file, lines(one.word, 8)));
    case 'link':
      return put(folder, one.path, () => symlinkSync(one.word, file));
    case 'bytes':
      return put(folder, one.path, () => writeFileSync(file, Buffer.from([0, one.at, 0, 1, 2, 3])));
    case 'mode':
      return isFile ? chmodSync(file, lstatSync(file).mode ^ 0o111) : undefined;
  }
}

function rewrite(file: string, how: (text: string[]) => string[]): void {
  if (!existsSync(file) || !lstatSync(file).isFile()) return;
  writeFileSync(file, how(readFileSync(file, 'latin1').split('\n')).join('\n'), 'latin1');
}

function move(folder: string, from: string, to: string): void {
  if (from === to || to.startsWith(`${from}/`) || !existsSync(join(folder, from)) || existsSync(join(folder, to)))
    return;
  put(folder, to, () => renameSync(join(folder, from), join(folder, to)));
}

/** In place of whatever is there; not below something that is no folder. */
function put(folder: string, path: string, make: () => void): void {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const found = lstatSync(join(folder, parent), { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) rmSync(join(folder, parent));
  }
  rmSync(join(folder, path), { recursive: true, force: true });
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  make();
}
