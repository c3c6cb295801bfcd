import type { Adapter } from './adapter.ts';
import { ClaudeChannel } from './claude/channel.ts';
import { readVersion, startClaude } from './claude/start.ts';

/** Claude Code, from 2.1.197 on. */
export const claude: Adapter = {
  name: 'claude',
  title: 'Claude Code',
  program: 'claude',
  npmPackage: '@anthropic-ai/claude-code',
  version: { args: ['--version'], read: readVersion },
  tested: ['2.1.332', '2.1.197'],
  takes: 'when resting',
  authority: 'its hooks, and its own registry of sessions for what no hook tells',
  start: startClaude,
  open: (link) => new ClaudeChannel(link),
};
