import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Adapter } from './adapter.ts';
import { launchPlan } from './codex/arguments.ts';
import { CodexChannel } from './codex/channel.ts';
import { logIn, planIn, socketIn } from './codex/places.ts';
import { promptOf } from './codex/prompt.ts';
import { hasSavedThread } from './codex/saved-thread.ts';

/**
 * OpenAI's Codex CLI. The session's program is our launcher: it runs an app-server for this session alone, and the TUI
 * that is attached to it as the tile. The daemon is one more client of the app-server.
 */
export const codex: Adapter = {
  name: 'codex',
  title: 'Codex CLI',
  program: 'codex',
  npmPackage: '@openai/codex',
  version: { args: ['--version'], read: (output) => /codex-cli (\S+)/.exec(output)?.[1] ?? null },
  tested: ['0.171.0'],
  takes: 'when resting',
  authority:
    'its app-server (turns, thread status, requests); OSC 7501 while that is away; the screen before the first turn',
  async start(order) {
    const { runDir, conversation } = order;
    const resumed = conversation !== null && hasSavedThread(order.env, conversation) ? conversation : null;
    const plan = launchPlan(order, {
      socket: socketIn(runDir),
      log: logIn(runDir),
      prompt: promptOf(order, resumed !== null),
      resumed,
    });
    writeFileSync(planIn(runDir), JSON.stringify(plan), { mode: 0o600 });
    return { argv: [process.execPath, launcher, planIn(runDir)], env: {} };
  },
  open: (link) => new CodexChannel(link),
};

/** TypeScript in the sources, JavaScript when built. */
const launcher = fileURLToPath(new URL(`./codex/launch${extname(import.meta.url)}`, import.meta.url));
