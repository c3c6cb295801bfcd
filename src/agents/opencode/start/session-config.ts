import { z } from 'zod';
import type { StartOrder } from '../../adapter.ts';
import { askedCommand, askedTool } from '../../own-verbs.ts';
import { Fault } from '../../../core/fault.ts';

/** Milliseconds. A call of ours returns at once, except one that waits because the agent asked it to. */
const longestCallMs = 3_600_000;

const objectSchema = z.record(z.string(), z.unknown());

/**
 * What it says to us is always allowed; a command that it starts through us asks like every other (`rule`). Of several
 * rules the last one that fits decides.
 */
function ownCommands(rule: unknown): Record<string, unknown> {
  return { 'signalbox *': 'allow', ...(rule === 'allow' ? {} : { [`signalbox ${askedCommand} *`]: rule }) };
}

/**
 * Which commands an agent asks for where nothing is configured: nobody watches it, and opencode itself would run them
 * all. It may look around and commit; its files it edits without asking.
 */
const harmless = ['ls', 'cat', 'head', 'tail', 'wc', 'grep', 'pwd'];
const harmlessGit = ['status', 'diff', 'log', 'show', 'add', 'commit'].map((word) => `git ${word}`);
const defaultCommands = {
  '*': 'ask',
  ...Object.fromEntries([...harmless, ...harmlessGit].map((command) => [`${command} *`, 'allow'])),
  ...ownCommands('ask'),
};

/**
 * The configuration for one session, as text for OPENCODE_CONFIG_CONTENT, which opencode merges over the person's and the
 * repository's own files. Only what is ours is in it: the MCP server and the permission to call it. What the agent must
 * ask for stays as the person configured it, also where that is a single word (`"permission": "ask"`, seen).
 * @param inherited what the person's environment has there already
 * @param ours.configured their permissions, merged; null: not known, so no command's is touched
 * @throws Fault when `inherited` is no JSON object
 */
export function sessionConfig(
  inherited: string | undefined,
  ours: { mcp: StartOrder['mcp']; configured: Readonly<Record<string, unknown>> | null },
): string {
  const { mcp, configured } = ours;
  const theirs = inherited === undefined || inherited.trim() === '' ? {} : parse(inherited);
  const { permission } = theirs;
  const inheritedPermission =
    typeof permission === 'string' ? { '*': permission } : objectSchema.catch({}).parse(permission);
  const bash = configured === null ? null : commandRules(configured);
  const rule = configured === null ? 'ask' : generalRule(configured);
  return JSON.stringify({
    ...theirs,
    permission: {
      ...inheritedPermission,
      'signalbox_*': 'allow',
      ...(rule === 'allow' ? {} : { [`signalbox_${askedTool}`]: rule }),
      ...(bash !== null && { bash }),
    },
    mcp: {
      ...objectSchema.catch({}).parse(theirs['mcp']),
      signalbox: { type: 'local', command: [mcp.command, ...mcp.args], enabled: true, timeout: longestCallMs },
    },
  });
}

/** The permissions for commands as they are configured, and ours among them; null: they stay as they are. */
function commandRules(configured: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const { bash } = configured;
  const own = ownCommands(generalRule(configured));
  if (bash === undefined) return '*' in configured ? own : defaultCommands;
  // One word is replaced by rules where it is merged with them, so it is among them. Who denies all denies all.
  if (typeof bash === 'string') return bash === 'deny' ? null : { '*': bash, ...own };
  return { ...objectSchema.catch({}).parse(bash), ...own };
}

/** What holds for a command of which nothing more is said. */
function generalRule({ bash, '*': rest }: Readonly<Record<string, unknown>>): unknown {
  const rules = typeof bash === 'string' ? { '*': bash } : objectSchema.catch({}).parse(bash);
  const rule = rules['*'] ?? rest;
  return typeof rule === 'string' ? rule : 'ask';
}

function parse(text: string): Record<string, unknown> {
  try {
    return objectSchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new Fault(
      {
        code: 'config',
        message: 'OPENCODE_CONFIG_CONTENT in your environment is not a JSON object, so nothing can be added to it',
        hint: 'correct it, or keep it in a file and name that in OPENCODE_CONFIG',
      },
      { cause: thrown },
    );
  }
}
