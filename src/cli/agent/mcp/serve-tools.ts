import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { packageVersion } from '../../../wire/build.ts';
import { type Shell, remark } from '../../shell.ts';
import { ToolCalls } from './tool-calls.ts';
import type { Tool } from './tool.ts';
import { proposeTool } from './propose-tool.ts';
import { tools } from './tools.ts';

/** Longest that any call takes, ms: less than the 60 s after which the most impatient client cuts it off. */
const callMs = 55_000;

/** Serves the tools until the client closes our standard input. */
export async function serveTools(shell: Shell, { lead }: { lead: boolean }): Promise<void> {
  const ended = new AbortController();
  const calls = new ToolCalls(shell, { callMs, gone: ended.signal });
  serveStdio(
    () => {
      const server = new McpServer({ name: 'signalbox', version: packageVersion() });
      // Each of them costs room in every conversation: who cannot use it is not shown it.
      for (const tool of lead ? [...tools, proposeTool] : tools) offer(server, tool, (input) => calls.run(tool, input));
      return server;
    },
    {
      transport: new Wire(shell, ended),
      onerror: (error) => remark(shell, `signalbox mcp: ${error.message.split('\n', 1)[0] ?? ''}`),
    },
  );
  await new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Standard input and output, and whether the client has closed them. */
class Wire extends StdioServerTransport {
  readonly #ended: AbortController;

  constructor({ stdin, stdout }: Shell, ended: AbortController) {
    super(stdin, stdout);
    this.#ended = ended;
  }

  override async close(): Promise<void> {
    await super.close();
    this.#ended.abort();
  }
}

function offer(
  server: McpServer,
  { name, does, input }: Tool,
  answer: (input: unknown) => Promise<CallToolResult>,
): void {
  server.registerTool(
    name,
    {
      description: does,
      inputSchema: input,
      annotations: { destructiveHint: false, openWorldHint: false },
      // Claude Code shows the model only the names of other tools until it searches for them.
      _meta: { 'anthropic/alwaysLoad': true },
    },
    answer,
  );
}
