import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StartOrder } from '../../../src/agents/adapter.ts';
import { findEntryFile, readEntry, registryFolder } from '../../../src/agents/claude/registry.ts';
import { isOlder } from '../../../src/agents/claude/settings.ts';
import { startClaude, startedConversation } from '../../../src/agents/claude/start.ts';
import { Story } from '../../core/worlds.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sb-claude-start-'));
  mkdirSync(join(home, 'run'));
  program('2.1.332 (Claude Code)');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function program(version: string): void {
  writeFileSync(join(home, 'claude'), `#!/bin/sh\necho '${version}'\n`);
  chmodSync(join(home, 'claude'), 0o755);
}

function order(changes: Partial<StartOrder> = {}, args: string[] = []): StartOrder {
  const story = new Story();
  return {
    session: story.session(story.task()),
    run: 1,
    command: [join(home, 'claude')],
    options: { args, interactive: false },
    env: { HOME: home, PATH: process.env['PATH'] ?? '', NO_PROXY: 'example.com' },
    worktree: home,
    repository: home,
    runDir: join(home, 'run'),
    stateDir: home,
    briefing: '- the whole task',
    news: '',
    conversation: null,
    hooks: { command: "'/a b/hook'", url: 'http://127.0.0.1:1/hook', token: 'secret' },
    mcp: { command: '/bin/signalbox', args: ['mcp'] },
    ...changes,
  };
}

function valueOf(argv: readonly string[], flag: string): string {
  return argv[argv.indexOf(flag) + 1] ?? '';
}

const hookSchema = (text: string): { hooks: Record<string, unknown> } => JSON.parse(text);

describe('a start', () => {
  test('gives the whole task behind all options, and its own conversation', async () => {
    const { argv, env } = await startClaude(order());
    expect(argv.slice(-2)).toEqual(['--', '- the whole task']);
    expect(valueOf(argv, '--permission-mode')).toBe('acceptEdits');
    expect(valueOf(argv, '--session-id')).toBe(startedConversation(join(home, 'run')));
    expect(env['NO_PROXY']).toBe('example.com,127.0.0.1,localhost');
  });

  test('says feedback that begins like a command, and a task that is longer than an argument may be', async () => {
    mkdirSync(join(home, '.claude', 'projects', 'acme'), { recursive: true });
    writeFileSync(join(home, '.claude', 'projects', 'acme', 'known.jsonl'), '{"type":"user"}\n');
    const resumed = await startClaude(order({ conversation: 'known', news: '/compact is wrong\n!x' }));
    expect(resumed.argv.slice(-3)).toEqual(['known', '--', 'Message: /compact is wrong\n!x']);
    const long = await startClaude(order({ briefing: `first ${'long '.repeat(40_000)}\0 last` }));
    const prompt = long.argv.at(-1) ?? '';
    expect(Buffer.byteLength(prompt)).toBeLessThan(131_072);
    expect(prompt).toMatch(/^first [^\0]* last$/u);
  });

  test('writes its settings for nobody else to read, with the token of its hooks', async () => {
    const { argv } = await startClaude(order());
    const file = valueOf(argv, '--settings');
    const text = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(text)).toMatchObject({
      hooks: {
        Stop: [{ hooks: [{ type: 'command', command: "exec '/a b/hook'", timeout: 86_400 }] }],
        PreToolUse: [{ hooks: [{ type: 'http', headers: { authorization: 'Bearer secret' } }] }],
      },
    });
    // Whoever subscribes to it has to make the worktree itself.
    expect(Object.keys(hookSchema(text).hooks)).not.toContain('WorktreeCreate');
    expect(JSON.parse(readFileSync(valueOf(argv, '--mcp-config'), 'utf8'))).toMatchObject({
      mcpServers: { signalbox: { command: '/bin/signalbox', args: ['mcp'], alwaysLoad: true } },
    });
    expect(existsSync(join(home, '.claude'))).toBe(false);
  });

  test('leaves the mode to the configuration where that names one', async () => {
    const { argv } = await startClaude(order({}, ['--dangerously-skip-permissions']));
    expect(argv).not.toContain('--permission-mode');
    const other = await startClaude(order({}, ['--permission-mode', 'plan', '--model', 'opus']));
    expect(other.argv.filter((arg) => arg === '--permission-mode')).toHaveLength(1);
    expect(other.argv.join(' ')).toContain('--permission-mode plan --model opus --session-id');
  });

  test('joins its hooks to settings that are configured', async () => {
    writeFileSync(join(home, 'own.json'), JSON.stringify({ model: 'x', hooks: { Stop: [{ hooks: ['theirs'] }] } }));
    const { argv } = await startClaude(order({}, ['--settings', join(home, 'own.json'), '--verbose']));
    expect(argv.filter((arg) => arg === '--settings')).toHaveLength(1);
    expect(argv).toContain('--verbose');
    const settings: unknown = JSON.parse(readFileSync(valueOf(argv, '--settings'), 'utf8'));
    expect(settings).toMatchObject({
      model: 'x',
      hooks: { Stop: [{ hooks: ['theirs'] }, { hooks: [{ type: 'command' }] }] },
    });
    await expect(startClaude(order({}, ['--settings', '/nowhere']))).rejects.toMatchObject({ code: 'config' });
  });

  test.each([
    ['news', 'two\nlines', 'two\nlines'],
    ['nothing new', '', 'Go on with your task where you left off.'],
  ])('resumes a conversation that is there, with %s', async (_, news, prompt) => {
    const id = '05c3c019-1ee8-4ac4-a62d-ccf978bb31ee';
    const project = join(home, '.claude', 'projects', '-anywhere');
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, `${id}.jsonl`), '{"type":"user","message":{}}\n');
    const { argv } = await startClaude(order({ conversation: id, news }));
    expect(argv.slice(-4)).toEqual(['--resume', id, '--', prompt]);
    expect(argv).not.toContain('--session-id');
  });

  test('starts anew with the whole task where the conversation is gone, or never began', async () => {
    const id = '05c3c019-1ee8-4ac4-a62d-ccf978bb31ee';
    const project = join(home, '.claude', 'projects', '-anywhere');
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, `${id}.jsonl`), '{"type":"mode","mode":"normal"}\n');
    const { argv } = await startClaude(order({ conversation: id, news: 'news' }));
    expect(argv.slice(-2)).toEqual(['--', '- the whole task']);
    expect(valueOf(argv, '--session-id')).not.toBe(id);
  });

  test('refuses a version that would stop at our hooks, and a program that is not there', async () => {
    program('2.1.100 (Claude Code)');
    await expect(startClaude(order())).rejects.toThrow('2.1.100 is too old');
    program('something of their own');
    expect((await startClaude(order())).argv).toContain('--settings');
    await expect(startClaude(order({ command: ['/nowhere/claude'] }))).rejects.toMatchObject({ code: 'environment' });
  });
});

