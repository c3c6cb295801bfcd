import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSettings, withSession } from '../../../src/agents/gemini/settings.ts';
import { makeShadowHome } from '../../../src/agents/gemini/shadow-home.ts';

const commandSchema = z.object({ command: z.string() });
const hooksSchema = z.object({ BeforeAgent: z.tuple([z.object({ hooks: z.tuple([commandSchema]) })]) });

const session = {
  hookCommand: 'send',
  mcp: { command: '/bin/signalbox', args: ['mcp'], env: { PATH: '/bin' } },
  usualPolicies: '/shadow/policies',
  policy: '/shadow/ours.toml',
};

describe('the settings of a session', () => {
  test('comments are left out, and texts that look like them are not', () => {
    expect(parseSettings('{ // one\n "a": "http://x/*y*/", /* two */ "b": "\\"//c" }')).toEqual({
      a: 'http://x/*y*/',
      b: '"//c',
    });
    expect(parseSettings('')).toEqual({});
    expect(() => parseSettings('[]')).toThrow();
    expect(() => parseSettings('{')).toThrow();
  });

  test("the user's own stay, their hooks before ours", () => {
    const mine = { hooks: [{ type: 'command', command: 'mine' }] };
    const user = {
      ui: { theme: 'Dark', hideWindowTitle: true },
      hooks: { AfterAgent: [mine], SessionEnd: [mine] },
      mcpServers: { other: { command: 'other' } },
      security: { auth: { selectedType: 'oauth-personal' } },
      policyPaths: ['/mine.toml'],
    };
    const merged = withSession(user, session);
    expect(merged).toMatchObject({
      ui: { theme: 'Dark', hideWindowTitle: false },
      hooks: { AfterAgent: [mine, { hooks: [{ command: 'send' }] }], SessionEnd: [mine] },
      mcpServers: { other: { command: 'other' }, signalbox: { command: '/bin/signalbox' } },
      security: user.security,
      policyPaths: ['/mine.toml', '/shadow/ours.toml'],
    });
    expect(withSession({}, session)).toMatchObject({ policyPaths: ['/shadow/policies', '/shadow/ours.toml'] });
  });

  test('hooks that the user has switched off stay off, and ours run', () => {
    const user = { hooksConfig: { enabled: false }, hooks: { SessionEnd: [{ hooks: [] }] } };
    const { hooks, hooksConfig } = withSession(user, session);
    expect(hooksConfig).toEqual({ enabled: true });
    expect(hooks).not.toHaveProperty('SessionEnd');
    expect(hooks).toHaveProperty('AfterAgent');
  });

  test('a list of allowed servers has ours too', () => {
    expect(withSession({ mcp: { allowed: ['other'] } }, session)).toMatchObject({
      mcp: { allowed: ['other', 'signalbox'] },
    });
    expect(withSession({}, session)).not.toHaveProperty('mcp');
  });

  test('what is only observed is sent in the background, whole, and does not hold up its caller', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-gemini-'));
    try {
      const fifo = join(folder, 'go');
      execFileSync('mkfifo', [fifo, join(folder, 'sent')]);
      const sender = join(folder, 'sender');
      writeFileSync(sender, `#!/bin/sh\nread line; read wait < ${fifo}; echo "$1 $line" > ${folder}/sent\n`, {
        mode: 0o700,
      });
      const { hooks } = withSession({}, { ...session, hookCommand: sender });
      const { command } = hooksSchema.parse(hooks).BeforeAgent[0].hooks[0];
      // It has ended while its sender still waits for the word to go on.
      expect(execFileSync('bash', ['-c', command], { input: '{"a":1}\n', encoding: 'utf8' })).toBe('');
      writeFileSync(fifo, 'go\n');
      expect(readFileSync(join(folder, 'sent'), 'utf8')).toBe('--observed {"a":1}\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the shadow home', () => {
  let folder = '';
  let [user, shadow] = ['', ''];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-gemini-'));
    [user, shadow] = [join(folder, 'user'), join(folder, 'shadow')];
    mkdirSync(join(user, '.gemini', 'extensions'), { recursive: true });
    mkdirSync(join(user, '.gemini', 'tmp'));
    writeFileSync(join(user, '.gemini', 'settings.json'), '{ "ui": { "theme": "Dark" } } // mine');
    writeFileSync(join(user, '.gemini', 'oauth_creds.json'), 'a key');
    writeFileSync(join(user, '.gemini', 'extension_integrity.json'), 'theirs');
    writeFileSync(join(user, '.env'), 'A=1');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const ours = (name: string) => join(shadow, '.gemini', name);

  test("all but the settings are the user's own, and nothing of theirs is changed", async () => {
    const before = execFileSync('sh', [
      '-c',
      `cd ${user} && ls -RlA --time-style=full-iso && cat .gemini/settings.json`,
    ]);
    await makeShadowHome(shadow, user, session);
    const after = execFileSync('sh', [
      '-c',
      `cd ${user} && ls -RlA --time-style=full-iso && cat .gemini/settings.json`,
    ]);
    expect(after.toString()).toBe(before.toString());
    expect(readlinkSync(ours('oauth_creds.json'))).toBe(join(user, '.gemini', 'oauth_creds.json'));
    expect(readlinkSync(ours('extensions'))).toBe(join(user, '.gemini', 'extensions'));
    expect(readFileSync(join(shadow, '.env'), 'utf8')).toBe('A=1');
    expect(() => lstatSync(ours('tmp'))).toThrow(/ENOENT/);
    expect(parseSettings(readFileSync(ours('settings.json'), 'utf8'))).toMatchObject({ ui: { theme: 'Dark' } });
    expect(statSync(ours('settings.json')).mode & 0o777).toBe(0o600);
  });

  test('a token that is written anew is the user’s', async () => {
    await makeShadowHome(shadow, user, session);
    writeFileSync(ours('oauth_creds.json'), 'a newer key');
    expect(readFileSync(join(user, '.gemini', 'oauth_creds.json'), 'utf8')).toBe('a newer key');
    // Who logs in inside a session is logged in for good.
    writeFileSync(ours('google_accounts.json'), 'me');
    expect(readFileSync(join(user, '.gemini', 'google_accounts.json'), 'utf8')).toBe('me');
  });

  test('made again, a link that was replaced is a link again, and one whose file is gone is gone', async () => {
    await makeShadowHome(shadow, user, session);
    writeFileSync(join(folder, 'new'), 'copy');
    renameSync(join(folder, 'new'), ours('extension_integrity.json'));
    mkdirSync(ours('commands'));
    writeFileSync(ours('projects.json'), 'of the session');
    rmSync(join(user, '.gemini', 'extensions'), { recursive: true });
    mkdirSync(join(user, '.gemini', 'commands'));
    await makeShadowHome(shadow, user, session);
    expect(readFileSync(ours('extension_integrity.json'), 'utf8')).toBe('theirs');
    expect(() => lstatSync(ours('extensions'))).toThrow(/ENOENT/);
    expect(readFileSync(ours('projects.json'), 'utf8')).toBe('of the session');
    expect(lstatSync(ours('commands')).isDirectory()).toBe(true);
  });

  test('a user without any', async () => {
    await makeShadowHome(shadow, join(folder, 'nobody'), session);
    expect(parseSettings(readFileSync(ours('settings.json'), 'utf8'))).toHaveProperty('hooks');
    expect(() => lstatSync(ours('oauth_creds.json'))).toThrow(/ENOENT/);
  });

  test('settings that cannot be read are named', async () => {
    writeFileSync(join(user, '.gemini', 'settings.json'), '{ nonsense');
    await expect(makeShadowHome(shadow, user, session)).rejects.toMatchObject({ code: 'config' });
  });
});
