import { plainWords } from './shell-words.ts';

export type RunnerName = 'vitest' | 'jest' | 'pytest' | 'go' | 'cargo' | 'node';

/** A command that plainly is one runner's, taken apart. */
export interface KnownRunner {
  readonly name: RunnerName;
  /** How it is called, without what it is to run: `npx vitest run`, `go test`. */
  readonly call: readonly string[];
  readonly flags: readonly string[];
}

interface Shape {
  /** The words it begins with, one of these. */
  readonly starts: readonly (readonly string[])[];
  /** Flags with a value in the next word. */
  readonly valued: readonly string[];
  /** Flags without a value: what stands behind them is a file to run. */
  readonly bare: readonly string[];
  /** They choose the tests themselves, or do not end: then it is not plain. */
  readonly refused: readonly string[];
  /** Comes from node_modules. */
  readonly local: boolean;
}

const shapes: Readonly<Record<RunnerName, Shape>> = {
  vitest: {
    starts: [
      ['vitest', 'run'],
      ['vitest', '--run'],
    ],
    valued:
      '--config -c --root -r --dir --project --reporter --pool --environment --maxWorkers --outputFile --mode'.split(
        ' ',
      ),
    bare: '--run --coverage --silent --no-color --globals --passWithNoTests --no-file-parallelism --typecheck'.split(
      ' ',
    ),
    refused: '-t --testNamePattern --shard --changed --watch -w --standalone related'.split(' '),
    local: true,
  },
  jest: {
    starts: [['jest']],
    valued: '--config -c --rootDir --maxWorkers -w --reporters --env --testTimeout --selectProjects --outputFile'.split(
      ' ',
    ),
    bare: '--ci --runInBand -i --coverage --silent --verbose --passWithNoTests --forceExit --detectOpenHandles --no-cache'.split(
      ' ',
    ),
    refused: '-t --testNamePattern --shard --watch --watchAll -o --onlyChanged --changedSince --findRelatedTests'.split(
      ' ',
    ),
    local: true,
  },
  pytest: {
    starts: [['pytest'], ['python', '-m', 'pytest'], ['python3', '-m', 'pytest']],
    valued:
      '-k -m -n -p -c -o -r -W --rootdir --maxfail --tb --durations --timeout --ignore --cov --junitxml --numprocesses'.split(
        ' ',
      ),
    bare: '-q -qq -v -vv -x -s -l --verbose --quiet --exitfirst --strict-markers --no-header'.split(' '),
    refused: '--lf --last-failed --ff --failed-first --sw --stepwise --pdb --co --collect-only --nf'.split(' '),
    local: false,
  },
  go: {
    starts: [['go', 'test']],
    valued:
      '-timeout -tags -parallel -cpu -covermode -coverpkg -coverprofile -ldflags -gcflags -shuffle -p -count'.split(
        ' ',
      ),
    bare: '-v -race -short -failfast -cover'.split(' '),
    refused: '-run -skip -bench -c -exec -args -list -fuzz -json'.split(' '),
    local: false,
  },
  cargo: {
    starts: [['cargo', 'test']],
    valued: '-p --package --features -F --manifest-path --profile --target --exclude -j --jobs --target-dir'.split(' '),
    bare: '--all --workspace --release --locked --offline --frozen --all-features --all-targets --no-default-features -q --quiet --lib'.split(
      ' ',
    ),
    refused: '-- --no-run --test --bin --example --bench --doc'.split(' '),
    local: false,
  },
  node: {
    starts: [['node', '--test']],
    valued: '--import --require -r --test-reporter --test-reporter-destination --test-timeout --test-concurrency'.split(
      ' ',
    ),
    bare: '--test --experimental-strip-types --enable-source-maps --no-warnings --experimental-test-coverage'.split(
      ' ',
    ),
    refused: '--watch --test-name-pattern --test-skip-pattern --test-only --test-shard'.split(' '),
    local: false,
  },
};
const names: readonly RunnerName[] = ['vitest', 'jest', 'pytest', 'go', 'cargo', 'node'];

