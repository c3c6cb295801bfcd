import type { Adapter } from './adapter.ts';
import { GeminiChannel } from './gemini/channel.ts';
import { startGemini } from './gemini/start.ts';

/**
 * Gemini CLI. A session gets a home of its own in which all but the settings are links to the user's; the settings are the
 * user's with our hooks and our MCP server. A turn's end is a hook that is held while the gate runs. Dialogs are read from
 * the screen and answered by keys: no hook of its can answer them.
 */
export const gemini: Adapter = {
  name: 'gemini',
  title: 'Gemini CLI',
  program: 'gemini',
  npmPackage: '@google/gemini-cli',
  version: { args: ['--version'], read: (output) => /^\d+\.\d+\.\d+\S*/m.exec(output)?.[0] ?? null },
  tested: ['0.61.0'],
  takes: 'when resting',
  authority:
    'its hooks and the file of its conversation; its title for a turn that is broken off, its screen for dialogs',
  start: startGemini,
  open: (link) => new GeminiChannel(link),
};
