import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../core/has-code.ts';
import type { Start, StartOrder } from '../adapter.ts';
import { ConversationFile, findConversation } from './conversation.ts';
import { makeShadowHome, userHome } from './shadow-home.ts';

const startSchema = z.object({
  /** A prompt was given with the start. */
  prompted: z.boolean(),
});

/** Linux takes 128 KiB for one argument. */
const longestPromptBytes = 120_000;

/** Where a session's own home for Gemini CLI is. */
export function shadowHome(stateDir: string): string {
  return join(stateDir, 'gemini-home');
}

/** How Gemini CLI is started for a session. @throws Fault 'config' when the user's settings cannot be read */
export async function startGemini(order: StartOrder): Promise<Start> {
  const { command, options, env, runDir, stateDir, hooks, mcp } = order;
  const shadow = shadowHome(stateDir);
  const user = userHome(env);
  await makeShadowHome(shadow, user, {
    hookCommand: hooks.command,
    mcp: { command: mcp.command, args: mcp.args, env: ourOwn(env) },
  });
  const { conversation, prompt } = wayIn(order, shadow);
  writeFileSync(join(runDir, 'gemini-start.json'), JSON.stringify({ prompted: prompt !== '' }), { mode: 0o600 });
  return {
    argv: [...command, ...conversation, ...(prompt === '' ? [] : [`--prompt-interactive=${prompt}`]), ...options.args],
    env: {
      GEMINI_CLI_HOME: shadow,
      // Ours is a worktree of a repository that the user has trusted; asked for each, it would block every start.
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
      // Written by way of a new file, which would take a link's place.
      GEMINI_CLI_TRUSTED_FOLDERS_PATH:
        env['GEMINI_CLI_TRUSTED_FOLDERS_PATH'] ?? join(user, '.gemini', 'trustedFolders.json'),
    },
  };
}

/** A conversation goes on where it is still there and something was said in it; else a new one begins with the briefing. */
function wayIn(
  { conversation, news, briefing }: StartOrder,
  shadow: string,
): { conversation: string[]; prompt: string } {
  const file = conversation === null ? null : findConversation(shadow, conversation);
  if (conversation !== null && file !== null && new ConversationFile(file).read().begun)
    return { conversation: ['--resume', conversation], prompt: fitted(news) };
  return { conversation: ['--session-id', randomUUID()], prompt: fitted(briefing) };
}

function fitted(text: string): string {
  const whole = text.replaceAll('\0', '').trim();
  if (Buffer.byteLength(whole) <= longestPromptBytes) return whole;
  const half = Math.floor(longestPromptBytes / 8);
  return `${whole.slice(0, half)}\n[... left out here; signalbox show has the whole text ...]\n${whole.slice(-half)}`;
}

/** Gemini CLI gives an MCP server no environment but what its settings name. */
function ourOwn(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === 'PATH' || name.startsWith('SIGNALBOX_')));
}

/** What is known of a run's start, also to a later daemon. */
export function readStartFile(runDir: string): z.infer<typeof startSchema> {
  try {
    return startSchema.parse(JSON.parse(readFileSync(join(runDir, 'gemini-start.json'), 'utf8')));
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return { prompted: false };
    throw thrown;
  }
}
