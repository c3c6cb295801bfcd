import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Fault } from '../../../src/core/fault.ts';
import { readRepositoryConfig, readUserConfig } from '../../../src/daemon/setting/read-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-config-'));
const path = join(folder, 'config.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

function repository(text: string) {
  writeFileSync(path, text);
  return readRepositoryConfig(path)?.config;
}

/** What is said about a file that is wrong, without its path. */
function complaint(text: string, read: (path: string) => unknown = readRepositoryConfig): string {
  writeFileSync(path, text);
  try {
    read(path);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    expect(thrown.code).toBe('config');
    expect(thrown.message.startsWith(`${path}, line `)).toBe(true);
    expect(thrown.message).not.toContain('\n');
    return thrown.message.slice(path.length + 2);
  }
  return 'it was read';
}

test('a whole file is read, with the defaults of what it leaves out', () => {
  expect(
    repository(`
target: main
checks:
  - { name: types, run: npm run typecheck }
  - { name: test, run: npm test, timeout: 10m }
setup: [npm ci]
copy: [.env]
link: [node_modules, packages/a/node_modules]
agents:
  script: { command: [bash, tools/agent.sh] }
agent: script
`),
  ).toEqual({
    target: 'main',
    land: 'squash',
    checks: [
      { name: 'types', run: 'npm run typecheck', timeout: 600_000, parallel: false, commit_exact: false },
      { name: 'test', run: 'npm test', timeout: 600_000, parallel: false, commit_exact: false },
    ],
    setup: ['npm ci'],
    copy: ['.env'],
    link: ['node_modules', 'packages/a/node_modules'],
    agents: { script: { command: ['bash', 'tools/agent.sh'], args: [], interactive: false } },
    agent: 'script',
    scope_policy: 'red',
    strict: false,
    findings: {},
    hooks: 'run',
    burn_in: 5,
    batch: { at: 3, slower_than: 300_000 },
    ports: 10,
    rounds: 3,
    silence: 900_000,
  });
});

test('no file is no configuration; an empty one, or one with comments only, is all defaults', () => {
  expect(readRepositoryConfig(join(folder, 'missing.yaml'))).toBeNull();
  expect(readRepositoryConfig(join(path, 'below-a-file.yaml'))).toBeNull();
  expect(readUserConfig(join(folder, 'missing.yaml'))).toEqual({
    cap: 3,
    review_limit: 3,
    max_cap: 4,
    questions: { notify_after: 600_000, notify_at: 4 },
    reviews: { notify_after: 1_800_000, notify_at: 2 },
    notify: ['bell', 'osc9'],
    agents: {},
    keys: {},
    theme: 'auto',
  });
  for (const text of ['', '\n\n', '# nothing yet\n', '---\n'])
    expect(repository(text)).toMatchObject({ checks: [], rounds: 3 });
});

test('the hash is of the exact bytes', () => {
  writeFileSync(path, 'rounds: 3\n');
  const first = readRepositoryConfig(path);
  writeFileSync(path, 'rounds:  3\n');
  const second = readRepositoryConfig(path);
  expect(second?.config).toEqual(first?.config);
  expect(second?.hash).not.toBe(first?.hash);
});

test.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['10m', 600_000],
  ['500h', 1_800_000_000],
])('the duration %s', (text, ms) => {
  expect(repository(`checks: [{ name: a, run: b, timeout: ${text} }]`)?.checks[0]?.timeout).toBe(ms);
});

