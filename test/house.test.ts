import { readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which rooms a room may import. This table is the law. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  wire: ['core'],
  journal: ['core'],
  screen: ['core'],
  git: ['core'],
  runner: ['core', 'wire', 'screen'],
  agents: ['core', 'screen'],
  gate: ['core', 'git', 'runner'],
  tty: ['core', 'screen'],
  ui: ['core', 'wire', 'screen', 'tty'],
  demo: ['core', 'wire'],
  cli: ['core', 'wire', 'tty', 'ui', 'demo'],
  daemon: ['core', 'wire', 'journal', 'screen', 'git', 'runner', 'agents', 'gate', 'tty', 'demo'],
  main: ['cli'],
};

/** Packages that belong to one room; all others are free, except in core. */
const ownedBy: Record<string, string> = {
  'node-pty': 'runner',
  '@xterm/headless': 'screen',
  '@xterm/addon-unicode-graphemes': 'screen',
  'simple-git': 'git',
  'node:sqlite': 'journal',
  ink: 'ui',
  react: 'ui',
  'react/jsx-runtime': 'ui',
  zustand: 'ui',
};

/** All that core may know of the world outside. */
const coreMayImport = ['zod'];

const src = resolve(import.meta.dirname, '../src');
const longestFile = 300;
const vagueNames = /(^|-)(manager|helper|helpers|util|utils|service|handler|info|data|misc)(-|\.)|^index\./;

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: SourceFile[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    return { path, room: roomOf(path), text, imports: importsOf(text) };
  });

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : 'main';
}

function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** What is wrong with one import; null when it is allowed. */
function breach(file: Pick<SourceFile, 'path' | 'room'>, specifier: string): string | null {
  if (specifier.startsWith('.')) {
    const room = roomOf(relative(src, resolve(src, dirname(file.path), specifier)));
    if (room === file.room || (mayImport[file.room] ?? []).includes(room)) return null;
    return `${file.path} imports ${specifier}: ${file.room} may not import ${room}`;
  }
  const owner = ownedBy[specifier];
  if (owner !== undefined && owner !== file.room) return `${file.path} imports ${specifier}, which belongs to ${owner}`;
  if (file.room === 'core' && !coreMayImport.includes(specifier))
    return `${file.path} imports ${specifier}: core knows nothing outside`;
  if (!specifier.startsWith('node:') && builtinModules.includes(specifier))
    return `${file.path} imports ${specifier}: write node:${specifier}`;
  return null;
}

describe('the import law', () => {
  test('every import is allowed by the table', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => file.imports.flatMap((specifier) => breach(file, specifier) ?? []))).toEqual([]);
  });

  test('every room is in the table', () => {
    expect([...new Set(files.map((file) => file.room))].filter((room) => mayImport[room] === undefined)).toEqual([]);
  });

  test.each([
    [{ path: 'core/world.ts', room: 'core' }, 'node:fs'],
    [{ path: 'core/world.ts', room: 'core' }, '../git/refs.ts'],
    [{ path: 'ui/board.tsx', room: 'ui' }, '../daemon/ledger.ts'],
    [{ path: 'gate/judge.ts', room: 'gate' }, 'simple-git'],
    [{ path: 'daemon/ledger.ts', room: 'daemon' }, '../cli/new.ts'],
    [{ path: 'wire/serve.ts', room: 'wire' }, 'net'],
  ])('a planted violation is found: %o imports %s', (file, specifier) => {
    expect(breach(file, specifier)).not.toBeNull();
  });

  test('imports are read in every form', () => {
    const text = `import a from 'one';\nimport {\n  b,\n} from "two";\nexport { c } from 'three';\nimport 'four';\nconst d = await import('five');\nimport type { E } from 'six';`;
    expect(importsOf(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
  });
});

describe('files', () => {
  test(`none is longer than ${longestFile} lines`, () => {
    expect(files.filter((file) => file.text.split('\n').length > longestFile + 1).map((file) => file.path)).toEqual([]);
  });

  test('none hides behind a vague name, and none is a barrel', () => {
    expect(files.filter((file) => vagueNames.test(file.path.split('/').at(-1) ?? '')).map((file) => file.path)).toEqual(
      [],
    );
  });

  test('nothing is left to do later, switched off, or typed away', () => {
    const loose = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|expect-error|nocheck)|\bas any\b|(eslint|oxlint)-disable/;
    expect(files.filter((file) => loose.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});
