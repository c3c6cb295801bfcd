import type { TestName } from '../../core/model/verdict.ts';
import { type KnownRunner, type RunnerName, knownRunner } from './known-runner.ts';
import { shellWord } from '../../core/words/shell-word.ts';
import { fillTemplate } from './shell-words.ts';

/** How a check runs some of its tests only. */
export interface OnlyCommand {
  /** Null where it has no words for these. */
  tests(tests: readonly TestName[]): string | null;
  /** All tests of these files; null likewise. */
  files(files: readonly string[]): string | null;
  /** Whether it may run tests of such a file. */
  takes(file: string): boolean;
}

const extensions: Readonly<Record<RunnerName, RegExp>> = {
  vitest: /\.[cm]?[jt]sx?$/,
  jest: /\.[cm]?[jt]sx?$/,
  node: /\.[cm]?[jt]sx?$/,
  pytest: /\.py$/,
  go: /\.go$/,
  cargo: /\.rs$/,
};

/** From the check's own template, else for a runner that is known; null when there is neither. */
export function onlyCommand(
  check: { readonly run: string; readonly only?: string | undefined },
  scripts: Readonly<Record<string, string>>,
): OnlyCommand | null {
  if (check.only !== undefined) return templateCommand(check.only);
  const runner = knownRunner(check.run, scripts);
  if (runner === null) return null;
  return {
    tests: (tests) => (tests.length === 0 ? null : commandFor(runner, tests)),
    files: (files) => (files.length === 0 ? null : commandForFiles(runner, files)),
    takes: (file) => extensions[runner.name].test(file),
  };
}

const runnerWords: readonly [RegExp, RunnerName][] = [
  [/\bvitest\b/, 'vitest'],
  [/\bjest\b/, 'jest'],
  [/\bpytest\b/, 'pytest'],
  [/\bgo test\b/, 'go'],
  [/\bcargo\b/, 'cargo'],
  [/\bnode\b.*--test\b/, 'node'],
];

/** `{files}`: the files; `{tests}`: a pattern for the titles, or the tests themselves where the runner takes those. */
function templateCommand(template: string): OnlyCommand | null {
  const runner = runnerWords.find(([pattern]) => pattern.test(template))?.[1];
  const hasFiles = template.includes('{files}');
  const hasTests = template.includes('{tests}');
  if (fillTemplate(template, { files: ['x'], tests: ['x'] }) === null || (!hasFiles && !hasTests)) return null;
  const fill = (tests: readonly TestName[]): string | null => {
    const files = filesOf(tests);
    if (files === null && hasFiles) return null;
    return fillTemplate(template, { files: files ?? [], tests: testWords(runner, tests) });
  };
  return {
    tests: (tests) => (tests.length === 0 ? null : fill(tests)),
    files: (files) =>
      files.length === 0 || !hasFiles || hasTests
        ? null
        : fillTemplate(template, { files: runner === 'go' ? foldersOf(files) : files.map(asPath) }),
    takes: (file) => runner === undefined || extensions[runner].test(file),
  };
}

function testWords(runner: RunnerName | undefined, tests: readonly TestName[]): string[] {
  switch (runner) {
    case 'pytest':
      return tests.map(nodeId);
    case 'cargo':
      return tests.map(({ title }) => title);
    case 'go':
      return [goPattern(tests)];
    case 'vitest':
    case 'jest':
    case 'node':
    case undefined:
      return [titlePattern(tests) ?? '.*'];
  }
}

function commandFor({ name, call, flags }: KnownRunner, tests: readonly TestName[]): string | null {
  const files = filesOf(tests);
  if (files === null) return null;
  const pattern = titlePattern(tests);
  switch (name) {
    case 'vitest':
      return joined(call, flags, pattern === null ? [] : ['-t', pattern], files);
    case 'jest':
      return joined(call, flags, pattern === null ? [] : ['-t', pattern], ['--runTestsByPath', ...files]);
    case 'node':
      return joined(call, flags, pattern === null ? [] : [`--test-name-pattern=${pattern}`], files);
    case 'pytest':
      return joined(call, flags, tests.map(nodeId));
    case 'go': {
      const whole = tests.some(({ title }) => title === '');
      return joined(call, withoutCount(flags), [
        '-count=1',
        '-v',
        ...(whole ? [] : ['-run', goPattern(tests)]),
        ...files,
      ]);
    }
    case 'cargo':
      if (tests.some(({ title }) => title === '')) return null;
      return joined(call, flags, ['--no-fail-fast', '--', '--exact', ...tests.map(({ title }) => title)]);
  }
}

function commandForFiles({ name, call, flags }: KnownRunner, files: readonly string[]): string | null {
  const paths = files.map(asPath);
  switch (name) {
    case 'vitest':
    case 'node':
    case 'pytest':
      return joined(call, flags, paths);
    case 'jest':
      return joined(call, flags, ['--runTestsByPath', ...paths]);
    case 'go':
      return joined(call, withoutCount(flags), ['-count=1', '-v', ...foldersOf(files)]);
    case 'cargo': {
      const own = files.map((file) => /^tests\/([^/]+)\.rs$/.exec(file)?.[1]);
      if (own.some((test) => test === undefined)) return null;
      return joined(
        call,
        flags,
        own.flatMap((test) => ['--test', test ?? '']),
      );
    }
  }
}

/** Each file once; null when a test does not say which it is in. */
function filesOf(tests: readonly TestName[]): string[] | null {
  const files = new Set(tests.map(({ file }) => file));
  return files.has(null) ? null : [...files].map((file) => asPath(file ?? ''));
}

/** What begins like a flag is none. */
function asPath(file: string): string {
  return file.startsWith('-') ? `./${file}` : file;
}

function foldersOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => `./${file.split('/').slice(0, -1).join('/')}`))];
}

function nodeId({ file, title }: TestName): string {
  return asPath(title === '' ? (file ?? '') : `${file ?? ''}::${title}`);
}

/** Matches exactly these titles, whole; null when a whole file is among them. Groups are joined differently where they are shown. */
function titlePattern(tests: readonly TestName[]): string | null {
  if (tests.some(({ title }) => title === '')) return null;
  const titles = [...new Set(tests.map(({ title }) => title))].map((title) =>
    title.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(/ [>›] /g, '(?: [>›] | )'),
  );
  return String.raw`^\s*(?:${titles.join('|')})$`;
}

/** Subtests run with the test they are in: what is above them may make them. */
function goPattern(tests: readonly TestName[]): string {
  const top = new Set(tests.map(({ title }) => title.split('/', 1)[0] ?? ''));
  return `^(${[...top].map((name) => name.replaceAll(/[^\w]/g, '.')).join('|')})$`;
}

function withoutCount(flags: readonly string[]): string[] {
  return flags.filter((flag, at) => !/^-count(?:=|$)/.test(flag) && flags[at - 1] !== '-count' && flag !== '-v');
}

function joined(...parts: readonly (readonly string[])[]): string {
  return parts.flat().map(shellWord).join(' ');
}
