import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Result } from '../../../src/wire/requests.ts';
import { DaemonHere } from '../../kit/daemon-here.ts';

type AgentFound = Result<'agents/list'>['agents'][number];

/** Asks with a PATH that has only these programs, name to script. */
async function listed(
  here: DaemonHere,
  programs: Record<string, string>,
  versions = true,
): Promise<Map<string, AgentFound>> {
  const bin = join(here.repo.folder, 'programs');
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const asked = { path: here.repo.root, env: { PATH: bin, HOME: here.repo.folder }, versions };
  const { agents } = await here.connection.request('agents/list', asked);
  return new Map(agents.map((agent) => [agent.name, agent]));
}

test('built-in agents are found on the PATH of whoever asks, with their version', async () => {
  await using here = await DaemonHere.open();
  const agents = await listed(here, { claude: 'echo "2.1.332 (Claude Code)"' });
  const bin = join(here.repo.folder, 'programs');
  expect(agents.get('claude')).toMatchObject({
    configured: false,
    adapter: 'claude',
    title: 'Claude Code',
    found: join(bin, 'claude'),
    version: '2.1.332',
    problem: null,
    npmPackage: '@anthropic-ai/claude-code',
  });
  expect(agents.get('codex')).toMatchObject({ found: null, version: null, npmPackage: '@openai/codex' });
  // The repository's own, and nothing that only a configuration can name.
  expect(agents.get('script')).toMatchObject({ configured: true, adapter: null, program: 'sh', found: null });
  expect(agents.has('generic')).toBe(false);
});

test('a version is asked only when it is wanted, and one that does not come is a problem', async () => {
  await using here = await DaemonHere.open();
  const trace = join(here.repo.folder, 'asked');
  const unasked = await listed(here, { claude: `: > ${trace}` }, false);
  expect(unasked.get('claude')).toMatchObject({ version: null, problem: null });
  expect(here.repo.exists('asked', here.repo.folder)).toBe(false);
  const silent = await listed(here, { claude: `: > ${trace}` });
  expect(silent.get('claude')).toMatchObject({
    version: null,
    problem: expect.stringMatching(/claude did not say its version$/),
  });
  expect(here.repo.exists('asked', here.repo.folder)).toBe(true);
});

test('what is configured counts once it is trusted, and what stands before the program is not asked', async () => {
  await using here = await DaemonHere.open();
  const config = {
    agents: {
      claude: { command: ['wrap', 'claude'] },
      fast: { adapter: 'claude' },
      local: { command: ['./tools/agent.sh'] },
      odd: { adapter: 'no-such' },
    },
  };
  here.repo.commit({ '.signalbox/config.yaml': JSON.stringify(config), 'tools/agent.sh': '#!/bin/sh\n' });
  chmodSync(join(here.repo.root, 'tools/agent.sh'), 0o755);
  const programs = { claude: 'echo 2.1.332', wrap: 'echo 9.9.9' };
  expect([...(await listed(here, programs)).keys()]).not.toContain('fast');
  await here.connection.request('repo/trust', { path: here.repo.root });
  const agents = await listed(here, programs);
  expect(agents.get('claude')).toMatchObject({ configured: true, program: 'wrap', version: null, problem: null });
  expect(agents.get('fast')).toMatchObject({ configured: true, adapter: 'claude', version: '2.1.332' });
  expect(agents.get('local')).toMatchObject({ adapter: null, found: join(here.repo.root, 'tools/agent.sh') });
  expect(agents.get('odd')).toMatchObject({
    found: null,
    problem: expect.stringContaining('there is no adapter no-such'),
  });
});
