import { join } from 'node:path';
import { z } from 'zod';
import type { AgentName } from './versions.ts';

/** Settings of a person who has hooks, programs and servers of their own. */
export interface OwnSettings {
  /** Files below the home, each made of what it held before. */
  readonly files: Readonly<Record<string, (before: string) => string>>;
  /** Which of these files the agent's program writes into by itself, whoever starts it. */
  readonly writes: readonly string[];
  /** What is to run: each leaves `own-NAME.log` in the home. */
  readonly runs: readonly string[];
}

/** A line into a file of the person's home. */
function leaves(name: string): string {
  return `echo ran >> "$HOME/own-${name}.log"`;
}

const command = process.execPath;
const args = [join(import.meta.dirname, 'own-server.ts')];
const hook = [{ hooks: [{ type: 'command', command: leaves('hook') }] }];

const keysSchema = z.record(z.string(), z.unknown());

function withKeys(added: object): (before: string) => string {
  return (before) => JSON.stringify({ ...keysSchema.parse(JSON.parse(before || '{}')), ...added }, null, 2);
}

export const ownSettings: Record<AgentName, OwnSettings> = {
  claude: {
    files: {
      '.claude/settings.json': withKeys({ hooks: { Stop: hook, PostToolUse: hook } }),
      '.claude.json': withKeys({ mcpServers: { own: { type: 'stdio', command, args, env: {} } } }),
    },
    writes: ['.claude.json'],
    runs: ['hook', 'server'],
  },
  codex: {
    files: {
      '.codex/config.toml': (before) =>
        `notify = ${JSON.stringify(['sh', '-c', leaves('notify')])}\n${before}
[mcp_servers.own]
command = "${command}"
args = ${JSON.stringify(args)}
`,
    },
    writes: ['.codex/config.toml'],
    runs: ['server', 'notify'],
  },
  opencode: {
    files: {
      '.config/opencode/opencode.json': withKeys({ mcp: { own: { type: 'local', command: [command, ...args] } } }),
    },
    writes: [],
    runs: ['server'],
  },
  gemini: {
    files: {
      '.gemini/settings.json': withKeys({ hooks: { AfterAgent: hook }, mcpServers: { own: { command, args } } }),
    },
    writes: [],
    runs: ['hook', 'server'],
  },
};
