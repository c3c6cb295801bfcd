import { z } from 'zod';
import type { StartOrder } from '../adapter.ts';
import { Fault } from '../../core/fault.ts';

/** Milliseconds. A call of ours returns at once, except one that waits because the agent asked it to. */
const longestCallMs = 3_600_000;

const objectSchema = z.record(z.string(), z.unknown());

/**
 * Which commands an agent asks for, where nothing is configured: nobody watches it, and opencode itself would run them
 * all. The last rule that fits decides. It may look around and commit; its files it edits without asking.
 */
const harmless = ['ls', 'cat', 'head', 'tail', 'wc', 'grep', 'pwd'];
const harmlessGit = ['status', 'diff', 'log', 'show', 'add', 'commit'].map((word) => `git ${word}`);
const commandRules = {
  '*': 'ask',
  ...Object.fromEntries(['signalbox', ...harmless, ...harmlessGit].map((command) => [`${command} *`, 'allow'])),
};

/**
 * The configuration for one session, as text for OPENCODE_CONFIG_CONTENT, which opencode merges over the person's and the
 * repository's own files. Only what is ours is in it: the MCP server and the permission to call it. What the agent must
 * ask for stays as the person configured it, also where that is a single word (`"permission": "ask"`, seen);
 * `askForCommands` is for those who have configured nothing about commands.
 * @param inherited what the person's environment has there already
 * @throws Fault when that is no JSON object
 */
export function sessionConfig(
  inherited: string | undefined,
  { mcp, askForCommands }: { mcp: StartOrder['mcp']; askForCommands: boolean },
): string {
  const theirs = inherited === undefined || inherited.trim() === '' ? {} : parse(inherited);
  const { permission } = theirs;
  return JSON.stringify({
    ...theirs,
    permission: {
      ...(typeof permission === 'string' ? { '*': permission } : objectSchema.catch({}).parse(permission)),
      'signalbox_*': 'allow',
      ...(askForCommands && { bash: commandRules }),
    },
    mcp: {
      ...objectSchema.catch({}).parse(theirs['mcp']),
      signalbox: { type: 'local', command: [mcp.command, ...mcp.args], enabled: true, timeout: longestCallMs },
    },
  });
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