test('versions are compared by their numbers', () => {
  expect(isOlder('2.1.99', '2.1.197')).toBe(true);
  expect(isOlder('2.1.197', '2.1.197')).toBe(false);
  expect(isOlder('3.0.0', '2.1.197')).toBe(false);
});

function writeEntry(name: string, content: object | string): string {
  const folder = registryFolder({ HOME: home });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the registry', () => {
  const entry = { sessionId: 'a', status: 'idle', startedAt: 1, statusUpdatedAt: 2, version: '2.1.332' };

  test('is where the configuration folder is', () => {
    expect(registryFolder({ HOME: home, CLAUDE_CONFIG_DIR: '/x' })).toBe('/x/sessions');
    expect(registryFolder({ HOME: home, CLAUDE_CONFIG_DIR: '' })).toBe(join(home, '.claude', 'sessions'));
  });

  test('has the entry of the process, else the newest of the conversation whose process runs', () => {
    const folder = registryFolder({ HOME: home });
    expect(findEntryFile(folder, { pid: 1, conversation: 'a' })).toBeUndefined();
    const own = writeEntry('4711.json', { ...entry, pid: 4711, sessionId: 'other' });
    const running = writeEntry(`${process.pid}.json`, { ...entry, pid: process.pid });
    writeEntry('4712.json', { ...entry, pid: 999_999_999, startedAt: 99 });
    writeEntry('4711.abc.key', 'x');
    expect(findEntryFile(folder, { pid: 4711, conversation: 'a' })).toBe(own);
    expect(findEntryFile(folder, { pid: 4, conversation: 'a' })).toBe(running);
    expect(findEntryFile(folder, { pid: 4, conversation: null })).toBeUndefined();
  });

  test('tells nothing while an entry is being written, or says what we do not know', () => {
    expect(readEntry(writeEntry('1.json', '{"pid":1,"sess'))).toBeUndefined();
    expect(readEntry(writeEntry('1.json', { ...entry, pid: 1, status: 'dreaming' }))).toBeUndefined();
    expect(readEntry(writeEntry('1.json', { ...entry, pid: 1 }))).toMatchObject({ status: 'idle' });
    expect(readEntry('/nowhere/1.json')).toBeUndefined();
  });
});
