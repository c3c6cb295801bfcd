import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../../src/daemon/proposed/config-text.ts';
import { proposeConfig } from '../../../src/daemon/proposed/propose-config.ts';
import { repositoryFileSchema } from '../../../src/core/model/config.ts';

/** What init would write for these files, read back through the program's own schema. */
function written(files: Record<string, string>, agents: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-init-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return repositoryFileSchema.parse(parse(configText(proposeConfig(folder, { target: 'main', agents }))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const scripts = JSON.stringify({ scripts: { test: 'vitest', lint: 'eslint .', typecheck: 'tsc', dev: 'vite' } });

test.each([
  ['package-lock.json', 'npm ci', 'npm run'],
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile', 'pnpm run'],
  ['yarn.lock', 'yarn install --immutable', 'yarn run'],
  ['bun.lock', 'bun install --frozen-lockfile', 'bun run'],
])('a package with %s', (lock, install, run) => {
  expect(written({ 'package.json': scripts, [lock]: '' })).toMatchObject({
    setup: [install],
    checks: [
      { name: 'lint', run: `${run} lint` },
      { name: 'types', run: `${run} typecheck` },
      { name: 'test', run: `${run} test` },
    ],
  });
});

test.each<[string, Record<string, string>, string[]]>([
  ['cargo', { 'Cargo.toml': '' }, ['cargo check --all-targets', 'cargo test']],
  ['go', { 'go.mod': '' }, ['go vet ./...', 'go test ./...']],
  ['pytest', { 'pyproject.toml': '[tool.pytest.ini_options]\n' }, ['python -m pytest']],
  ['pytest by uv', { 'pyproject.toml': '', 'tests/a.py': '', 'uv.lock': '' }, ['uv run pytest']],
  ['make', { Makefile: 'all:\n\ntest: all\n\tgo\ntest-x := 1\n' }, ['make test']],
  ['nothing', {}, []],
  [
    'a package without a test',
    { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
    [],
  ],
  ['a broken package', { 'package.json': '{' }, []],
])('%s', (_name, files, runs) => {
  expect(written(files).checks.map((check) => check.run)).toEqual(runs);
});

test('built-in agents by their names, the first as the default; .env is copied', () => {
  const config = written({ '.env': 'A=1\n' }, ['claude', 'gemini']);
  expect(config.agents).toEqual({
    claude: { args: [], interactive: false },
    gemini: { args: [], interactive: false },
  });
  expect(config.agent).toBe('claude');
  expect(config.copy).toEqual(['.env']);
});

test('no agent: the file is valid all the same', () => {
  expect(written({})).toMatchObject({ agents: {} });
});

test('what is only offered in the written file is valid as well', () => {
  const text = configText(proposeConfig('/nowhere', { target: 'main', agents: ['claude'] }));
  const offered = text.replaceAll(/^# (?=(?:strict|findings|hooks|burn_in|batch): )/gm, '');
  expect(repositoryFileSchema.parse(parse(offered))).toMatchObject({
    strict: true,
    findings: { suspicious: 'acknowledge', generated: 'off' },
    hooks: 'run',
    burn_in: 5,
    batch: { at: 3, slower_than: 300_000 },
  });
});
