import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sessionConfig } from '../../../src/agents/opencode/start/session-config.ts';

const mcp = { command: '/bin/signalbox', args: ['mcp'] };
const config = (inherited?: string): unknown => JSON.parse(sessionConfig(inherited, { mcp, configured: null }));
const ours = { type: 'local', command: ['/bin/signalbox', 'mcp'], enabled: true, timeout: 3_600_000 };

const commands = (configured: Record<string, unknown>): unknown => {
  const written: unknown = JSON.parse(sessionConfig(undefined, { mcp, configured }));
  return z.object({ permission: z.object({ bash: z.unknown().optional() }) }).parse(written).permission.bash;
};

/** A command that it starts through us asks like any other. */
const asked = { 'signalbox job start *': 'ask' };

describe('the configuration for one session', () => {
  test('has nothing in it but what is ours', () => {
    expect(config()).toEqual({
      permission: { 'signalbox_*': 'allow', signalbox_job_start: 'ask' },
      mcp: { signalbox: ours },
    });
    expect(config(' ')).toEqual(config());
  });

  test("keeps what the person's environment has", () => {
    const theirs = { model: 'p/m', permission: { bash: 'ask' }, mcp: { mine: { type: 'remote', url: 'http://x' } } };
    expect(config(JSON.stringify(theirs))).toEqual({
      model: 'p/m',
      permission: { bash: 'ask', 'signalbox_*': 'allow', signalbox_job_start: 'ask' },
      mcp: { mine: theirs.mcp.mine, signalbox: ours },
    });
  });

  test('keeps one word for all permissions', () => {
    expect(config('{"permission":"ask"}')).toMatchObject({ permission: { '*': 'ask', 'signalbox_*': 'allow' } });
  });

  test('has an agent ask for commands where nobody has said anything about them', () => {
    expect(commands({ edit: 'ask' })).toMatchObject({ '*': 'ask', 'git status *': 'allow', 'signalbox *': 'allow' });
  });

  test.each([
    [{ '*': 'ask' }, { 'signalbox *': 'allow', ...asked }],
    [{ '*': 'allow' }, { 'signalbox *': 'allow' }],
    [{ bash: 'ask' }, { '*': 'ask', 'signalbox *': 'allow', ...asked }],
    [{ bash: 'allow' }, { '*': 'allow', 'signalbox *': 'allow' }],
    [{ bash: { '*': 'ask', 'npm *': 'allow' } }, { '*': 'ask', 'npm *': 'allow', 'signalbox *': 'allow', ...asked }],
    [{ bash: 'deny' }, undefined],
  ])('leaves %j as it is, but for our own commands', (configured, expected) => {
    expect(commands(configured)).toEqual(expected);
  });

  test.each(['{', '[]', '// mine\n{}'])('does not drop what it cannot read: %j', (inherited) => {
    expect(() => config(inherited)).toThrow(/OPENCODE_CONFIG_CONTENT in your environment is not a JSON object/);
  });
});
