import { z } from 'zod';
import { Fault } from '../../core/fault.ts';

/** Milliseconds. A call of ours returns at once, except one that waits because the agent asked it to. */
const longestCallMs = 3_600_000;

const objectSchema = z.record(z.string(), z.unknown());

/**
 * The configuration for one session, as text for OPENCODE_CONFIG_CONTENT, which opencode merges over the person's and the
 * repository's own files. Only what is ours is in it: the MCP server and the permission to call it. What the agent must
 * ask for stays as the person configured it, also where that is a single word (`"permission": "ask"`, seen).
 * @param inherited what the person's environment has there already
 * @throws Fault when that is no JSON object
 */
export function sessionConfig(
  inherited: string | undefined,
  mcp: { readonly command: string; readonly args: readonly string[] },
): string {
  const theirs = inherited === undefined || inherited.trim() === '' ? {} : parse(inherited);
  const { permission } = theirs;
  return JSON.stringify({
    ...theirs,
    permission: {
      ...(typeof permission === 'string' ? { '*': permission } : objectSchema.catch({}).parse(permission)),
      'signalbox_*': 'allow',
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
