import { z } from 'zod';
import { Fault } from '../../core/fault.ts';
import { commandEntry } from '../command-entry.ts';

/** Serves the agent's commands as tools, to the MCP client at the other end of stdin and stdout. */
export const mcpCommand = commandEntry({
  name: 'mcp',
  does: 'in a session: ask, done, blocked, progress and inbox as MCP tools, on stdin and stdout',
  audience: 'anyone',
  flags: [{ flags: '--lead', does: 'with propose, for the agent of a lead' }],
  options: z.object({ lead: z.boolean().default(false) }),
  async run({ shell, options }) {
    if ((shell.env['SIGNALBOX_SESSION'] ?? '') === '') {
      throw new Fault({
        code: 'refused',
        message: 'mcp serves an agent inside a session, and SIGNALBOX_SESSION is not set',
        hint: 'the agents of a session are given it by Signalbox',
      });
    }
    // The protocol's library takes longer to load than all the rest.
    const { serveTools } = await import('./mcp/serve-tools.ts');
    await serveTools(shell, options);
  },
});
