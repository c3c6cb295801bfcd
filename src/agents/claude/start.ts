import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../../core/fault.ts';
import { hasCode } from '../../core/has-code.ts';
import type { Start, StartOrder } from '../adapter.ts';
import { fitArgument } from '../fit-argument.ts';
import { freeCommands, freeTools } from '../own-verbs.ts';
import { keepPrompt } from './kept-prompt.ts';
import { configFolder } from './registry.ts';
import { isOlder, mergeSettings, oldestVersion, sessionSettings } from './settings.ts';
import { neverCommand } from './typing.ts';

const run = promisify(execFile);

/** How long a program may take to say its version, ms. */
const versionMs = 10_000;

/** Arguments that say how permissions are decided; ours is left out where one of them is configured. */
const modeFlags = ['--permission-mode', '--dangerously-skip-permissions'];

/** What a conversation is resumed with when nothing is new: by itself it would wait. */
const goOn = 'Go on with your task where you left off.';

/** The number in what `claude --version` prints: `2.1.332 (Claude Code)`. */
export function readVersion(output: string): string | null {
  return /(\d+\.\d+\.\d+)/u.exec(output)?.[1] ?? null;
}

/** How a session of Claude Code is started. Its files lie in the run's folder; the person's own are not touched. */
export async function startClaude(order: StartOrder): Promise<Start> {
  await refuseOldVersion(order);
  const { settings, args } = takeSettings(order.options.args);
  const settingsFile = privateFile(
    order,
    'claude-settings.json',
    mergeSettings(settings, sessionSettings(order.hooks)),
  );
  const server = { type: 'stdio', command: order.mcp.command, args: order.mcp.args, env: {}, alwaysLoad: true };
  const mcpFile = privateFile(order, 'claude-mcp.json', { mcpServers: { signalbox: server } });
  const resumed = order.conversation !== null && hasTranscript(order.env, order.conversation);
  const conversation = resumed ? order.conversation : randomUUID();
  privateFile(order, 'claude-conversation.json', conversation);
  const prompt = neverCommand(fitArgument((resumed ? order.news || goOn : order.briefing).trim()));
  keepPrompt(order.runDir, { text: prompt, sent: true, back: null });
  return {
    argv: [
      ...order.command,
      '--settings',
      settingsFile,
      '--mcp-config',
      mcpFile,
      // What it says to us never asks; a command that it starts through us asks like any other.
      '--allowedTools',
      ...freeTools.map((tool) => `mcp__signalbox__${tool}`),
      ...freeCommands.map((words) => `Bash(signalbox ${words}:*)`),
      // Without it the mode is "auto", which needs a classifier of the vendor's. The worktree is the session's own and
      // all of its work is checked and reviewed, so edits need no word; any other command that changes something asks.
      ...(args.some((arg) => modeFlags.some((flag) => arg.startsWith(flag)))
        ? []
        : ['--permission-mode', 'acceptEdits']),
      ...args,
      resumed ? '--resume' : '--session-id',
      conversation,
      // Behind "--": an option before it that takes several values would take the prompt too.
      '--',
      prompt,
    ],
    env: {
      ...noProxy(order.env),
      // A turn may be sent on by us as often as there are rounds, answers and words of the person: by itself it ends
      // such a turn after eight, and what the last one said would be lost.
      CLAUDE_CODE_STOP_HOOK_BLOCK_CAP: '1000',
      // A guess at the next prompt would stand in the input box like something the person has typed.
      CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION: 'false',
    },
  };
}

/** Where the conversation's name is kept for the channel: known before the first hook tells it. */
export function startedConversation(runDir: string): string | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(runDir, 'claude-conversation.json'), 'utf8'));
    return typeof kept === 'string' ? kept : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/**
 * An older version stops at events of ours that it does not know.
 * @throws Fault 'environment'
 */
async function refuseOldVersion({ command, env, worktree }: StartOrder): Promise<void> {
  const [program, ...args] = command;
  if (program === undefined) return;
  let printed: string;
  try {
    const options = { env: { ...env }, cwd: worktree, timeout: versionMs };
    printed = (await run(program, [...args, '--version'], options)).stdout;
  } catch (cause) {
    const why = hasCode(cause, 'ENOENT') ? 'is not found' : 'does not say its version';
    throw new Fault(
      {
        code: 'environment',
        message: `${program} ${why}`,
        hint: 'install Claude Code, or name its command in the configuration',
      },
      { cause },
    );
  }
  const version = readVersion(printed);
  if (version === null || !isOlder(version, oldestVersion)) return;
  throw new Fault({
    code: 'environment',
    message: `Claude Code ${version} is too old for Signalbox, which needs ${oldestVersion} or newer`,
    hint: 'update it: claude update',
  });
}

/** Writes a file of this run, readable for nobody else: it holds the token of the hooks. */
function privateFile(order: StartOrder, name: string, content: unknown): string {
  const path = join(order.runDir, name);
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/**
 * Whether the conversation can be resumed: its transcript is there and holds a prompt. An unknown one would end the
 * program at once.
 */
function hasTranscript(env: StartOrder['env'], conversation: string): boolean {
  const projects = join(configFolder(env), 'projects');
  if (!existsSync(projects)) return false;
  return readdirSync(projects).some((project) => {
    const path = join(projects, project, `${conversation}.jsonl`);
    return existsSync(path) && readFileSync(path, 'utf8').includes('"type":"user"');
  });
}

/** The hooks' address must not go through a proxy, which Claude Code would do. */
function noProxy(env: StartOrder['env']): Record<string, string> {
  const hosts = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(',').filter((host) => host !== '');
  const value = [...new Set([...hosts, '127.0.0.1', 'localhost'])].join(',');
  return { NO_PROXY: value, no_proxy: value };
}

/**
 * Takes a configured `--settings` out of the arguments, because only one counts, and reads it.
 * @throws Fault 'config' when it is neither JSON nor a file of JSON
 */
function takeSettings(args: readonly string[]): { settings: Record<string, unknown>; args: readonly string[] } {
  const at = args.findIndex((arg) => arg === '--settings' || arg.startsWith('--settings='));
  if (at === -1) return { settings: {}, args };
  const arg = args[at] ?? '';
  const joined = arg.startsWith('--settings=');
  const value = joined ? arg.slice('--settings='.length) : (args[at + 1] ?? '');
  return { settings: readSettings(value), args: [...args.slice(0, at), ...args.slice(at + (joined ? 1 : 2))] };
}

function readSettings(value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value.trimStart().startsWith('{') ? value : readFileSync(value, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null) return Object.fromEntries(Object.entries(parsed));
  } catch (cause) {
    throw new Fault({ code: 'config', message: `--settings ${value} of the agent cannot be read as JSON` }, { cause });
  }
  throw new Fault({ code: 'config', message: `--settings ${value} of the agent is no JSON object` });
}
