import { z } from 'zod';
import { freeCommands, freeTools } from '../own-verbs.ts';

/**
 * Gemini CLI has no flag for hooks and MCP servers: they are settings. What a session adds is merged into the user's own
 * here, and written beside them, never into them.
 */

type Json = Readonly<Record<string, unknown>>;
const objectSchema = z.record(z.string(), z.unknown());

/** What a session adds. */
export interface SessionSettings {
  /** The command that sends a hook's event and waits for the reply. */
  readonly hookCommand: string;
  /** Our MCP server. Of the environment it gets only what is named here. */
  readonly mcp: { readonly command: string; readonly args: readonly string[]; readonly env: Json };
  /** Where policies of the user's stand unless their settings say otherwise. */
  readonly usualPolicies: string;
  /** Ours: what is in `ownCommandsPolicy`. */
  readonly policy: string;
}

/** What it says to us never asks; a command that it starts through us asks like any other. */
export const ownCommandsPolicy = `[[rule]]
toolName = "run_shell_command"
commandPrefix = [${freeCommands.map((words) => `"signalbox ${words}"`).join(', ')}]
decision = "allow"
priority = 900

[[rule]]
mcpName = "signalbox"
toolName = [${freeTools.map((tool) => `"${tool}"`).join(', ')}]
decision = "allow"
priority = 900
`;

/** A tool of ours, or a gate at a turn's end, takes as long as it takes; ms, below the 2^31 of a timer. */
const patience = 2_000_000_000;

/**
 * Settings files may have comments.
 * @throws SyntaxError, or ZodError when it is not an object
 */
export function parseSettings(text: string): Json {
  const plain = text.replaceAll(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g,
    (_, kept: string | undefined) => kept ?? '',
  );
  return plain.trim() === '' ? {} : objectSchema.parse(JSON.parse(plain));
}

/** The user's settings with what a session needs: their own hooks and servers stay and run. */
export function withSession(user: Json, session: SessionSettings): Json {
  const config = part(user, 'hooksConfig');
  // Hooks that the user has switched off must not come back with ours.
  const theirs = config['enabled'] === false ? {} : part(user, 'hooks');
  const mcp = part(user, 'mcp');
  const allowed = z.array(z.string()).safeParse(mcp['allowed']);
  const policies = z.array(z.string()).safeParse(user['policyPaths']);
  return {
    ...user,
    general: { ...part(user, 'general'), enableAutoUpdate: false, enableAutoUpdateNotification: false },
    // The title is how we see that a turn is over, or that a dialog is open, where no hook tells.
    ui: { ...part(user, 'ui'), hideWindowTitle: false, dynamicWindowTitle: true },
    // Once any are named, the usual ones count only by name.
    policyPaths: [...(policies.success ? policies.data : [session.usualPolicies]), session.policy],
    hooksConfig: { ...config, enabled: true },
    hooks: joined(theirs, hooks(session.hookCommand)),
    ...(allowed.success ? { mcp: { ...mcp, allowed: [...allowed.data, 'signalbox'] } } : {}),
    mcpServers: {
      ...part(user, 'mcpServers'),
      signalbox: { ...session.mcp, timeout: patience },
    },
  };
}

/**
 * The hooks that a session listens to. `AfterAgent` is held while the gate looks at the work. A dialog waits until we have
 * heard what it is about, which takes no longer than the sender does: without a daemon it gives up at once. All others
 * run in the background: no tool and no model call waits for them. Not heard: the end of a tool (a process more for each
 * call, and the turn goes on anyway), except that of a helper agent.
 */
function hooks(command: string): Record<string, unknown[]> {
  const sender = `${command} --observed`;
  const heard = hook(`${sender} 2>/dev/null`);
  const observed = hook(`{ ${sender} <&3 3<&- >/dev/null 2>&1 & } 3<&0`);
  // Its own input is the whole conversation each time; that it came is all that is needed of it.
  const called = hook(`{ echo '{"hook_event_name":"BeforeModel"}' | ${sender} >/dev/null 2>&1 & } </dev/null`);
  return {
    SessionStart: [{ hooks: [observed] }],
    BeforeAgent: [{ hooks: [observed] }],
    BeforeModel: [{ hooks: [called] }],
    BeforeTool: [
      { matcher: '^ask_user$', hooks: [heard] },
      { matcher: '^(?!ask_user$)', hooks: [observed] },
    ],
    AfterTool: [{ matcher: '^invoke_agent$', hooks: [observed] }],
    Notification: [{ hooks: [heard] }],
    AfterAgent: [{ hooks: [hook(command)] }],
  };
}

function hook(command: string) {
  return { type: 'command', name: 'signalbox', command, timeout: patience };
}

/** Lists of the same event one behind the other, the user's first. */
function joined(theirs: Json, ours: Readonly<Record<string, unknown[]>>): Json {
  const all: Record<string, unknown> = { ...theirs };
  for (const [event, list] of Object.entries(ours)) {
    const present = theirs[event];
    all[event] = Array.isArray(present) ? [...(present as unknown[]), ...list] : list;
  }
  return all;
}

function part(settings: Json, key: string): Json {
  return objectSchema.catch({}).parse(settings[key]);
}
