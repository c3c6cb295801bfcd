import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Start, StartOrder } from '../adapter.ts';
import { fitArgument } from '../fit-argument.ts';
import { ConversationFile, findConversation } from './conversation.ts';
import { makeShadowHome, userHome } from './shadow-home.ts';
import { neverCommand } from './typing.ts';

/** What an agent is told that was stopped in the middle of its work, and has nothing new to hear. */
export const goOn = 'Go on with your task where you left off.';

/** Where a session's own home for Gemini CLI is. */
export function shadowHome(stateDir: string): string {
  return join(stateDir, 'gemini-home');
}

/** How Gemini CLI is started for a session. @throws Fault 'config' when the user's settings cannot be read */
export async function startGemini(order: StartOrder): Promise<Start> {
  const { command, options, env, stateDir, hooks, mcp } = order;
  const shadow = shadowHome(stateDir);
  const user = userHome(env);
  const theirs = await makeShadowHome(shadow, user, {
    hookCommand: hooks.command,
    mcp: { command: mcp.command, args: mcp.args, env: ourOwn(env) },
  });
  const { conversation, prompt } = wayIn(order, shadow);
  return {
    argv: [
      ...command,
      ...conversation,
      ...approvalMode([...command, ...options.args], theirs),
      `--prompt-interactive=${prompt}`,
      ...options.args,
    ],
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

/** The worktree is the agent's own: it need not ask before each edit there. A mode of the user's stays. */
function approvalMode(args: readonly string[], settings: Readonly<Record<string, unknown>>): string[] {
  const given = args.some((arg) => /^(?:--approval-mode|--yolo|-y)(?:=|$)/.test(arg));
  const general = z.object({ defaultApprovalMode: z.string() }).safeParse(settings['general']);
  return given || general.success ? [] : ['--approval-mode=auto_edit'];
}

/** A conversation goes on where it is still there and something was said in it; else a new one begins with the briefing. */
function wayIn(
  { conversation, news, briefing }: StartOrder,
  shadow: string,
): { conversation: string[]; prompt: string } {
  const file = conversation === null ? null : findConversation(shadow, conversation);
  if (conversation !== null && file !== null && new ConversationFile(file).read().begun)
    return { conversation: ['--resume', conversation], prompt: neverCommand(fitArgument((news || goOn).trim())) };
  return { conversation: ['--session-id', randomUUID()], prompt: neverCommand(fitArgument(briefing.trim())) };
}

/** What our MCP server needs: it gets no environment but what its settings name. */
export function ourOwn(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name === 'PATH' || name.startsWith('SIGNALBOX_')));
}
