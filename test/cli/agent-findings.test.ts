import { expect, test } from 'vitest';
import { agentFindings } from '../../src/cli/examine/agents.ts';
import type { Result } from '../../src/wire/requests.ts';

type AgentFound = Result<'agents/list'>['agents'][number];

const claude: AgentFound = {
  name: 'claude',
  configured: true,
  adapter: 'claude',
  title: 'Claude Code',
  program: 'claude',
  found: '/usr/bin/claude',
  version: '2.1.332',
  problem: null,
  tested: ['2.1.332', '2.1.329'],
  authority: 'its hooks',
  npmPackage: '@anthropic-ai/claude-code',
};
const absent = { found: null, version: null };
const codex: AgentFound = {
  ...claude,
  ...absent,
  name: 'codex',
  title: 'Codex',
  configured: false,
  npmPackage: '@openai/codex',
};

/** Each finding as one line. */
const said = (...agents: AgentFound[]) =>
  agentFindings(agents).map((each) => `${each.state}: ${each.what} -> ${each.remedy}`);

test('a tested version is named with where it is and what its state comes from', () => {
  expect(said(claude)).toEqual([
    'ok: agent claude: Claude Code 2.1.332, a tested version, /usr/bin/claude; its state comes from its hooks -> null',
  ]);
});

test('another version is worth a note, and no fault', () => {
  expect(said({ ...claude, version: '2.2.0' })[0]).toMatch(
    /^note: agent claude: Claude Code 2\.2\.0, not a tested version \(2\.1\.332, 2\.1\.329\), .* -> .*show ID --why/,
  );
});

test('a program that does not say its version is a note', () => {
  const silent = { ...claude, version: null, problem: '/usr/bin/claude did not say its version' };
  expect(said(silent)[0]).toMatch(/^note: .* -> \/usr\/bin\/claude did not say its version: does it start\?$/);
});

test('one that is configured and not there is missing; one that is merely possible is offered', () => {
  expect(said({ ...claude, ...absent }, codex)).toEqual([
    'missing: agent claude: claude is not on PATH -> npm install -g @anthropic-ai/claude-code, or change agents: in the configuration',
    'note: other agents can be had -> Codex, npm install -g @openai/codex',
  ]);
});

test('with none at all something is missing', () => {
  expect(said(codex)).toEqual(['missing: no agent is on PATH -> Codex, npm install -g @openai/codex']);
  expect(said()).toEqual(['missing: no agent is on PATH -> define one under agents: in the configuration']);
});

test('plain commands, and one whose configuration is wrong', () => {
  const plain = { ...claude, name: 'script', adapter: null, title: 'script', program: 'bash', found: '/bin/bash' };
  const wrong = {
    ...claude,
    ...absent,
    name: 'odd',
    program: '',
    problem: 'agent odd: there is no adapter x: adapters: claude',
  };
  expect(said(plain, wrong)).toEqual([
    'ok: agent script: bash, a plain command -> null',
    'missing: agent odd: there is no adapter x: adapters: claude -> null',
  ]);
});
