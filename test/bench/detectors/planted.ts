import type { Found } from '../../../src/core/model/findings.ts';
import type { FileChange } from '../../../src/gate/findings/change.ts';
import { detectWeakened } from '../../../src/gate/findings/weakened/detect-weakened.ts';
import { changesOf, filesOf } from './commits.ts';
import { languages, testsOf } from './mutations.ts';
import type { Language, Mutation } from './mutations.ts';

/** How many planted mutations of a kind were found, and what was missed. */
export interface Recall {
  readonly name: string;
  readonly planted: number;
  readonly found: number;
  readonly missed: readonly string[];
}

/** What tests read: left out on purpose. */
const specimen = /(?:^|\/)(?:[\w-]*fixtures?|examples?|testdata)\//;

/** The same numbers for the same seed. */
export function dice(seed: number): <T>(from: readonly T[]) => T | undefined {
  let state = seed >>> 0;
  return (from) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)];
  };
}

interface Target {
  /** The whole change, and the file in it that is spoilt. */
  readonly changes: readonly FileChange[];
  readonly file: FileChange;
  readonly place: string;
}

/** Plants each kind of mutation `count` times: alone at the newest commit, and inside of real commits. */
export function measureRecall(
  path: string,
  commits: readonly string[],
  { count, seed }: { count: number; seed: number },
): Recall[] {
  return languages.flatMap((language) => {
    const alone = filesOf(path, language.tests)
      .filter((file) => !specimen.test(file.path))
      .filter(({ after }) => after?.text != null && testsOf(after.text, language).length > 0);
    if (alone.length < 3) return [];
    const hidden = hiddenTargets(path, commits, language);
    const files = filesOf(path, /.*/);
    return [
      ...language.mutations.flatMap((mutation) => [
        plantAll(`${language.name}: ${mutation.name}, alone`, alone.map(aloneTarget), {
          language,
          mutation,
          count,
          seed,
        }),
        plantAll(`${language.name}: ${mutation.name}, in a commit`, hidden, { language, mutation, count, seed }),
      ]),
      ...plantInFiles(files, language, { count, seed }),
    ];
  });
}

function aloneTarget(file: FileChange): Target {
  return { changes: [file], file, place: file.path };
}

/** Real commits that changed a test file which was there before. */
function hiddenTargets(path: string, commits: readonly string[], language: Language): Target[] {
  return commits.flatMap((commit) => {
    const changes = changesOf(path, commit);
    return changes.flatMap((file) =>
      language.tests.test(file.path) &&
      !specimen.test(file.path) &&
      file.before?.text != null &&
      file.after?.text != null
        ? [{ changes, file, place: `${commit.slice(0, 9)} ${file.path}` }]
        : [],
    );
  });
}

interface Planting {
  readonly language: Language;
  readonly mutation: Mutation;
  readonly count: number;
  readonly seed: number;
}

function plantAll(name: string, targets: readonly Target[], { language, mutation, count, seed }: Planting): Recall {
  const roll = dice(seed);
  const missed: string[] = [];
  let planted = 0;
  for (let tries = 0; planted < count && tries < count * 20 && targets.length > 0; tries += 1) {
    const target = roll(targets);
    const text = target?.file.after?.text ?? '';
    const before = target?.file.before?.text ?? '';
    // A test that the commit itself brought can be spoilt by nobody.
    const test = roll(testsOf(text, language).filter(({ lines, start }) => before.includes(lines[start] ?? '')));
    const spoilt = test === undefined ? null : mutation.plant(test);
    if (target === undefined || test === undefined || spoilt === null || spoilt.join('\n') === text) continue;
    planted += 1;
    if (!isSeen(target, spoilt.join('\n'), mutation.rules))
      missed.push(`${target.place}:${test.start + 1} ${(test.lines[test.start] ?? '').trim()}`);
  }
  return { name, planted, found: planted - missed.length, missed };
}

/** Whether the mutation brings a finding that is not there without it. */
function isSeen({ changes, file }: Target, text: string, rules: readonly string[]): boolean {
  const known = new Set(detectWeakened(changes).map(keyOf));
  const spoilt = changes.map((change) => (change === file ? withText(change, text) : change));
  return detectWeakened(spoilt).some((one) => rules.includes(one.rule) && !known.has(keyOf(one)));
}

function keyOf({ rule, file, says }: Found): string {
  return JSON.stringify([rule, file, says]);
}

function withText(change: FileChange, text: string): FileChange {
  return { ...change, after: { mode: '100644', id: 'spoilt', size: text.length, text, linkTarget: null } };
}

/** What is planted outside of tests. */
function plantInFiles(
  files: readonly FileChange[],
  language: Language,
  { count, seed }: { count: number; seed: number },
): Recall[] {
  const kinds: { name: string; rules: string[]; fits: RegExp; plant: (text: string) => string | null }[] = [
    {
      name: 'branch on being tested',
      rules: ['test-only-branch'],
      fits: language.sources,
      plant: (text) => insertLine(text, language.branch),
    },
    {
      name: 'silence a complaint',
      rules: ['suppression-added'],
      fits: language.sources,
      plant: (text) => insertLine(text, language.silence),
    },
    ...(language.name === 'javascript'
      ? [
          {
            name: 'script || true',
            rules: ['check-command-changed'],
            fits: /(?:^|\/)package\.json$/,
            plant: (text: string) => replaced(text, /("test[^"]*": "[^"]+)"/, '$1 || true"'),
          },
          {
            name: 'retry in configuration',
            rules: ['check-config-loosened'],
            fits: /(?:vitest|vite|playwright|jest)\.config\.\w+$/,
            plant: (text: string) => replaced(text, /^(\s*)test: \{$/m, '$1test: {\n$1  retry: 3,'),
          },
        ]
      : []),
  ];
  return kinds.map(({ name, rules, fits, plant }) => {
    const roll = dice(seed);
    const targets = files.filter(
      (file) =>
        fits.test(file.path) &&
        (language.name === 'rust' || !language.tests.test(file.path)) &&
        !/(?:^|\/)(?:fixtures?|tests?|e2e|examples?)\//.test(file.path),
    );
    const missed: string[] = [];
    let planted = 0;
    for (let tries = 0; planted < count && tries < count * 5 && targets.length > 0; tries += 1) {
      const file = roll(targets);
      const spoilt = plant(file?.after?.text ?? '');
      if (file === undefined || spoilt === null) continue;
      planted += 1;
      if (!isSeen(aloneTarget(file), spoilt, rules)) missed.push(file.path);
    }
    return { name: `${language.name}: ${name}`, planted, found: planted - missed.length, missed };
  });
}

/** Before the last line that begins a statement at the left margin. */
function insertLine(text: string, line: string): string | null {
  const lines = text.split('\n');
  const half = Math.floor(lines.length / 2);
  const at = lines.findLastIndex(
    (other, index) =>
      index >= half && /^(?:const|let|function|class|export|def|func|fn|pub|type|struct|impl|@)\b/.test(other),
  );
  return at < 0 ? null : lines.toSpliced(at, 0, line).join('\n');
}

function replaced(text: string, from: RegExp, to: string): string | null {
  return from.test(text) ? text.replace(from, to) : null;
}
