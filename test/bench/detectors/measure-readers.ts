import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReadTests } from '../../../src/gate/findings/test-block.ts';
import { readTests as readGo } from '../../../src/gate/findings/weakened/go.ts';
import { readTests as readPython } from '../../../src/gate/findings/weakened/python.ts';
import { readTests as readRust } from '../../../src/gate/findings/weakened/rust.ts';
import { readChanges } from '../../../src/gate/findings/read-changes.ts';

const usage = `npm run measure:readers -- [--list] [--at COMMIT] REPOSITORY...
How many of the test functions that a plain look at the lines finds the readers find too, and how long they take. The plain
look knows no strings and comments: what only it finds has to be read (--list).`;

interface Language {
  readonly name: string;
  readonly read: ReadTests;
  readonly files: RegExp;
  /** The names of the tests on the lines, as the last part of a title. */
  readonly look: (text: string) => string[];
}

const languages: readonly Language[] = [
  {
    name: 'Python',
    read: readPython,
    files: /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/,
    look: (text) => all(text, /^[ \t]*(?:async[ \t]+)?def[ \t]+(test_\w*)/gm),
  },
  {
    name: 'Go',
    read: readGo,
    files: /_test\.go$/,
    look: (text) => all(text, /^func (?:\([^)]*\) )?((?:Test|Fuzz|Example)(?![a-z])\w*)\((?!\w* ?\*testing\.M)/gm),
  },
  {
    name: 'Rust',
    read: readRust,
    files: /\.rs$/,
    look: (text) =>
      all(
        text,
        /^[ \t]*#\[(?:\w+::)*test\b[^\n]*\](?:\s*(?:#\[[^\n]*\]|\/\/[^\n]*))*\s*(?:pub )?(?:async )?fn (\w+)/gm,
      ),
  },
];

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: 'boolean', default: false }, at: { type: 'string', default: 'HEAD' } },
  });
  if (positionals.length === 0) {
    console.error(usage);
    return 2;
  }
  for (const root of positionals) await measure(root, { to: values.at, list: values.list });
  return 0;
}

async function measure(root: string, { to, list }: { to: string; list: boolean }): Promise<void> {
  const commit = execFileSync('git', ['rev-parse', to], { cwd: root, encoding: 'utf8' }).trim();
  const files = await readChanges({ root, from: emptyTree, to: commit });
  for (const language of languages) {
    const total = {
      files: 0,
      looked: 0,
      both: 0,
      read: 0,
      assertions: 0,
      bare: 0,
      disabled: 0,
      bytes: 0,
      ms: 0,
      worst: 0,
    };
    for (const { path, after } of files) {
      const text = after?.text ?? null;
      if (text === null || !language.files.test(path)) continue;
      const start = performance.now();
      const blocks = language.read(path, text) ?? [];
      const ms = performance.now() - start;
      const found = new Map<string, number>();
      for (const { title } of blocks) {
        for (const part of title.split(' > ')) found.set(part, (found.get(part) ?? 0) + 1);
      }
      const looked = language.look(text);
      const missed = looked.filter((name) => !take(found, name));
      if (list) for (const name of missed) console.log(`    ${path}: ${name}`);
      total.files += 1;
      total.looked += looked.length;
      total.both += looked.length - missed.length;
      total.read += blocks.length;
      total.assertions += blocks.reduce((sum, { assertions }) => sum + assertions.length, 0);
      total.bare += blocks.filter(({ assertions }) => assertions.length === 0).length;
      total.disabled += blocks.filter(({ disabled }) => disabled !== null).length;
      total.bytes += text.length;
      total.ms += ms;
      total.worst = Math.max(total.worst, ms);
    }
    if (total.looked + total.read === 0) continue;
    const { looked, both, read, assertions, bare, disabled, ms, worst, bytes } = total;
    console.log(
      `${basename(dirname(root))} ${language.name}: ${both} of ${looked} test functions; ${read} blocks, ${assertions} assertions, ` +
        `${bare} without any, ${disabled} disabled; ${total.files} files, ${(bytes / 1e6).toFixed(1)} MB, ${ms.toFixed(0)} ms, worst ${worst.toFixed(1)}`,
    );
  }
}

function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  counts.set(name, left - 1);
  return left > 0;
}

process.exitCode = await main();