test.each([
  ['not a map', '- a\n- b\n', /^line 1: .*expected object, received array$/],
  ['a bare word', 'hello\n', /^line 1: .*expected object, received string$/],
  ['broken YAML', 'target: main\nchecks: [\nrounds: 3\n', /^line \d: /],
  ['a tab', 'target: main\nagents:\n\tscript: 1\n', /^line 3: Tabs are not allowed/],
  ['a key twice', 'rounds: 2\ntarget: main\nrounds: 3\n', /^line 3: Map keys must be unique$/],
  ['two documents', 'rounds: 2\n---\nrounds: 3\n', /^line 2: Source contains multiple documents/],
  ['an alias of nothing', 'target: *branch\n', /^line 1: Unresolved alias/],
  [
    'an unknown key',
    'target: main\n\nround: 3\n',
    /^line 3: there is no key round; the keys are target, land, checks, .*, rounds, silence, cap$/,
  ],
  ['an unknown key with a map', 'target: main\nreviews:\n  a: 1\n', /^line 2: there is no key reviews; the keys are/],
  [
    'an unknown key of a check',
    'checks:\n  - name: a\n    run: b\n  - name: c\n    run: d\n    limit: 3s\n',
    /^line 6: checks\.1: there is no key limit; the keys are name, run, timeout, parallel, only, report, commit_exact$/,
  ],
  [
    'an unknown key of an agent',
    'agents:\n  a:\n    command: [x]\n    model: y\n',
    /^line 4: agents\.a: there is no key model; the keys are adapter, command, args, interactive, rules$/,
  ],
  ['a word that is not allowed', 'land: fast\n', /^line 1: land: one of merge, squash, rebase, pr is allowed$/],
  ['a list that is none', 'target: main\nsetup: npm ci\n', /^line 2: setup: .*expected array, received string$/],
  ['a key without a value', 'target: main\nchecks:\nrounds: 3\n', /^line 2: checks: .*expected array, received null$/],
  ['a check without a command', 'checks:\n  - name: a\n', /^line 2: checks\.0\.run: is missing, expected string$/],
  ['an empty command', 'checks:\n  - { name: a, run: "" }\n', /^line 2: checks\.0\.run: a command must not be empty$/],
  [
    'the same check twice',
    'rounds: 1\nchecks: [{ name: a, run: b }, { name: a, run: c }]\n',
    /^line 2: checks: check names must differ$/,
  ],
  [
    'a name with a blank',
    'checks:\n  - run: b\n    name: a b\n',
    /^line 3: checks\.0\.name: a name has letters, digits/,
  ],
  [
    'an agent with a bad name',
    'agents:\n  ok: { command: [a] }\n  "../x": { command: [a] }\n',
    /^line 3: agents\.\.\.\/x: a name has letters/,
  ],
  [
    'an agent without a program',
    'agents:\n  a: { command: [] }\n',
    /^line 2: agents\.a\.command: command must name a program/,
  ],
  [
    'a duration without a unit',
    'checks:\n  - name: a\n    run: b\n    timeout: "10"\n',
    /^line 4: checks\.0\.timeout: a duration is a number with a unit: 500ms, 90s, 10m or 1h$/,
  ],
  [
    'a duration of nothing',
    'checks: [{ name: a, run: b, timeout: 0s }]',
    /^line 1: checks\.0\.timeout: a duration is longer than nothing/,
  ],
  ['a duration beyond a timer', 'checks: [{ name: a, run: b, timeout: 600h }]', /at most 500h$/],
  ['too many rounds', 'rounds: 21\n', /^line 1: rounds: .*20/],
  ['half a round', 'rounds: 1.5\n', /^line 1: rounds: .*int/],
])('%s is said with its line and what is allowed', (_what, text, said) => {
  expect(complaint(text)).toMatch(said);
});

test.each(['/etc/passwd', '../secret', 'a/../../b', '..', '.', './', '""', '.git', '.git/config', 'a/.git'])(
  'the path %s leaves the repository, or is its heart',
  (wrong) => {
    for (const key of ['copy', 'link'])
      expect(complaint(`rounds: 2\n${key}:\n  - ok\n  - ${wrong}\n`)).toMatch(new RegExp(`^line 4: ${key}\\.1: `));
  },
);

test('what every YAML mapping can be asked for is no key', () => {
  for (const key of ['__proto__', 'constructor', 'toString']) {
    expect(complaint(`target: main\n${key}: 1\n`)).toMatch(new RegExp(`^line 2: there is no key ${key}`));
  }
});

test("the person's own file is read by its own rules", () => {
  writeFileSync(path, 'cap: 5\nagents: { mine: { command: [me] } }\nkeys: { board.review: R }\n');
  expect(readUserConfig(path)).toMatchObject({ cap: 5, review_limit: 3, keys: { 'board.review': 'R' } });
  expect(complaint('cap: 0\n', readUserConfig)).toMatch(/^line 1: cap: /);
  expect(complaint('checks: []\n', readUserConfig)).toMatch(
    /^line 1: there is no key checks; the keys are cap, max_cap,/,
  );
  expect(complaint('theme: blue\n', readUserConfig)).toMatch(/^line 1: theme: one of auto, light, dark is allowed$/);
  expect(complaint('worktrees: here\n', readUserConfig)).toMatch(
    /^line 1: worktrees: worktrees must be an absolute path$/,
  );
});

test('a file that cannot be read is said, too', () => {
  const place = join(folder, 'a-folder.yaml');
  mkdirSync(place);
  expect(() => readRepositoryConfig(place)).toThrow(
    expect.objectContaining({ code: 'config', message: `${place} cannot be read` }),
  );
});
