import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { adapterNamed, adapterNames } from '../../src/agents/adapters.ts';
import { commands } from '../../src/cli/commands.ts';
import { agentSchema, repositoryFileSchema, userConfigSchema } from '../../src/core/model/config.ts';
import { defaultPolicies } from '../../src/core/model/findings.ts';
import { definitionsTable } from '../../src/core/measures/definitions.ts';
import { states } from '../../src/core/model/session.ts';
import { keymapTable } from '../../src/ui/keymap/keymap-table.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the README shows the keys as they are', () => {
  expect(readme).toContain(keymapTable());
});

test('the README says what each measure is', () => {
  expect(readme).toContain(definitionsTable());
});

test('the README names every state, every command and every key of the configuration', () => {
  const configuration = [
    ...Object.keys(repositoryFileSchema.shape),
    ...Object.keys(userConfigSchema.shape),
    ...Object.keys(agentSchema.shape),
  ];
  const inTicks = [...states, ...configuration].filter((word) => !readme.includes(`\`${word}\``));
  expect(inTicks).toEqual([]);
  expect(commands.map((command) => command.name).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual(
    [],
  );
});

test('the README has every group of findings with its default, and every key of a check', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const missing = Object.entries(defaultPolicies).filter(
    ([group, policy]) => !rows.some((row) => row.startsWith(`| \`${group}\` |`) && row.endsWith(`| \`${policy}\` |`)),
  );
  expect(missing).toEqual([]);
  const [check] = repositoryFileSchema.parse({ checks: [{ name: 'a', run: 'b', only: 'c', report: 'd' }] }).checks;
  expect(Object.keys(check ?? {}).filter((key) => !rows.some((row) => row.includes(`\`${key}\``)))).toEqual([]);
});

test('the example of the configuration in the README is one', () => {
  const example = /```yaml\n(land: rebase[^`]*)```/.exec(readme)?.[1] ?? '';
  expect(repositoryFileSchema.parse(parse(example))).toMatchObject({ land: 'rebase', strict: true, ports: 4 });
});

test('the README names every built-in agent with the version it was tested with last', () => {
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const missing = adapterNames.filter((name) => {
    const version = adapterNamed(name)?.tested[0] ?? 'none';
    return !rows.some((row) => row.startsWith(`| \`${name}\``) && row.includes(`| ${version} |`));
  });
  expect(missing).toEqual([]);
});
