import type { Adapter, AgentLink, Channel } from './adapter.ts';
import { Fault } from '../core/fault.ts';
import { OpencodeChannel } from './opencode/channel.ts';
import { serverFile } from './opencode/run-files.ts';
import { startOpencode } from './opencode/start/start-opencode.ts';

/** opencode: its terminal program is an HTTP server too, and that says all. */
export const opencode: Adapter = {
  name: 'opencode',
  title: 'opencode',
  program: 'opencode',
  npmPackage: 'opencode-ai',
  version: { args: ['--version'], read: (output) => /\b\d+\.\d+\.\d+\b/.exec(output)?.[0] ?? null },
  tested: ['1.18.33'],
  // A busy one queues a message and takes it at its next step, exactly as it was sent (seen).
  takes: 'any time',
  authority:
    'its own HTTP server: the events of GET /event, and what GET /session/status, /permission and /question list',
  start: startOpencode,
  open,
};

/** @throws Fault when it was not started by us */
function open(link: AgentLink): Channel {
  const place = serverFile.read(link.runDir);
  if (place === null)
    throw new Fault({
      code: 'environment',
      message: `where opencode's server listens is not known: ${link.runDir} has no note of it`,
      hint: 'stop the session and resume it',
    });
  return new OpencodeChannel(link, place);
}