/** How a package's own programs are called. */
const launchers: readonly (readonly string[])[] = [
  ['npx', '--no-install'],
  ['npx'],
  ['pnpm', 'exec'],
  ['pnpm'],
  ['yarn'],
  ['bunx'],
  [],
];
const launcherOf: Readonly<Record<string, readonly string[]>> = {
  npm: ['npx', '--no-install'],
  pnpm: ['pnpm', 'exec'],
  yarn: ['yarn'],
  bun: ['bunx'],
};

/**
 * The runner that a check's command plainly is, also when it is a package's script that is one; null when there is more
 * to it, or it is none that is known. `scripts` are the package's.
 */
export function knownRunner(run: string, scripts: Readonly<Record<string, string>>): KnownRunner | null {
  const words = plainWords(run);
  if (words === null) return null;
  const direct = ofWords(words);
  if (direct !== null) return direct;
  const script = scriptOf(words, scripts);
  const inner = script === null ? null : plainWords(script.text);
  const found = inner === null ? null : ofWords(inner);
  if (script === null || found === null) return null;
  // A script finds the package's own programs by itself.
  const [first = ''] = withoutVariables(found.call);
  const isLocal = shapes[found.name].local && shapes[found.name].starts.some(([start]) => start === first);
  if (!isLocal) return found;
  const variables = found.call.length - withoutVariables(found.call).length;
  return { ...found, call: found.call.toSpliced(variables, 0, ...script.launcher) };
}

function ofWords(words: readonly string[]): KnownRunner | null {
  const plain = withoutVariables(words);
  for (const name of names) {
    const shape = shapes[name];
    for (const launcher of shape.local ? launchers : [[]]) {
      const start = shape.starts.map((own) => [...launcher, ...own]).find((all) => begins(plain, all));
      if (start === undefined) continue;
      const flags = flagsOf(plain.slice(start.length), shape);
      const call = words.slice(0, words.length - plain.length + start.length);
      return flags === null ? null : { name, call, flags };
    }
  }
  return null;
}

/** Without what stands before a command: `CI=1 vitest run`. */
function withoutVariables(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return words.slice(Math.max(0, first));
}

function begins(words: readonly string[], start: readonly string[]): boolean {
  return start.every((word, at) => words[at] === word);
}

/** The flags without what chooses files; null when one cannot be told from the other. */
function flagsOf(words: readonly string[], shape: Shape): string[] | null {
  const flags: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = word.split('=', 1)[0] ?? '';
    if (shape.refused.includes(name)) return null;
    if (!word.startsWith('-')) continue;
    flags.push(word);
    const next = words[at + 1];
    if (next === undefined || next.startsWith('-') || word.includes('=') || shape.bare.includes(word)) continue;
    if (shape.valued.includes(word)) {
      flags.push(next);
      at += 1;
      continue;
    }
    // A value, or a file to run? Plain paths and patterns stand last.
    if (!words.slice(at + 1).every((rest) => /[./*]/.test(rest) && !rest.startsWith('-'))) return null;
  }
  return flags;
}

function scriptOf(
  words: readonly string[],
  scripts: Readonly<Record<string, string>>,
): { text: string; launcher: readonly string[] } | null {
  const [program = '', ...rest] = words;
  const launcher = launcherOf[program];
  const args = rest.filter((word) => word !== '-s' && word !== '--silent');
  const [name, more] = args[0] === 'run' || args[0] === 'run-script' ? args.slice(1) : args;
  if (launcher === undefined || name === undefined || more !== undefined) return null;
  const isShort = name === 'test' || (program === 'npm' && name === 't') || program === 'pnpm' || program === 'yarn';
  if (args[0] === name && !isShort) return null;
  const key = name === 't' && args[0] === name ? 'test' : name;
  const text = Object.hasOwn(scripts, key) ? scripts[key] : undefined;
  // What is to be done before belongs to it.
  if (text === undefined || Object.hasOwn(scripts, `pre${key}`)) return null;
  return { text, launcher };
}
