import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StartOrder } from '../../../src/agents/adapter.ts';
import { codex } from '../../../src/agents/codex.ts';
import { inlineToml } from '../../../src/agents/codex/toml.ts';
import { anOrder } from './order.ts';

const planSchema = z.object({ server: z.array(z.string()), terminal: z.array(z.string()), socket: z.string() });
const id = '01a222d6-2744-7683-99d9-148a9a5aeb58';

async function planOf(order: StartOrder) {
  const { argv } = await codex.start(order);
  const path = argv[2] ?? '';
  expect(statSync(path).mode & 0o777).toBe(0o600);
  return planSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** A conversation that Codex has on disk. */
function withThread(parts: Parameters<typeof anOrder>[0] = {}): StartOrder {
  const order = anOrder({ conversation: id, ...parts });
  const day = join(order.env['HOME'] ?? '', '.codex/sessions/2026/11/28');
  mkdirSync(day, { recursive: true });
  writeFileSync(join(day, `rollout-2026-11-28T15-46-29-${id}.jsonl`), '');
  return order;
}

describe('a new conversation', () => {
  test('is the whole task, with what holds in the sandbox, asked of a TUI that is attached to an app-server', async () => {
    const order = anOrder();
    const { server, terminal, socket } = await planOf(order);
    expect(server.slice(0, 4)).toEqual(['codex', 'app-server', '--listen', `unix://${socket}`]);
    expect(terminal.slice(0, -1).join(' ')).toBe(
      `codex --remote unix://${socket} -C /code/tree -c check_for_update_on_startup=false -a on-request -s workspace-write --`,
    );
    expect(terminal.at(-1)).toMatch(/^Task #1: a task\n\nIn Codex's sandbox:\n.*MCP server `signalbox`.*\n.*read-only/);
  });

  test('has its configuration in flags of its own', async () => {
    const { server } = await planOf(anOrder());
    expect(server.filter((_, at) => server[at - 1] === '-c')).toEqual([
      'projects={ "/code/tree" = { "trust_level" = "trusted" }, "/code/main" = { "trust_level" = "trusted" } }',
      'approval_policy="on-request"',
      'sandbox_mode="workspace-write"',
      'features.default_mode_request_user_input=true',
      'suppress_unstable_features_warning=true',
      'mcp_servers.signalbox={ "command" = "/own/bin/signalbox", "args" = ["mcp"], "env" = { "PATH" = "/own/bin:/usr/bin", "SIGNALBOX_SESSION" = "/run/s-1.sock" }, "tool_timeout_sec" = 86400, "startup_timeout_sec" = 30, "default_tools_approval_mode" = "approve", "tools" = { "job_start" = { "approval_mode" = "prompt" } } }',
    ]);
  });

  test.each([
    [['-s', 'read-only'], { approval: 'on-request', sandbox: 'read-only', words: '-a on-request -s read-only' }],
    [
      ['--sandbox=read-only'],
      { approval: 'on-request', sandbox: 'read-only', words: '-a on-request --sandbox=read-only' },
    ],
    [
      ['-c', 'approval_policy="never"'],
      { approval: 'never', sandbox: 'workspace-write', words: '-s workspace-write -c approval_policy="never"' },
    ],
    [['--yolo'], { approval: 'never', sandbox: 'danger-full-access', words: '--yolo' }],
  ])('takes from %j what it may do', async (args, { approval, sandbox, words }) => {
    const { server, terminal } = await planOf(anOrder({ args }));
    expect(server).toContain(`approval_policy="${approval}"`);
    expect(server).toContain(`sandbox_mode="${sandbox}"`);
    expect(terminal.slice(7, terminal.indexOf('--')).join(' ')).toBe(words);
  });

  test('tells the app-server those of the arguments that it knows', async () => {
    const args = ['-m', 'gpt-6-sol', '--enable', 'goals', '-c', 'x=1', '--config=y=2', '--search'];
    const { server, terminal } = await planOf(anOrder({ args }));
    expect(server.slice(-5)).toEqual(['--enable', 'goals', '-c', 'x=1', '--config=y=2']);
    expect(terminal.join(' ')).toContain(args.join(' '));
  });

  test('is not told of a sandbox that it does not have', async () => {
    const { terminal } = await planOf(anOrder({ args: ['-s', 'danger-full-access'] }));
    expect(terminal.at(-1)).toBe('Task #1: a task');
  });

  test('is begun when the one of before is gone', async () => {
    const { terminal } = await planOf(anOrder({ conversation: id, news: 'the test is red' }));
    expect(terminal).not.toContain('resume');
    expect(terminal.at(-1)).toMatch(/^Task #1/);
  });

  test('has a task in a file that is too long for an argument', async () => {
    const briefing = 'x'.repeat(200_000);
    const order = anOrder({ briefing });
    const { terminal } = await planOf(order);
    const file = / in the file (\S+):/.exec(terminal.at(-1) ?? '')?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toContain(briefing);
  });
});

describe('a conversation that is resumed', () => {
  test('is told what is new, and keeps what it may do', async () => {
    const order = withThread({
      news: '/review\nmy note',
      args: ['-m', 'gpt-6-sol', '-s', 'read-only', '-c', 'sandbox_mode="read-only"'],
    });
    const { terminal, socket } = await planOf(order);
    expect(terminal.slice(0, -1).join(' ')).toBe(
      `codex resume --remote unix://${socket} -C /code/tree -c check_for_update_on_startup=false -m gpt-6-sol -- ${id}`,
    );
    expect(terminal.at(-1)).toBe('From Signalbox:\n\n/review\nmy note');
  });

  test('goes on when nothing is new', async () => {
    const { terminal } = await planOf(withThread());
    expect(terminal.at(-1)).toMatch(/Go on with the task\.$/);
  });

  test('is told also what a run of before was to be told, and never took', async () => {
    const order = withThread({ news: 'first' });
    await planOf(order);
    expect((await planOf({ ...order, news: 'second' })).terminal.at(-1)).toBe('From Signalbox:\n\nfirst\n\nsecond');
    expect((await planOf({ ...order, news: '' })).terminal.at(-1)).toBe('From Signalbox:\n\nfirst\n\nsecond');
  });

  test('is found below CODEX_HOME', async () => {
    const order = withThread();
    const env = { ...order.env, HOME: '/nowhere', CODEX_HOME: join(order.env['HOME'] ?? '', '.codex') };
    expect((await planOf({ ...order, env })).terminal).toContain('resume');
  });
});

test('the version is read from what it prints beside warnings', () => {
  expect(codex.version.read('WARNING: proceeding\ncodex-cli 0.171.0\n')).toBe('0.171.0');
  expect(codex.version.read('zsh: command not found')).toBeNull();
});

test.each([
  ['a "b" \\ \n\u007F', String.raw`"a \"b\" \\ \n\u007F"`],
  [{ 'a.b': [1, true, { c: 'd' }] }, '{ "a.b" = [1, true, { "c" = "d" }] }'],
])('%j is %s in TOML', (value, toml) => {
  expect(inlineToml(value)).toBe(toml);
});
